"""The error that a user can read as it is: a code, whose page holds the words, and the values that fill them."""

from __future__ import annotations

from collections.abc import Iterable

from perfscore import wording


class PerfscoreError(Exception):
    """A mistake of the user or of an input, in words that can be shown as they are.

    Raised by the Python API where there is no result to attach a finding to: a path that does not exist, a rule book
    with a mistake, an output that would overwrite its input.

    Args:
        code: a finding code, whose page holds the words.
        values: the figures and texts that fill them.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return _rebuild, (type(self), self.code, self.values)

    @classmethod
    def of(cls, error: BaseException, path: str) -> PerfscoreError:
        """Put what a file provoked into words: what is foreseen says itself what it is, anything else is PS124.

        Args:
            error: what was raised. path: of the file, as messages show it.
        """
        if isinstance(error, PerfscoreError):
            return PerfscoreError(error.code, **{"file": path, "path": path, **error.values})
        return PerfscoreError("PS124", path=path, reason=f"{type(error).__name__}: {error}")

    def in_words(self, language: wording.Language = "zh") -> str:
        """Say in one line what is the matter and what to do."""
        return wording.sentence(self.code, self.values, language)

    def __str__(self) -> str:
        return self.in_words()


def wrong_type(argument: str, expected: str, value: object) -> PerfscoreError:
    """Make the error for an argument that is not what a function of the Python interface takes (PS129).

    Args:
        argument: its name. expected: key of what it takes, ``value.expected`` of the labels. value: what was given.
    """
    return PerfscoreError("PS129", argument=argument, expected=expected, given=type(value).__name__)


def wrong_choice(argument: str, choices: Iterable[str], value: object) -> PerfscoreError:
    """Make the error for an argument that takes one of a few words (PS129).

    Args:
        argument: its name. choices: the words. value: what was given.
    """
    return PerfscoreError("PS129", argument=argument, expected=" / ".join(choices), given=repr(value))


def _rebuild(kind: type[PerfscoreError], code: str, values: dict[str, str]) -> PerfscoreError:
    return kind(code, **values)
