"""Severities and thresholds that a user sets in ``perfscore.toml``, laid over a rule book."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from perfscore import wording
from perfscore.errors import PerfscoreError
from perfscore.model import Source
from perfscore.rulebook import Rulebook
from perfscore.rulebook.book import DatedValue
from perfscore.rulebook.checking import SEVERITY_CHOICES
from perfscore.rulebook.parameters import READERS, THRESHOLDS, UnfitError
from perfscore.rulebook.toml_file import Kind, TomlFile

FILE_NAME: Final = "perfscore.toml"

_ALWAYS_ON = "PS414"  # says which codes are switched off


class SettingsError(PerfscoreError):
    """A settings file that cannot be used; the message names the file and the line to mend."""


_SETTINGS = Kind(SettingsError, "PS415", 100_000, "settings_too_large")


@frozen
class Settings:
    """What a user wants otherwise than the rule book has it.

    Args:
        path: of the file, as shown; empty where there is none.
        findings: severity of finding codes, or ``off``, as pairs.
        parameters: thresholds and their values, as pairs.
        sha256: hash over the file's text; empty where there is none.
        rulebook: name or file of the rule book that is chosen; empty for none.
    """

    path: str = ""
    findings: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, Any], ...] = ()
    sha256: str = ""
    rulebook: str = ""

    def over(self, book: Rulebook, language: wording.Language = "zh") -> Rulebook:
        """Lay the settings over a rule book.

        Args:
            book: the rule book in force. language: of its title, which says that it was adjusted.

        Returns:
            The book itself where nothing is set; else one with the same id whose version, title and hash tell that
            it was adjusted. The same object for the same book and settings.
        """
        return _over(self, book, language) if self.findings or self.parameters else book


@lru_cache(maxsize=16)
def _over(settings: Settings, book: Rulebook, language: wording.Language) -> Rulebook:
    name = Path(settings.path).name
    source = Source(wording.label("settings.source", language, name=name), verified=True)
    values = {parameter: (DatedValue(value, date.min, None, source),) for parameter, value in settings.parameters}
    return evolve(
        book,
        version=f"{book.version}+{name}",
        title=wording.label("settings.title", language, title=book.title, name=name),
        values={**book.values, **values},
        findings={**book.findings, **dict(settings.findings)},
        sha256=sha256((book.sha256 + settings.sha256).encode()).hexdigest(),
    )


def load(path: str | Path | None = None) -> Settings:
    """Load the settings of the current folder, or those of a file.

    Args:
        path: a TOML file; None for ``perfscore.toml`` in the current folder, which need not exist.

    Returns:
        The checked settings; empty ones where no file was named and none is there.

    Raises:
        SettingsError: a named file is not there or cannot be read (PS107), or holds a mistake (PS415).
    """
    file = Path(path) if path is not None else Path(FILE_NAME)
    shown = str(file)
    if not os.path.isfile(file):
        if path is None:
            return Settings()
        raise SettingsError("PS107", path=shown, reason="no_such_settings")
    text = _SETTINGS.text_of(shown, file)
    return _Check(_SETTINGS.parsed(shown, text)).settings(sha256(text.encode()).hexdigest())


@frozen
class _Check:
    """Turns what a file says into settings, or names the line to mend. Args: file: as it was parsed."""

    file: TomlFile

    def settings(self, digest: str) -> Settings:
        for group in self.file.data:
            if group not in ("rulebook", "findings", "parameters"):
                raise self.file.mistake("unknown_group", group, key=group)
        findings = [self._severity(code, value) for code, value in self._group("findings").items()]
        parameters = [self._threshold(name, value) for name, value in self._group("parameters").items()]
        return Settings(self.file.name, tuple(findings), tuple(parameters), digest, self._rulebook())

    def _rulebook(self) -> str:
        """Give the rule book that the settings name, a file beside them included; empty where they name none."""
        name = self.file.data.get("rulebook", "")
        if not isinstance(name, str):
            raise self.file.mistake("missing_text", "rulebook", key="rulebook")
        beside = Path(self.file.name).parent / name
        return str(beside) if name.endswith(".toml") and os.path.isfile(beside) else name

    def _group(self, name: str) -> dict[str, Any]:
        group = self.file.data.get(name, {})
        if not isinstance(group, dict):
            raise self.file.mistake("no_group", name, key=name)
        return group

    def _severity(self, code: str, value: Any) -> tuple[str, str]:
        path = ("findings", code)
        if code not in wording.codes():
            raise self.file.mistake("no_such_code", *path, key=code)
        if value not in SEVERITY_CHOICES:
            raise self.file.mistake("bad_severity", *path, key=code, known="、".join(SEVERITY_CHOICES))
        if code == _ALWAYS_ON and value == "off":
            raise self.file.mistake("always_on", *path, key=code)
        return code, value

    def _threshold(self, name: str, value: Any) -> tuple[str, Any]:
        path = ("parameters", name)
        if name in READERS and name not in THRESHOLDS:
            raise self.file.mistake("decides_a_score", *path, name=name)
        if name not in THRESHOLDS:
            raise self.file.mistake("unknown_threshold", *path, name=name, known="、".join(THRESHOLDS))
        try:
            return name, READERS[name](value)
        except UnfitError as error:
            raise self.file.mistake("unfit_threshold", *path, name=name, unfit=error.problem, **error.values) from error
