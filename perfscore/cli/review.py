"""What the options of a call say about a review, loaded once; what cannot be read is said, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from perfscore.cli import options, output
from perfscore.wording import Language

if TYPE_CHECKING:
    from perfscore.decisions import Ruling
    from perfscore.model import Evaluation
    from perfscore.outputs import Outputs
    from perfscore.rulebook import Rulebook


class Review:
    """How a call evaluates files.

    Args:
        rulebook, settings, targets, decisions, language: as the call names them.

    ``failed`` says whether a file could not be read.
    """

    def __init__(
        self,
        rulebook: str | None,
        settings: str | None,
        targets: Sequence[str] | None,
        decisions: Sequence[str] | None,
        language: Language,
    ) -> None:
        self.failed = False
        self._rulebook = rulebook
        self._settings = settings
        self._targets = targets or ()
        self._decisions = decisions or ()
        self._language = language

    def open_outputs(self, paths: Sequence[str], outputs: Sequence[str], force: bool, *further: str | None) -> Outputs:
        """Open the door for the outputs, which knows everything that the call reads.

        Args:
            paths: files and folders to evaluate.
            outputs: what the call writes; below the folders that it reads they are no inputs.
            force: whether files that perfscore did not write may be replaced.
            further: files that are read and not evaluated, such as a template; None for one that is not named.
        """
        from perfscore import engine

        inputs = engine.expand([*paths, *self._targets, *self._decisions], outputs)
        named = [path for path in further if path is not None]
        return options.open_outputs([*inputs, *named], self._rulebook, self._settings, force)

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """What persons decided in the files that ``--decisions`` names."""
        if not self._decisions:
            return ()
        from perfscore.decisions import read

        return read(self._decisions)

    @property
    def book(self) -> Rulebook:
        """The rule book in force."""
        return self._choice.book

    @property
    def chosen(self) -> bool:
        """Whether a person chose it, which decides by which convention scores are corrected."""
        return self._choice.chosen

    @cached_property
    def _choice(self) -> options.Choice:
        return options.choose_book(self._rulebook, self._settings, self._language)

    def read(self, paths: Sequence[str], outputs: Sequence[str] = (), decided: bool = True) -> Evaluation:
        """Evaluate files and folders.

        Args:
            paths: to evaluate.
            outputs: what the call writes; below the folders that it reads they are no inputs.
            decided: whether the decisions are put in force.
        """
        from perfscore import engine

        rulings = self.rulings if decided else ()
        sources = engine.expand(paths, outputs)
        targets = self._targets or None
        with output.page_shown(self._language):
            evaluation = engine.evaluate(
                sources, targets, self.book, self._language, chosen=self.chosen, decisions=rulings
            )
        self.failed |= complain_of(evaluation, self._language)
        return evaluation


def complain_of(evaluation: Evaluation, language: Language) -> bool:
    """Say which files of an evaluation could not be read and why.

    Returns:
        Whether there are any.
    """
    errors = [file.error for file in evaluation.files if file.error is not None]
    for error in errors:
        output.complain(error, language)
    return bool(errors)
