"""Tables out of scanned pages: straightened, their rules found, each line of each cell recognised, doubts kept."""

from perfscore.readers.scan.reader import read_scan

__all__ = ["read_scan"]
