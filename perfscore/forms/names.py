"""Names for the sheets of a workbook, as spreadsheets allow them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 31
"""Characters that Excel allows, counted as UTF-16 does."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Excel keeps the first for itself; the second is ours and is never read as a table.
_RESERVED: Final = frozenset({"history", "复核说明"})


def sheet_names(projects: Iterable[str], otherwise: str) -> list[str]:
    """Name one sheet for each project.

    Args:
        projects: names of projects, with any characters, of any length, possibly equal or empty.
        otherwise: the name for a project without one.

    Returns:
        Names without forbidden characters, of at most 31 characters, unique whatever the case.
    """
    taken = set(_RESERVED)
    names = []
    for project in projects:
        proposed = " ".join(_FORBIDDEN.sub(" ", project).split()).strip("' ") or otherwise
        name, count = _cut(proposed, _LONGEST), 1
        while name.casefold() in taken:
            count += 1
            ending = f"({count})"
            name = _cut(proposed, _LONGEST - len(ending)) + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, longest: int) -> str:
    """Shorten a text without taking half of a character that counts as two."""
    cut = text.encode("utf-16-le", "ignore")[: 2 * longest].decode("utf-16-le", "ignore")
    return cut.rstrip("' ")
