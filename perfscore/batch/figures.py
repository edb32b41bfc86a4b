"""The figures of a digest with their words, as both views of it print them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from perfscore import number, wording
from perfscore.batch.digest import Digest, Group
from perfscore.wording import Language, label


@frozen
class Share:
    """A part of a whole, 0 to 1, that is shown as a percentage."""

    value: Decimal

    def __str__(self) -> str:
        return f"{number.half_up(number.multiply(self.value, number.HUNDRED), 1)}%"


_REASONS: Final = ("differs", "explained", "rounding", "filled", "confirm", "judged", "unscored")
_ORDER: Final = {"error": 0, "warning": 1, "info": 2}
_COLUMNS: Final = (
    "evaluations", "scores", "wrong", "wrong_share", "rounding", "waiting", "regraded_count", "mean_claimed",
    "mean_recomputed",
)  # fmt: skip


def facts(digest: Digest, language: Language) -> list[tuple[str, Any]]:
    """Give the figures of the whole, in the order in which they are read."""
    whole = digest.whole
    listed: list[tuple[str, Any]] = [
        ("files_all", sum(digest.files.values())),
        ("files_unread", sum(count for status, count in digest.files.items() if status != "read")),
        ("files_copies", digest.copies),
        ("evaluations", whole.evaluations),
        ("target_tables", digest.target_tables),
        ("scores", whole.scores),
        ("wrong", whole.wrong),
        ("wrong_share", share(whole)),
        ("rounding", whole.rounding),
        ("waiting", whole.waiting),
        ("regraded_count", whole.regraded),
        ("mean_claimed", whole.claimed),
        ("mean_recomputed", whole.total),
        ("errors", whole.errors),
    ]
    return [(label(f"batch.{name}", language), value) for name, value in listed]


def reasons(digest: Digest, language: Language) -> list[tuple[str, int]]:
    """Say why scores change or wait, with their number; those that do not occur are left out."""
    return [
        (label(f"batch.reason_{name}", language), digest.reasons[name]) for name in _REASONS if digest.reasons.get(name)
    ]


def columns_of_groups(groups: Sequence[Group], language: Language) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Give headers, without that of the name, and rows of a table of units or years."""
    headers = tuple(label(f"batch.{name}", language) for name in _COLUMNS)
    rows = [
        (
            int(group.name) if group.name.isdecimal() else group.name or label("batch.unnamed", language),
            group.evaluations, group.scores, group.wrong, share(group), group.rounding, group.waiting, group.regraded,
            group.claimed, group.total,
        )
        for group in groups
    ]  # fmt: skip
    return headers, rows


def findings(digest: Digest, language: Language) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Give headers and rows of the list of findings, the gravest first, then the most frequent."""
    names = ("code", "severity", "title_of_code", "findings", "evaluations", "suggestion")
    rows = []
    for entry in sorted(digest.codes, key=lambda code: (_ORDER[code.severity], -code.findings, code.code)):
        page = wording.page(entry.code)
        severity = label(f"severity.{entry.severity}", language)
        title, why = page.title.in_language(language), page.why.in_language(language)
        rows.append((entry.code, severity, title, entry.findings, entry.evaluations, why))
    return tuple(label(f"batch.{name}", language) for name in names), rows


def share(group: Group) -> Share | None:
    """Give the share of wrong scores; None where there are no scores."""
    if not group.scores:
        return None
    return Share(number.divide(Decimal(group.wrong), Decimal(group.scores)))
