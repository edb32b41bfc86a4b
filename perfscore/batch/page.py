"""The summary of a store as an HTML page: units, years and findings with their shares and bars."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from perfscore import number, wording
from perfscore.batch.digest import Digest
from perfscore.batch.figures import columns_of_groups, facts, findings, reasons
from perfscore.keys import GRADES
from perfscore.text import undirected
from perfscore.wording import Language, label

_BARS: Final = 15
_WIDEST: Final = 430


def render(digest: Digest, folder: Path, language: Language = "zh") -> str:
    """Make the page.

    Args:
        digest: the figures. folder: where the page will stand; links to corrected files start there.
        language: of the words.

    Returns:
        A whole document that loads nothing and runs no script.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("perfscore.batch", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    style = _style()
    say = partial(label, language=language)
    unit_headers, unit_rows = columns_of_groups(digest.units, language)
    year_headers, year_rows = columns_of_groups(digest.years, language)
    code_headers, code_rows = findings(digest, language)
    page = environment.get_template("page.html").render(
        text=say,
        language="en" if language == "en" else "zh-CN",
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        digest=digest,
        date=f"{digest.at:%Y-%m-%d}" if digest.at else "",
        points=_points,
        link=lambda path: quote(os.path.relpath(path, folder).replace(os.sep, "/")),
        facts=_printed(facts(digest, language)),
        reasons=reasons(digest, language),
        grade_headers=(say("batch.before_after"), *(say("batch.after", grade=grade) for grade in GRADES)),
        grade_rows=[(grade, *(digest.grades.get((grade, after), 0) for after in GRADES)) for grade in GRADES],
        unit_headers=(say("batch.unit"), *unit_headers),
        unit_rows=_printed(unit_rows),
        unit_bars=_bars([(row[0], row[3]) for row in unit_rows]),
        year_headers=(say("batch.year"), *year_headers),
        year_rows=_printed(year_rows),
        code_headers=code_headers,
        code_rows=code_rows,
        code_bars=_bars(
            [(wording.page(code.code).title.in_language(language), code.findings) for code in digest.codes]
        ),
        regraded=[entry for entry in digest.evaluated if entry.regraded],
        years=list(_years(digest, language)),
    )
    return undirected(page)


def _years(digest: Digest, language: Language) -> Iterator[tuple[str, list[Any]]]:
    for year, evaluated in groupby(digest.evaluated, key=lambda entry: entry.year):
        yield (
            label("batch.no_year", language) if year is None else label("batch.year_sheet", language, year=str(year)),
            list(evaluated),
        )


def _points(value: Decimal | None) -> str:
    return "" if value is None else number.plain(number.half_up(value))


def _printed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[_points(value) if isinstance(value, Decimal) else value for value in row] for row in rows]


def _bars(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Give the longest bars: name, number, width; nothing where nothing occurs."""
    most = max((count for _, count in rows), default=0)
    return [(_short(name), count, count * _WIDEST // most) for name, count in rows[:_BARS] if count]


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"


def _style() -> str:
    common = (files("perfscore.report.html") / "style.css").read_text(encoding="utf-8")
    return common + (files("perfscore.batch") / "page.css").read_text(encoding="utf-8")
