"""perfscore reads, recomputes, explains and corrects Chinese budget performance self-evaluation tables.

Glossary, one English term per concept:

====================  ===================  ==========================================================
指标                  indicator            a row of the indicator block, named by its level 3
目标值 (年度指标值)   target               what was to be reached, such as ``>=95%``
实际完成值            actual               what was reached
分值                  weight               the most points a row can give
得分                  score                the points of a row; *claimed* in the sheet, *recomputed* here
赋分规则              scoring rule         how an actual becomes points
评分标准              criterion            the printed rule of a row, read into clauses that give points
自评                  self-evaluation      the table a unit fills in at the year's end
预算执行率            execution rate       spent over the adjusted budget
偏差                  deviation            why a target was missed, in the unit's words
目标表                target table         the approved table with targets, weights and rules
规则库                rule book            dated, cited values of the scoring parameters
====================  ===================  ==========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfscore import version

if TYPE_CHECKING:
    from perfscore.batch.columns import score_rows
    from perfscore.criteria import read_criterion
    from perfscore.engine import correct, evaluate, score
    from perfscore.errors import PerfscoreError
    from perfscore.expression import parse
    from perfscore.model import (
        Evaluation,
        File,
        Finding,
        Fund,
        Indicator,
        Score,
        Table,
    )
    from perfscore.rulebook import load as load_rulebook

__version__ = version.VERSION

__all__ = [
    "Evaluation",
    "File",
    "Finding",
    "Fund",
    "Indicator",
    "PerfscoreError",
    "Score",
    "Table",
    "__version__",
    "correct",
    "evaluate",
    "load_rulebook",
    "parse",
    "read_criterion",
    "score",
    "score_rows",
]

_HOMES = {
    "correct": "perfscore.engine",
    "evaluate": "perfscore.engine",
    "score": "perfscore.engine",
    "score_rows": "perfscore.batch.columns",
    "PerfscoreError": "perfscore.errors",
    "parse": "perfscore.expression",
    "read_criterion": "perfscore.criteria",
}


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used: ``import perfscore`` itself costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'perfscore' has no attribute {name!r}")
    from importlib import import_module

    if name == "load_rulebook":
        value = import_module("perfscore.rulebook").load
    else:
        value = getattr(import_module(_HOMES.get(name, "perfscore.model")), name)
    globals()[name] = value
    return value
