"""The way of a sheet through all rooms: files in, evaluations out; the public Python API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from perfscore import audit, rulebook, scoring, wording
from perfscore.model import Evaluation, File, PerfscoreError, Table
from perfscore.rulebook import Rulebook
from perfscore.version import VERSION

if TYPE_CHECKING:
    from perfscore.correction import Receipt
    from perfscore.sheets import Reading
    from perfscore.targets import TargetTable

AnyPath = str | PathLike[str]
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".docx", ".pdf"})


def evaluate(
    path: AnyPath | Iterable[AnyPath],
    targets: AnyPath | Iterable[AnyPath] | None = None,
    rulebook: AnyPath | Rulebook | None = None,
    language: wording.Language = "zh",
) -> Evaluation:
    """Read every table in each file and recompute its scores.

    Args:
        path: a file, a folder (all workbooks below it) or several of them.
        targets: files or folders with approved target tables, whose rules, weights and targets apply to the
            evaluations of the same projects.
        rulebook: name or file of the rule book in force; the default is ``cn-2020``.
        language: of the findings, ``zh`` or ``en``.

    Returns:
        One record per file; a file that cannot be read carries its ``error``, the others go on. A file with target
        tables that cannot be read is listed behind them, with its error.

    Raises:
        PerfscoreError: when the rule book cannot be used.
    """
    book = _book(rulebook)
    approved, failed = _approved(targets, language)
    files = [evaluate_file(file, book, language, approved) for file in expand(_listed(path))]
    tables = iter(audit.across([table for file in files for table in file.tables], book, language))
    across = (evolve(file, tables=tuple(next(tables) for _ in file.tables)) for file in files)
    return Evaluation(VERSION, (*across, *failed))


def evaluate_file(
    path: Path, book: Rulebook, language: wording.Language = "zh", approved: Sequence[TargetTable] | None = None
) -> File:
    """Evaluate one file.

    Args:
        path: the file.
        book: the rule book in force.
        language: of the findings.
        approved: target tables to put in force, or None where none were given.

    Returns:
        Its tables; what keeps the file from being read becomes its ``error``.
    """
    try:
        return _evaluate_file(path, book, language, approved)
    except Exception as error:  # whatever a strange file does, it costs that file alone
        reason = f"{type(error).__name__}: {error}"
        return File(str(path), wording.sentence("PS124", {"path": str(path), "reason": reason}, language))


def _evaluate_file(
    path: Path, book: Rulebook, language: wording.Language, approved: Sequence[TargetTable] | None
) -> File:
    reading = _read(path, language)
    if isinstance(reading, File):
        return reading
    tables = reading.tables
    if approved is None:
        scored = tuple(score(table, book, language) for table in tables)
    else:
        from perfscore import targets

        applied = targets.apply(tables, approved)
        scored = tuple(item.settle(score(item.table, book, language)) for item in applied)
    remarks = [evolve(remark, values={"file": str(path), **remark.values}) for remark in reading.remarks]
    if not scored:
        remarks.extend(audit.switched_off(book))
    return File(str(path), None, scored, audit.findings(remarks, book, language))


def _read(path: Path, language: wording.Language) -> Reading | File:
    """Read a file, or say in a record without tables why it cannot be read."""
    from perfscore import sheets
    from perfscore.ooxml import PackageError

    shown = str(path)
    try:
        if not path.is_file():
            raise PerfscoreError("PS107", path=shown, reason=_reason(path))
        return sheets.read(path)
    except (PackageError, PerfscoreError) as error:
        values = {"file": shown, "path": shown, **error.values}
        return File(shown, wording.sentence(error.code, values, language))
    except OSError as error:
        return File(
            shown,
            wording.sentence("PS107", {"path": shown, "reason": error.strerror or str(error)}, language),
        )


def _approved(
    given: AnyPath | Iterable[AnyPath] | None, language: wording.Language
) -> tuple[list[TargetTable] | None, list[File]]:
    """Read the approved target tables; a file that cannot be read is returned with its error."""
    if given is None:
        return None, []
    from perfscore.targets import TargetTable

    tables: list[TargetTable] = []
    failed: list[File] = []
    for path in expand(_listed(given)):
        reading = _read(path, language)
        if isinstance(reading, File):
            failed.append(reading)
        else:
            tables.extend(TargetTable(str(path), table) for table in reading.tables if table.kind == "project_target")
    return tables, failed


def score(table: Table, rulebook: AnyPath | Rulebook | None = None, language: wording.Language = "zh") -> Table:
    """Score and check one table, read from a file or built in code.

    Args:
        table: the texts of the table.
        rulebook: name or file of the rule book in force; the default is ``cn-2020``.
        language: of the findings.

    Returns:
        The table with scores, total, grade and findings.

    Raises:
        PerfscoreError: when the rule book cannot be used.
    """
    book = _book(rulebook)
    return audit.review(scoring.score_table(table, book), book, language)


def correct(source: AnyPath, destination: AnyPath, evaluation: Evaluation | None = None) -> Receipt:
    """Write the corrected copy of a workbook.

    Args:
        source: the workbook; never changed.
        destination: the file to write; written whole or not at all.
        evaluation: of this source; made with the default rule book when left out.

    Returns:
        What was changed, cell by cell.

    Raises:
        PerfscoreError: the source cannot be read or patched safely, the destination is the source or cannot be written.
    """
    from perfscore.correction import correct_file

    evaluation = evaluation or evaluate(source)
    wanted = Path(source)
    for file in evaluation.files:
        if Path(file.path) == wanted or len(evaluation.files) == 1:
            return correct_file(wanted, Path(destination), file)
    raise PerfscoreError("PS107", path=fspath(source), reason="not_evaluated")


def expand(paths: Iterable[AnyPath]) -> Iterator[Path]:
    """List the files to read: folders become the workbooks below them, in order of their names.

    Temporary files of Excel and WPS (``~$…``) and hidden files are no workbooks.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            below = (found for found in path.rglob("*") if found.suffix.lower() in SUFFIXES and found.is_file())
            yield from sorted(found for found in below if not found.name.startswith(("~$", ".")))
        else:
            yield path


def _listed(path: AnyPath | Iterable[AnyPath]) -> list[AnyPath]:
    return [path] if isinstance(path, str | PathLike) else list(path)


def _book(given: AnyPath | Rulebook | None) -> Rulebook:
    if isinstance(given, Rulebook):
        return given
    return rulebook.load(fspath(given) if given is not None else rulebook.DEFAULT)


def _reason(path: Path) -> str:
    return "not_a_file" if path.exists() else "no_such_file"
