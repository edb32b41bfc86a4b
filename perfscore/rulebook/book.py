"""A rule book: the dated, cited values of the parameters, and which of them hold in a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from attrs import field, frozen

from perfscore.errors import PerfscoreError
from perfscore.mapping import FrozenMapping, frozen_mapping
from perfscore.model import RulebookReference, Source
from perfscore.rulebook.parameters import DEFAULTS, READERS, Parameters


class RulebookError(PerfscoreError):
    """A rule book that cannot be used; the message names the file and the line to mend."""


class DatedValue(NamedTuple):
    """A value of a parameter with the days on which it holds and its source.

    Args:
        value: as the parameter's reader returns it.
        since: first day. until: last day, included; None for open.
        source: where it stands.
    """

    value: Any
    since: date
    until: date | None
    source: Source

    def holds(self, day: date) -> bool:
        """Say whether the value is in force on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


DEFAULT_VALUES: Final[Mapping[str, tuple[DatedValue, ...]]] = FrozenMapping(
    {name: (DatedValue(value, date.min, None, Source("", verified=True)),) for name, value in DEFAULTS.items()}
)
"""What holds where neither a book nor what it extends says anything: the default of the package, without a source."""


@frozen(eq=False)
class Rulebook:
    """A rule book with all that it inherits.

    Args:
        id: short name. version: its edition. title: in Chinese. jurisdiction: where it applies.
        status: ``regulation`` (a document) or ``practice`` (observed; used only when named).
        base: the book it builds on, or None.
        since: first day it is in force. until: last day, or None.
        values: the dated values of each parameter.
        own: names of the parameters that this book sets itself.
        findings: severities of finding codes that this book changes; ``off`` switches a code off.
        sha256: hash over its text and the texts that it extends.
    """

    id: str
    version: str
    title: str
    jurisdiction: str
    status: str
    base: Rulebook | None
    since: date | None
    until: date | None
    values: Mapping[str, tuple[DatedValue, ...]] = field(converter=frozen_mapping)
    own: tuple[str, ...]
    findings: Mapping[str, str] = field(converter=frozen_mapping)
    sha256: str
    _resolved: dict[int | None, Parameters] = field(factory=dict, init=False, repr=False)

    @property
    def extends(self) -> str | None:
        """Name the book it builds on, or None."""
        return None if self.base is None else self.base.id

    @property
    def reference(self) -> RulebookReference:
        """Name the book as results do."""
        return RulebookReference(self.id, self.version, self.sha256)

    def dated(self, name: str, year: int | None) -> DatedValue:
        """Give a parameter's value for a budget year, with its source.

        Args:
            name: a parameter.
            year: the year of the table, or None when unknown: the latest value.

        Returns:
            The value in force on the year's last day; for a year outside all dates the nearest one.
        """
        values = self.values[name]
        if year is None:
            return values[-1]
        day = date(year, 12, 31)
        for value in values:
            if value.holds(day):
                return value
        earlier = [value for value in values if value.since <= day]
        return earlier[-1] if earlier else values[0]

    def parameters(self, year: int | None) -> Parameters:
        """Give all parameters for a budget year; the same object each time."""
        if year not in self._resolved:
            self._resolved[year] = Parameters(**{name: self.dated(name, year).value for name in READERS})
        return self._resolved[year]

    def source(self, name: str, year: int | None) -> Source:
        """Say where the value of a parameter in force in a year stands."""
        return self.dated(name, year).source

    def in_force(self, year: int | None) -> bool:
        """Say whether the book claims to hold in that year; an unknown year is not questioned."""
        if year is None:
            return True
        if self.since is not None and date(year, 12, 31) < self.since:
            return False
        return self.until is None or date(year, 1, 1) <= self.until
