"""Approved target tables (目标表) put in force for the self-evaluations of the same projects.

A self-evaluation repeats the targets and weights of its project, but not the scoring rules; and nothing but
the approved target table shows whether targets and weights are still those that were approved.

Which values score a row
    The approved ones: scoring rule, target and weight. A target lowered after approval, or a weight moved to
    a row that was met, would otherwise buy points. Each difference is a finding with both values; whoever has
    a later approval gives that table instead. An approved target that is blank or cannot be read leaves the
    printed one in force; so do approved weights that do not make 100 points together with the execution rate
    (then the two tables do not share one scale). Both are said. A row that the target table does not have is
    scored as printed and reported; a row that the sheet dropped has no score, and its weight is lost.

Which target table belongs to an evaluation
    The one of the same year, the same unit and the same project name, after folding what offices write
    differently: blanks, widths, brackets, punctuation, the year in a name, 本级 behind a unit, 项目 at the
    end of a name. Where a unit is left out on one side, or printed without its place, the names of the
    indicators have to agree as well. Everything less is doubtful: it is shown and not applied. So are two
    tables that fit equally well, unless they say the same.

Which row belongs to which
    The one of the same name; names that occur twice go by group and order. What is left is matched by
    likeness of the names where group, target or neighbours agree; each such pair is reported with both names.
"""

from perfscore.targets.applying import Applied, apply
from perfscore.targets.matching import TargetTable

__all__ = ["Applied", "TargetTable", "apply"]
