"""Printed criteria (评分标准) as records: ``read_criterion("≥95%，得6分；低于75%不得分").points("80%")``."""

from perfscore.criteria.actuals import says_none
from perfscore.criteria.reader import Failure, read, read_criterion, shown
from perfscore.criteria.record import Criterion
from perfscore.criteria.tree import Award, Clause

__all__ = ["Award", "Clause", "Criterion", "Failure", "read", "read_criterion", "says_none", "shown"]
