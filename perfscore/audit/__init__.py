"""One check per finding; it looks at a scored table and yields remarks, which become findings in words."""

from perfscore.audit.registry import cross_codes
from perfscore.audit.review import across, by_severity, findings, review, switched_off

__all__ = ["across", "by_severity", "cross_codes", "findings", "review", "switched_off"]
