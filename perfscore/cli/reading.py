"""Evaluate the files of a call that has no corrected copies; what cannot be read is said, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfscore.cli import options, output
from perfscore.wording import Language

if TYPE_CHECKING:
    from perfscore.model import Evaluation


def read(
    paths: Sequence[str],
    rulebook: str | None,
    settings: str | None,
    language: Language,
    targets: Sequence[str] | None = None,
    outputs: Sequence[str] = (),
    decisions: Sequence[str] | None = None,
) -> tuple[Evaluation, bool]:
    """Evaluate files and folders.

    Args:
        paths: to read. rulebook, settings, language, targets, decisions: as the call names them.
        outputs: what the call writes; below the folders that it reads they are no inputs.

    Returns:
        The evaluation, and whether a file could not be read.
    """
    from perfscore import engine
    from perfscore.decisions import read as read_decisions

    rulings = read_decisions(decisions) if decisions else ()
    book, chosen = options.load_book(rulebook, settings), options.chooses_book(rulebook, settings)
    sources = engine.expand(paths, outputs)
    evaluation = engine.evaluate(sources, targets or None, book, language, chosen=chosen, decisions=rulings)
    errors = [file.error for file in evaluation.files if file.error is not None]
    for error in errors:
        output.complain(error, language)
    return evaluation, bool(errors)
