"""Read, score and review files, and make their corrected copies: the public Python API."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, get_args

from attrs import evolve

from perfscore import actions, audit, outputs, rulebook, scoring, wording
from perfscore.errors import PerfscoreError, wrong_choice, wrong_type
from perfscore.folders import walk
from perfscore.formats import ARCHIVE_SUFFIXES, KNOWN_SUFFIXES
from perfscore.inputs import Content, load
from perfscore.model import Evaluation, File, Table
from perfscore.ooxml import LIMITS
from perfscore.ooxml.watchdog import bounded, together
from perfscore.rulebook import Rulebook
from perfscore.version import VERSION

if TYPE_CHECKING:
    from perfscore.correction.apply import Receipt
    from perfscore.decisions import Ruling
    from perfscore.sheets import Reading
    from perfscore.targets import TargetTable

AnyPath = str | PathLike[str]
AnySource = AnyPath | bytes | bytearray | memoryview | BinaryIO


_UNNAMED: Final = "—"


def evaluate(
    path: AnySource | Iterable[AnyPath],
    targets: AnyPath | Iterable[AnyPath] | None = None,
    rulebook: AnyPath | Rulebook | None = None,
    language: wording.Language = "zh",
    *,
    name: str | None = None,
    chosen: bool | None = None,
    decisions: AnyPath | Iterable[AnyPath] | Sequence[Ruling] = (),
    each: Callable[[File], object] | None = None,
) -> Evaluation:
    """Read every table in each file and recompute its scores.

    Args:
        path: a file, a folder (all workbooks below it) or several of them; or the content of one file, as bytes or as
            a file opened in binary mode.
        targets: files or folders with approved target tables, whose rules, weights and targets apply to the
            evaluations of the same projects.
        rulebook: name or file of the rule book in force; the default is ``cn-2020``.
        language: of the findings, ``zh`` or ``en``.
        name: of the file whose content is given, as messages show it.
        chosen: whether a person chose the rule book, which settles the convention; None where giving one is the choice.
        decisions: what a person decided: reviewed workbooks, ``.json`` files or folders with them, or as read by
            `perfscore.decisions`.
        each: is told each file as soon as it was evaluated, before the tables are held against each other.

    Returns:
        One record per file; a file that cannot be read carries its ``error``, the others go on. A file with target
        tables that cannot be read is listed behind them, with its error.

    Raises:
        PerfscoreError: the rule book cannot be used, or an argument is of the wrong type (PS129).
    """
    _known_language(language)
    book = _book(rulebook)
    chosen = rulebook is not None if chosen is None else chosen
    approved, failed = _approved(targets, language)
    rulings = _rulings(decisions)
    files = []
    for source in _sources(path, name):
        with together():
            files.append(evaluate_file(source, book, language, approved, chosen, rulings))
            if each is not None:
                each(files[-1])
    compared = audit.across([table for file in files for table in file.tables], book, language)
    if rulings:
        from perfscore.decisions import apply

        # Remarks across tables come last: what was decided about them is put in force now.
        compared = tuple(apply(table, rulings, book, language) for table in compared)
    tables = iter(compared)
    across = (evolve(file, tables=tuple(next(tables) for _ in file.tables)) for file in files)
    return Evaluation(VERSION, (*across, *failed))


def evaluate_file(
    source: Path | Content,
    book: Rulebook,
    language: wording.Language = "zh",
    approved: Sequence[TargetTable] | None = None,
    chosen: bool = True,
    rulings: Sequence[Ruling] = (),
) -> File:
    """Evaluate one file.

    Args:
        source: the file, or its content.
        book: the rule book in force.
        language: of the findings.
        approved: target tables to put in force, or None where none were given.
        chosen: whether a person chose the rule book.
        rulings: what a person decided about any tables.

    Returns:
        Its tables; what keeps the file from being read becomes its ``error``.
    """
    shown = source.name if isinstance(source, Content) else str(source)
    try:
        with bounded():
            return _evaluate(source, shown, book, language, approved, chosen, rulings)
    except Exception as error:  # whatever a strange file does, it costs that file alone
        return File(shown, PerfscoreError.of(error, shown).in_words(language))


def _evaluate(
    source: Path | Content,
    shown: str,
    book: Rulebook,
    language: wording.Language,
    approved: Sequence[TargetTable] | None,
    chosen: bool,
    rulings: Sequence[Ruling],
) -> File:
    read = _tables(source, shown, language)
    if isinstance(read, File):
        return read
    (tables, remarks), digest = read
    if approved is None:
        reviewed = tuple(_reviewed(table, book, language) for table in tables)
    else:
        from perfscore import targets

        applied = targets.apply(tables, approved)
        reviewed = tuple(item.settle(_reviewed(item.table, book, language)) for item in applied)
    scored = tuple(actions.decide(table, book, chosen, language) for table in reviewed)
    if rulings:
        from perfscore import decisions

        scored = tuple(decisions.apply(table, rulings, book, language) for table in scored)
    noted = [evolve(remark, values={"file": shown, **remark.values}) for remark in remarks]
    if not scored:
        noted.extend(audit.switched_off(book))
    return File(shown, None, scored, audit.findings(noted, book, language), digest)


def _tables(source: Path | Content, shown: str, language: wording.Language) -> tuple[Reading, str] | File:
    """Read the tables of a file and hash its content, or say in a record without tables why it cannot be read."""
    from perfscore import sheets

    digest = ""
    try:
        content = source if isinstance(source, Content) else load(source)
        digest = sha256(content.data).hexdigest()
        return sheets.read(content.data, name=shown), digest
    except PerfscoreError as error:
        return File(shown, PerfscoreError.of(error, shown).in_words(language), sha256=digest)


def _rulings(decisions: AnyPath | Iterable[AnyPath] | Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Take decisions as they are, or read them."""
    if isinstance(decisions, tuple) and not decisions:
        return ()
    from perfscore.decisions import Ruling, read

    if not isinstance(decisions, str | PathLike | Iterable) or isinstance(decisions, bytes):
        raise wrong_type("decisions", "decisions", decisions)
    listed = [decisions] if isinstance(decisions, str | PathLike) else list(decisions)
    ready = tuple(entry for entry in listed if isinstance(entry, Ruling))
    paths = [entry for entry in listed if not isinstance(entry, Ruling)]
    for entry in paths:
        if not isinstance(entry, str | PathLike):
            raise wrong_type("decisions", "decisions", entry)
    return ready + (read(Path(entry) for entry in paths) if paths else ())


def _approved(
    paths: AnyPath | Iterable[AnyPath] | None, language: wording.Language
) -> tuple[list[TargetTable] | None, list[File]]:
    """Read the approved target tables; a file that cannot be read is returned with its error."""
    if paths is None:
        return None, []
    from perfscore.targets import TargetTable

    tables: list[TargetTable] = []
    failed: list[File] = []
    for path in expand(_listed(paths)):
        try:
            with bounded():
                read = _tables(path, str(path), language)
        except Exception as error:  # as in `evaluate_file`
            read = File(str(path), PerfscoreError.of(error, str(path)).in_words(language))
        if isinstance(read, File):
            failed.append(read)
        else:
            listed = (table for table in read[0].tables if table.kind == "project_target")
            tables.extend(TargetTable(str(path), table) for table in listed)
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
    _known_language(language)
    book = _book(rulebook)
    if not isinstance(table, Table):
        raise wrong_type("table", "table", table)
    return actions.decide(_reviewed(table, book, language), book, rulebook is not None, language)


def _reviewed(table: Table, book: Rulebook, language: wording.Language) -> Table:
    return audit.review(scoring.score_table(table, book), book, language)


def correct(
    source: AnySource,
    destination: AnyPath | None = None,
    evaluation: Evaluation | None = None,
    language: wording.Language = "zh",
    apply: actions.Apply = "certain",
) -> Receipt:
    """Make the corrected copy of a workbook.

    Args:
        source: the workbook, or its content as bytes or as a file opened in binary mode; never changed.
        destination: the file to write, whole or not at all; None writes none.
        evaluation: of this source; made with the default rule book when left out.
        language: of notes and 复核说明.
        apply: which scores are replaced: the certain ones, those to confirm as well (``all``), or none.

    Returns:
        What was changed, cell by cell, and the content of the corrected workbook.

    Raises:
        PerfscoreError: the source cannot be read or patched safely or is not what was evaluated (PS128), the
            destination is the source or cannot be written, or an argument is of the wrong type (PS129).
    """
    from perfscore.correction.apply import correct_content, destination_fits

    _known_language(language)
    if apply not in get_args(actions.Apply):
        raise wrong_choice("apply", get_args(actions.Apply), apply)
    if evaluation is not None and not isinstance(evaluation, Evaluation):
        raise wrong_type("evaluation", "evaluation", evaluation)
    path = Path(source) if isinstance(source, str | PathLike) else None
    content = _content(source, None) if path is None else None
    shown = str(path) if path is not None else "source"
    door = outputs.Outputs([path] if path is not None else [])
    if destination is not None:
        if not isinstance(destination, str | PathLike):
            raise wrong_type("destination", "path", destination)
        door.check(destination)
    data = (content or load(Path(shown))).data
    if evaluation is None:
        evaluation = evaluate(path if path is not None else data, language=language)
    file = _file_of(evaluation, path, sha256(data).hexdigest(), shown)
    if destination is not None:
        destination_fits(Path(destination), data, Path(file.path))
    receipt = correct_content(data, file, language, apply)
    if destination is None:
        return receipt
    door.write(destination, receipt.content)
    return evolve(receipt, destination=str(destination))


def _file_of(evaluation: Evaluation, path: Path | None, digest: str, shown: str) -> File:
    """Find the evaluation of a content: by its hash, since names say nothing about what changed since."""
    for file in evaluation.files:
        if file.sha256 == digest:
            return file
    named = [file for file in evaluation.files if path is not None and Path(file.path) == path]
    if named and not named[0].sha256:  # built in code, or it could not be opened
        return named[0]
    if named or len(evaluation.files) == 1:
        raise PerfscoreError("PS128", path=shown)
    raise PerfscoreError("PS107", path=shown, reason="not_evaluated")


def expand(paths: Iterable[AnyPath], outputs: Iterable[AnyPath] = ()) -> Iterator[Path]:
    """List the files to read, each once: folders become the files of tables below them, in order of their names.

    A folder that cannot be opened is listed itself, and so is a file of tables in a format that is not read (.doc, an
    archive): reading it will say why.

    Args:
        paths: files and folders.
        outputs: what the call writes; files below them were written by an earlier one.

    Temporary files of Excel and WPS (``~$…``) and hidden files are no workbooks.
    """
    own = list(outputs)
    known: set[str] = set()
    folders: dict[str, str] = {}
    for path in paths:
        if not fspath(path):  # as a path it would be the current folder
            raise PerfscoreError("PS107", path="", reason="no_name")
        for entry in _below(Path(path), own):
            folder, name = os.path.split(entry)
            if folder not in folders:
                folders[folder] = os.path.realpath(folder)
            identity = os.path.join(folders[folder], name)
            if identity not in known:
                known.add(identity)
                yield entry


def _below(path: Path, own: Iterable[AnyPath]) -> Iterator[Path]:
    if not os.path.isdir(path):
        yield path
        return
    for entry, error in walk(path, own):
        if error is not None or entry.suffix.lower() in KNOWN_SUFFIXES | ARCHIVE_SUFFIXES:
            yield entry


def _sources(path: AnySource | Iterable[AnyPath], name: str | None) -> Iterator[Path | Content]:
    if isinstance(path, bytes | bytearray | memoryview) or hasattr(path, "read"):
        yield _content(path, name)
    else:
        yield from expand(_listed(path))


def _content(source: object, name: str | None) -> Content:
    """Take the content of one file from memory or from an open file."""
    data: object = source
    if hasattr(source, "read"):
        try:
            data = source.read(LIMITS.file_bytes + 1)
        except (OSError, ValueError) as error:  # closed, or opened for writing only
            shown = str(getattr(source, "name", _UNNAMED))
            raise PerfscoreError("PS107", path=shown, reason=str(error)) from error
        own = getattr(source, "name", None)
        name = name or (own if isinstance(own, str) else None)
    if not isinstance(data, bytes | bytearray | memoryview):
        raise wrong_type("source", "source", source)
    if name is not None and not isinstance(name, str | PathLike):
        raise wrong_type("name", "path", name)
    return Content(fspath(name) if name else _UNNAMED, bytes(data))


def _listed(path: object) -> list[AnyPath]:
    if isinstance(path, str | PathLike):
        return [path]
    if not isinstance(path, Iterable) or isinstance(path, bytes):
        raise wrong_type("path", "source", path)
    paths = list(path)
    for item in paths:
        if not isinstance(item, str | PathLike):
            raise wrong_type("path", "path", item)
    return paths


def _known_language(language: object) -> None:
    if language not in get_args(wording.Language):
        raise wrong_choice("language", get_args(wording.Language), language)


def _book(book: AnyPath | Rulebook | None) -> Rulebook:
    if isinstance(book, Rulebook):
        return book
    if book is not None and not isinstance(book, str | PathLike):
        raise wrong_type("rulebook", "rulebook", book)
    return rulebook.load(fspath(book) if book is not None else rulebook.DEFAULT)
