"""Tables out of a PDF: ruled ones, on any page, with a doubt wherever the page leaves one."""

from perfscore.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
