"""``perfscore letter``: what goes back to each unit, as a Word file or a page to print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from perfscore.cli import options, output
from perfscore.cli.errors import WRONG, UsageError
from perfscore.cli.review import Review
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from perfscore.letter import Letter

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST: Final = 60


def letter(
    paths: options.Paths,
    destination: options.Output,
    previous: Annotated[str | None, typer.Option("--previous")] = None,
    template: Annotated[str | None, typer.Option("--template")] = None,
    form: Annotated[Literal["docx", "html"], typer.Option("--format")] = "docx",
    targets: options.Targets = None,
    rulebook: options.RulebookName = None,
    settings: options.Settings = None,
    decisions: options.Decisions = None,
    force: options.Force = False,
    lang: options.Lang = "zh",
) -> None:
    """Write one letter per unit."""
    from perfscore.letter import letters
    from perfscore.outputs import distinct
    from perfscore.rounds import compare

    before = [previous] if previous is not None else []
    review = Review(rulebook, settings, targets, decisions, lang)
    door = review.open_outputs([*paths, *before], (destination,), force, template)
    path = Path(destination)
    if path.suffix.lower() in (".docx", ".html"):
        form = "html" if path.suffix.lower() == ".html" else "docx"
        door.check(path)
    evaluation = review.read(paths, (destination,))
    rounds = compare(review.read(before, decided=False), evaluation) if before else None
    written = letters(evaluation, rounds, lang)
    if path.suffix.lower() in (".docx", ".html"):
        if len(written) > 1:
            raise UsageError("letters_need_folder", count=str(len(written)))
        named = [(path, item) for item in written]
    else:
        taken: set[str] = set()
        named = [(distinct(path / f"{_file_name(item, lang)}.{form}", taken), item) for item in written]
    for file, item in named:
        door.write(file, _render(item, form, template, lang))
        output.show_written(str(file), lang)
    if not written:
        output.show(label("letter.none", lang) + "\n")
    if review.failed:
        raise typer.Exit(WRONG)


def _file_name(item: Letter, language: Language) -> str:
    unit = _NOT_IN_NAMES.sub("_", item.unit).strip(" .")[:_LONGEST]
    return f"{label(f'letter.file_{item.kind}', language)}-{unit}"


def _render(item: Letter, form: str, template: str | None, language: Language) -> str | bytes:
    if form == "html":
        from perfscore.letter.as_html import render as html

        return html(item, language)
    from perfscore.letter.as_docx import TemplateError, render

    try:
        return render(item, Path(template) if template else None)
    except ModuleNotFoundError as error:
        raise UsageError("letter_package") from error
    except TemplateError as error:
        reason = label(f"usage.template_{error.problem}", language, said=error.said)
        raise UsageError("letter_template", path=template or "letter.docx", reason=reason) from error
