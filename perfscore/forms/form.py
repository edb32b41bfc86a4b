"""The places and words of the official form, as data: ``form.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen


@frozen
class Form:
    """Where the form takes what.

    Args:
        cells: single cells, by what they hold.
        rows: rows of the indicator block: ``head``, ``first``, ``last``, ``total``, ``notes``.
        columns: letters of its columns, by field.
        funds: rows of the funds block with the words of their names, in the order in which they are tried.
        grades: the grades offered for words, from the best.
        prompts: title and text shown beside a cell, by the kind of its entry.
        texts: other words, by name.
    """

    cells: Mapping[str, str]
    rows: Mapping[str, int]
    columns: Mapping[str, str]
    funds: tuple[tuple[int, tuple[str, ...]], ...]
    grades: tuple[str, ...]
    prompts: Mapping[str, tuple[str, str]]
    texts: Mapping[str, str]


@cache
def form() -> Form:
    """Read the form's data, once per process."""
    source = files("perfscore.forms") / "form.toml"
    data: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return Form(
        cells=data["cells"],
        rows=data["rows"],
        columns=data["columns"],
        funds=tuple((entry["row"], tuple(entry["words"])) for entry in data["funds"]),
        grades=tuple(data["grades"].values()),
        prompts={kind: (entry["title"], entry["text"]) for kind, entry in data["prompts"].items()},
        texts=data["texts"],
    )
