"""Which known readings of the rules a unit really used, told from the scores that it claimed.

A rule leaves questions open (is a cost under its ceiling worth the full weight, or its share?), and offices answer
them differently. Each parameter of a rule book that decides a score is such a question, with every value
that a shipped rule book gives to it as a reading; so are rounding, and all-or-nothing against the rule of the row.
A row separates the readings of a question if they give it different scores and the claimed one does not fit them
all; only such rows can tell which one was used.

The summary advises. It changes no rule book and no score.
"""

from perfscore.conventions.records import ConventionsReport, Group, Question, Reading, Row, Separation
from perfscore.conventions.summary import summarise

__all__ = ["ConventionsReport", "Group", "Question", "Reading", "Row", "Separation", "summarise"]
