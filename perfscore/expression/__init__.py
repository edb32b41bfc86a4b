"""Targets and actual values as typed trees: ``parse(">=95%")``."""

from perfscore.expression.parser import parse
from perfscore.expression.tree import (
    Absent,
    Availability,
    Base,
    Conditions,
    Deadline,
    Expression,
    Quantity,
    Range,
    Unreadable,
    Words,
)

__all__ = [
    "Absent",
    "Availability",
    "Base",
    "Conditions",
    "Deadline",
    "Expression",
    "Quantity",
    "Range",
    "Unreadable",
    "Words",
    "parse",
]
