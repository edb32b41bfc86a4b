"""The records of an evaluation: what was read, what was scored, what was found.

All are frozen; numbers are ``Decimal``; a text is as printed in the sheet, without outer blanks and line breaks;
absent is None (a score, a year) or an empty text (a cell), and is never zero.

These are attrs classes. Records that do not leave their layer are ``NamedTuple``: defining one takes a fifth of the
time, which counts at the start of every process, and making one takes half of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import field, fields, frozen

from perfscore.keys import (
    UNSCORED_KINDS,
    Action,
    Branch,
    ConfirmReason,
    DecisionState,
    Grade,
    Kind,
    Opinion,
    RuleSource,
    Severity,
    Status,
    Topic,
    TracedRule,
    Verdict,
    View,
)
from perfscore.mapping import FrozenMapping, frozen_mapping
from perfscore.place import Spot
from perfscore.recognition import Recognition

CLAIMED_IS_TEXT: Final = "claimed_is_text"
"""Note of a trace: the score's cell holds a dash or words, so it is neither a claimed score nor blank."""

_LEFT_OUT: Final = "left_out"
_AMOUNT: Final = "amount"
_NOTHING: Final[FrozenMapping[Any, Any]] = FrozenMapping()


@frozen
class Source:
    """Where a rule or a value of a rule book stands.

    Args:
        document: title of the document, or the tables in which a practice was observed.
        number: its number, such as ``财预〔2020〕10号``; empty where it has none.
        verified: whether the value was read at its source.
    """

    document: str
    number: str = ""
    verified: bool = False


@frozen
class Remark:
    """Something noticed by any layer, before it is put into words.

    Args:
        code: a finding code such as ``PS301``.
        cell: the cell it is about, or None for the whole table or file.
        values: the figures and texts that fill the message of the code, by name.
        cells: further cells that it rests on, such as the text that contradicts the row.
    """

    code: str
    cell: str | None = None
    values: Mapping[str, str] = field(default=_NOTHING, converter=frozen_mapping)
    cells: tuple[str, ...] = ()


@frozen
class Decision:
    """What a person decided about a score or a remark.

    Args:
        opinion: 采纳 takes what is proposed, 不采纳 leaves what the unit claimed, 改判 sets another score.
        score: the score that 改判 sets, points; else None.
        reason: why. reviewer: who. date: when, as written.
        state: whether it holds.
        texts: the texts on which it was taken, by field; shown where they changed since.
    """

    opinion: Opinion
    score: Decimal | None = None
    reason: str = ""
    reviewer: str = ""
    date: str = ""
    state: DecisionState = "applied"
    texts: Mapping[str, str] = field(default=_NOTHING, converter=frozen_mapping)


@frozen
class Finding:
    """A remark in words, as the user reads it.

    Args:
        code: the finding code, one for ever.
        severity: ``error``, ``warning`` or ``info``.
        cell: the cell it is about, or None.
        message: what is the matter, with the figures.
        suggestion: what to do about it.
        topic: what it is about; None where it concerns the file, the rule book or the program, not the content.
        cells: every cell that it rests on, ``cell`` first.
        decision: what a person decided about it, or None.
    """

    code: str
    severity: Severity
    cell: str | None
    message: str
    suggestion: str
    topic: Topic | None = None
    cells: tuple[str, ...] = ()
    decision: Decision | None = None


@frozen
class Input:
    """One figure or text that entered a score.

    Args:
        name: which column it is: ``target``, ``actual``, ``weight``, ``full_year``, ``executed``.
        text: as printed.
        cell: where it stands, or None where it was built in code.
    """

    name: str
    text: str
    cell: str | None = None


@frozen
class Trace:
    """How one score came about; every report is a view of it.

    Args:
        rule: key of the scoring rule: ``proportion``, ``grades``, ``satisfaction``, ``direct``, ``execution``,
            ``total``, or ``unknown``.
        branch: key of the branch taken, such as ``floor_missed``.
        inputs: what entered, with places.
        formula: the calculation with its numbers, such as ``0.43 ÷ 10 × 8 = 0.34``; None where nothing is calculated.
        exact: the value before rounding, or None.
        rounded: the value after rounding, or None.
        source: where the rule stands.
        notes: keys of further remarks on the way taken (``direction_inferred``, ``unit_converted``).
    """

    rule: TracedRule
    branch: Branch
    inputs: tuple[Input, ...] = ()
    formula: str | None = None
    exact: Decimal | None = None
    rounded: Decimal | None = None
    source: Source | None = None
    notes: tuple[str, ...] = ()


@frozen
class Score:
    """A claimed score beside the recomputed one.

    Args:
        cell: the cell of the claimed score, or None.
        claimed: the score in the sheet, in points; None where there is none.
        recomputed: the score under the rule book in force, two decimals; None where nothing can be said.
        low: least possible score, points.
        high: greatest possible score, points.
        status: ``scored`` (one value), ``judged`` (a person decides between low and high) or ``unscored``.
        verdict: ``agrees``, ``rounding`` (a gap of at most 0.01), ``differs``; None where a side is missing.
        explained_by: other known conventions under which the claimed score is right, as ``parameter=value``.
        trace: the calculation.
        action: what happens to the claimed score.
        reasons: why it waits for confirmation; empty unless ``action`` is ``confirm``.
        decision: what a person decided about it, or None.
    """

    cell: str | None
    claimed: Decimal | None
    recomputed: Decimal | None
    low: Decimal | None
    high: Decimal | None
    status: Status
    verdict: Verdict | None
    explained_by: tuple[str, ...]
    trace: Trace
    action: Action = "keep"
    reasons: tuple[ConfirmReason, ...] = ()
    decision: Decision | None = None


def _printed(*left_out: View, amount: bool = False) -> Any:
    """Declare a column of a form, which every view shows as printed, save those that leave it out on purpose.

    Args:
        left_out: the views in which it would be noise: the terminal shows what a score depends on, and JSON has the
            claimed score in ``score``.
        amount: whether it is an amount of money.
    """
    return field(default="", metadata={_LEFT_OUT: frozenset(left_out), _AMOUNT: amount})


@frozen
class Fund:
    """A row of the funds block, as printed (amounts mostly in 万元).

    Args:
        name: such as ``年度资金总额``.
        initial: 年初预算数.
        full_year: 全年预算数, the adjusted budget.
        executed: 全年执行数.
        weight: 分值.
        rate: 执行率.
        score: 得分.
        cells: cell of each field, by the field's name.
    """

    name: str = _printed("text")
    initial: str = _printed("text", amount=True)
    full_year: str = _printed("text", amount=True)
    executed: str = _printed("text", amount=True)
    weight: str = _printed("text")
    rate: str = _printed("text")
    score: str = _printed("text")
    cells: Mapping[str, str] = field(default=_NOTHING, converter=frozen_mapping)


_POINTS = frozenset({"weight", "claimed"})


@frozen(kw_only=True)
class Indicator:
    """A row of the indicator block; texts as printed.

    Args:
        row: row in the sheet, from 1; 0 where it was built in code.
        level1: 一级指标. level2: 二级指标. level3: 三级指标, the indicator's name.
        target: 年度指标值. actual: 实际完成值. weight: 分值.
        claimed: 得分 as printed.
        deviation: 偏差原因分析及改进措施. basis: 指标值设定依据. last_year: 上年完成值. evidence: 佐证资料.
        forecast: 全年预计完成情况 of a monitoring table.
        rule: 赋分规则, as printed or, where the form has none, as inferred.
        rule_source: where ``rule`` comes from.
        cells: cell of each field, by the field's name.
        score: set by scoring; None in a target table.
    """

    level1: str = _printed("text")
    level2: str = _printed("text")
    level3: str = _printed()
    target: str = _printed()
    basis: str = _printed("text")
    last_year: str = _printed("text")
    actual: str = _printed()
    forecast: str = _printed("text")
    weight: str = _printed()
    claimed: str = _printed("json")
    rule: str = _printed("text")
    evidence: str = _printed("text")
    deviation: str = _printed("text")
    rule_source: RuleSource = "inferred"
    row: int = 0
    cells: Mapping[str, str] = field(default=_NOTHING, converter=frozen_mapping)
    score: Score | None = None


INDICATOR_FIELDS: Final = tuple(entry.name for entry in fields(Indicator) if _LEFT_OUT in entry.metadata)
"""The columns of an indicator in the order of the official forms, known here alone; each has a label ``field.NAME``."""

FUND_FIELDS: Final = tuple(entry.name for entry in fields(Fund) if _LEFT_OUT in entry.metadata)
"""The columns of the funds block, in the order of the official forms; each has a label ``fund.NAME``."""

FUND_AMOUNTS: Final = tuple(entry.name for entry in fields(Fund) if entry.metadata.get(_AMOUNT))


def shown_in(view: View, record: type[Fund] | type[Indicator]) -> tuple[str, ...]:
    """List the columns that a view shows, in the order of the official forms."""
    return tuple(entry.name for entry in fields(record) if view not in entry.metadata.get(_LEFT_OUT, (view,)))


@frozen
class RulebookReference:
    """Which rule book was in force.

    Args:
        id: its id. version: its version. sha256: hash over its file and the files that it extends.
    """

    id: str
    version: str
    sha256: str


@frozen(kw_only=True)
class Table:
    """One table of a file: what was read and, after scoring, what was computed.

    Args:
        kind: which table it is.
        sheet: the sheet's name. range: its rectangle. layout: id of the layout that recognised it.
        year: the year it is about, or None.
        project: 项目名称. department: 主管部门. unit: 实施单位 or 预算单位.
        goal: 年度总体目标, 预期目标. completion: 实际完成情况. manager: 项目负责人.
        funds: rows of the funds block; the first whose name says total is the execution row.
        indicators: rows of the indicator block in the sheet's order.
        columns: names of the indicator fields for which the form has a column.
        claimed_total: text of the total's score cell. total_weight: text of the total's weight cell.
        cells: cells of ``claimed_total``, ``total_weight``, ``project`` and so on, by name.
        remarks: what the reader noticed.
        spots: where each row stood, by the row of its cells' names; empty for a workbook, whose cells say it.
        recognitions: of a scanned table, how its cells were recognised, by name.
        rulebook: set by scoring. execution, total, grade: set by scoring; None in a target table.
        total_cap: most points that the rule book allows the total at this execution rate; None where it sets no cap.
        claimed_grade: grade of the claimed total.
        settled: total when only the scores to be replaced are replaced, decisions included; settled_grade: its grade.
        findings: the remarks in words.
    """

    kind: Kind = "project_evaluation"
    sheet: str = ""
    range: str = ""
    layout: str = ""
    year: int | None = None
    project: str = ""
    department: str = ""
    unit: str = ""
    goal: str = ""
    completion: str = ""
    manager: str = ""
    funds: tuple[Fund, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    columns: frozenset[str] = frozenset()
    claimed_total: str = ""
    total_weight: str = ""
    cells: Mapping[str, str] = field(default=_NOTHING, converter=frozen_mapping)
    remarks: tuple[Remark, ...] = ()
    spots: Mapping[int, Spot] = field(default=_NOTHING, converter=frozen_mapping)
    recognitions: Mapping[str, Recognition] = field(default=_NOTHING, converter=frozen_mapping)
    rulebook: RulebookReference | None = None
    execution: Score | None = None
    total: Score | None = None
    grade: Grade | None = None
    total_cap: Decimal | None = None
    claimed_grade: Grade | None = None
    settled: Decimal | None = None
    settled_grade: Grade | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def prints_points(self) -> bool:
        """Whether the form prints weights or scores at all; that of transfers to regions, for one, has neither."""
        return self.kind not in UNSCORED_KINDS and (not self.columns or not _POINTS.isdisjoint(self.columns))


@frozen
class File:
    """One input file.

    Args:
        path: as the user gave it.
        error: why it could not be read, or None.
        tables: its tables in order.
        findings: what was found about the file as a whole.
        sha256: of its content; empty where it could not be opened.
    """

    path: str
    error: str | None = None
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    sha256: str = ""


@frozen
class Evaluation:
    """Everything that one call found out.

    Args:
        version: version of perfscore.
        files: one record per input file, in order.
    """

    version: str
    files: tuple[File, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables of all files, in order."""
        return tuple(table for file in self.files for table in file.tables)
