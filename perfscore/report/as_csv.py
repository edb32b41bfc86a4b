"""The findings of an evaluation as CSV for a spreadsheet: one finding a row, and no cell that could run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from perfscore.correction.explain import decided
from perfscore.model import Evaluation, File, Finding, Table
from perfscore.rulebook import Rulebook
from perfscore.wording import Language, label

COLUMNS: Final = (
    "html.file", "column.sheet", "html.project", "column.cell", "column.code", "column.severity", "column.finding",
    "column.suggestion", "summary.topic", "decision.opinion",
)  # fmt: skip
"""Labels of the columns, in their order."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of the machine."""

# A line break or a tab inside a cell would end the row or the cell in readers that ignore the quotes.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What a spreadsheet takes for a formula where a cell begins: the sign, in either width, also behind blanks and
# quotes. A cell begins after a semicolon too, where that is the machine's list separator.
_LIVE: Final = re.compile(r"""(^|;)(?=[\s"'“”‘’\u200b\u2060\ufeff]*[=+\-@＝＋－＠])""")


def render(evaluation: Evaluation, _book: Rulebook, language: Language = "zh") -> str:
    """Write all findings, in the order of the files.

    Args:
        evaluation: of any number of files.
        language: of the column names and severities; the findings are in the language of the evaluation.

    Returns:
        The text of the file, from byte order mark to last CRLF: to be written as UTF-8 without changing line ends.
        A file that could not be read has one row with its error and without a code. A cell that would begin like a
        formula begins with an apostrophe instead, as OWASP advises against CSV injection.
    """
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    # All cells in quotes: a reader with another list separator then still keeps a sentence in one cell.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(label(name, language) for name in COLUMNS)
    for file in evaluation.files:
        for row in _rows(file, language):
            writer.writerow(map(as_text, row))
    return text.getvalue()


def as_text(cell: str) -> str:
    """Keep a cell from becoming a live formula: ``=1+1`` is ``'=1+1``; control characters become blanks."""
    return _LIVE.sub(r"\1'", _CONTROL.sub(" ", cell))


def _rows(file: File, language: Language) -> Iterator[tuple[str, ...]]:
    if file.error is not None:
        yield (file.path, "", "", "", "", label("batch.kind_unreadable", language), file.error, "", "", "")
    for finding in file.findings:
        yield _row(file, None, finding, language)
    for table in file.tables:
        for finding in table.findings:
            yield _row(file, table, finding, language)


def _row(file: File, table: Table | None, finding: Finding, language: Language) -> tuple[str, ...]:
    return (
        file.path,
        table.sheet if table is not None else "",
        table.project if table is not None else "",
        finding.cell or "",
        finding.code,
        label(f"severity.{finding.severity}", language),
        finding.message,
        finding.suggestion,
        label(f"topic.{finding.topic}", language) if finding.topic is not None else "",
        decided(finding.decision, language) if finding.decision is not None else "",
    )
