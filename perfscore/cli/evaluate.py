"""``perfscore evaluate``: recompute the scores of sheets, print what differs, write corrections and reports."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from perfscore.cli import errors, options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.review import Review, complain_of
from perfscore.errors import PerfscoreError
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from perfscore.actions import Apply
    from perfscore.decisions import Ruling
    from perfscore.model import Evaluation, File
    from perfscore.outputs import Outputs

_TO_CORRECT: Final = 1


def evaluate(
    paths: options.Paths,
    destination: options.OptionalOutput = None,
    report: Annotated[list[str] | None, typer.Option("--report")] = None,
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    form: options.Format = "text",
    apply: options.Apply = "certain",
    decisions: options.Decisions = None,
    check: Annotated[bool, typer.Option("--check")] = False,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Evaluate files and folders."""
    from perfscore import changes, engine
    from perfscore.outputs import REPORTS

    review = Review(rulebook, settings, targets, decisions, lang)
    book = review.book
    reports = report or []
    if any(Path(path).suffix.lower() not in REPORTS for path in reports):
        raise UsageError("report_ending", endings=" ".join(REPORTS))
    sources = list(engine.expand(paths, (destination,) if destination is not None else ()))
    read = [*sources, *engine.expand(targets or ()), *(decisions or ())]
    door = options.open_outputs(read, rulebook, settings, force)
    copies = _Copies(door, lang, apply)
    if destination is not None:
        copies.plan(sources, [Path(path) for path in paths], Path(destination))
    # What a person wrote into a copy that is made again is read before it is replaced; what is named outranks it.
    rulings = (*copies.decided(), *review.rulings)
    with output.page_shown(lang):
        evaluation = engine.evaluate(
            sources, targets or None, book, lang, chosen=review.chosen, decisions=rulings, each=copies.write
        )
    unreadable = complain_of(evaluation, lang)
    if form == "json":
        from perfscore.report.as_json import dumps

        output.show_json_text(dumps(evaluation))
    else:
        from perfscore.report.as_text import show

        screen = output.screen()
        show(evaluation, book, screen, lang)
        output.show(screen.text)
    # Tables are held against each other when all are read: those with something more to say are written again.
    for file in evaluation.files:
        copies.write(file)
    copies.show(form == "text")
    failed = unreadable or copies.failed
    for path in reports:
        try:
            module, _, function = REPORTS[Path(path).suffix.lower()].partition(":")
            door.claim(path)
            door.write(path, getattr(import_module(module), function)(evaluation, book, lang))
        except PerfscoreError as error:
            output.complain(errors.words(error, lang), lang)
            failed = True
        else:
            if form == "text":
                output.show(label("report.report_written", lang, path=path) + "\n")
    if form == "text" and len(evaluation.files) > 1:
        output.show(_summary(evaluation, lang) + "\n")
    if failed:
        raise typer.Exit(WRONG)
    if check and any(changes.has_corrections(table) for table in evaluation.tables):
        raise typer.Exit(_TO_CORRECT)


class _Copies:
    """The corrected copies of one call: each is written when its file was evaluated, and costs only itself.

    Args:
        door: through which they are written. language: of notes and 复核说明. apply: which scores they replace.
    """

    def __init__(self, door: Outputs, language: Language, apply: Apply) -> None:
        self.failed = False
        self._door = door
        self._language = language
        self._apply = apply
        self._planned: dict[str, Path] = {}
        self._single = False
        self._done: dict[str, File] = {}
        self._lines: dict[str, str] = {}
        self._seconds_left: dict[str, float] = {}

    def plan(self, sources: list[Path], inputs: list[Path], destination: Path) -> None:
        """Say where the copies go; refuse now what would be refused after all the work.

        Raises:
            PerfscoreError: the destination cannot be what the inputs ask for (PS122).
        """
        from perfscore.correction.destinations import destinations

        named = destinations(sources, inputs, destination)
        self._single = len(named) == 1
        for source, copy in named.items():
            try:
                self._door.claim(copy)
                self._planned[str(source)] = copy
            except PerfscoreError as error:
                self._refuse(error)

    def decided(self) -> tuple[Ruling, ...]:
        """Read the decisions in the copies that are written anew."""
        from perfscore.decisions import decided
        from perfscore.inputs import load

        rulings: list[Ruling] = []
        for copy in self._planned.values():
            try:
                rulings.extend(decided(load(copy).data, str(copy)))
            except PerfscoreError as error:
                if error.code == "PS320":
                    raise  # a decision that cannot be read would be lost; without a copy there is none
        return tuple(rulings)

    def write(self, file: File) -> None:
        """Write the copy of a file, unless it was written from the same evaluation before."""
        copy = self._planned.get(file.path)
        if copy is None or file.error is not None or self._done.get(file.path) == file:
            return
        self._done[file.path] = file
        from perfscore.correction.apply import correct_content, destination_fits
        from perfscore.inputs import load
        from perfscore.ooxml.watchdog import seconds_left, together

        try:
            if not file.tables:
                if self._single:
                    raise PerfscoreError("PS123", path=file.path, reason="no_table")
                self._lines[file.path] = label("report.no_table_no_copy", self._language, path=file.path)
                return
            data = load(Path(file.path)).data
            destination_fits(copy, data, Path(file.path))
            # Evaluated, written and written again: together it has the time of one file.
            with together(self._seconds_left.get(file.path)):
                content = correct_content(data, file, self._language, self._apply).content
                self._seconds_left[file.path] = seconds_left()
            self._door.write(copy, content)
        except Exception as error:  # a strange file costs its own copy alone
            self._refuse(PerfscoreError.of(error, file.path))
        else:
            self._lines[file.path] = label("report.written", self._language, path=str(copy))

    def show(self, aloud: bool) -> None:
        """Print what was written."""
        if aloud and self._lines:
            output.show("\n".join(self._lines.values()) + "\n")

    def _refuse(self, error: PerfscoreError) -> None:
        self.failed = True
        output.complain(errors.words(error, self._language), self._language)


def _summary(evaluation: Evaluation, language: Language) -> str:
    """Count what a call over several files did, in one line."""
    from perfscore.changes import changes, waits

    kinds = [waits(change.kind) for table in evaluation.tables for change in changes(table)]
    counts = {
        "files": len(evaluation.files),
        "unreadable": sum(file.error is not None for file in evaluation.files),
        "tables": sum(table.kind != "project_target" for table in evaluation.tables),
        "changed": len(kinds) - sum(kinds),
        "waiting": sum(kinds),
    }
    return label("report.summary", language, **{name: str(count) for name, count in counts.items()})
