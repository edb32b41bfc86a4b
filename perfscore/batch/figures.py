"""The figures of a digest with their words, as both views of it print them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from perfscore import number
from perfscore.batch.digest import Digest, Group
from perfscore.wording import Language, label

_REASONS: Final = ("differs", "explained", "rounding", "filled", "judged", "unscored")
_COLUMNS: Final = (
    "evaluations", "scores", "wrong", "wrong_share", "rounding", "waiting", "regraded_count", "mean_claimed",
    "mean_recomputed",
)  # fmt: skip


def facts(found: Digest, language: Language) -> list[tuple[str, Any]]:
    """Give the figures of the whole, in the order in which they are read."""
    whole = found.whole
    listed: list[tuple[str, Any]] = [
        ("files_all", sum(found.files.values())),
        ("files_unread", sum(count for status, count in found.files.items() if status != "read")),
        ("files_copies", found.copies),
        ("evaluations", whole.evaluations),
        ("target_tables", found.target_tables),
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


def reasons(found: Digest, language: Language) -> list[tuple[str, int]]:
    """Say why scores change or wait, with their number; those that do not occur are left out."""
    return [
        (label(f"batch.reason_{name}", language), found.reasons[name]) for name in _REASONS if found.reasons.get(name)
    ]


def columns_of_groups(groups: Sequence[Group], language: Language) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Give headers, without that of the name, and rows of a table of units or years."""
    headers = tuple(label(f"batch.{name}", language) for name in _COLUMNS)
    rows = [
        (
            group.name or label("batch.unnamed", language), group.evaluations, group.scores, group.wrong, share(group),
            group.rounding, group.waiting, group.regraded, group.claimed, group.total,
        )
        for group in groups
    ]  # fmt: skip
    return headers, rows


def share(group: Group) -> str:
    """Give the share of wrong scores, as a percentage with one decimal."""
    if not group.scores:
        return "—"
    percent = number.divide(number.multiply(Decimal(group.wrong), number.HUNDRED), Decimal(group.scores))
    return f"{number.half_up(percent, 1)}%"
