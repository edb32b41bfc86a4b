"""Read decisions from the sheet 复核说明 of workbooks and from JSON, and write them as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args

from perfscore import number, outputs
from perfscore.decisions.subjects import Ruling, Subject
from perfscore.errors import PerfscoreError
from perfscore.folders import Entry, walk
from perfscore.inputs import load
from perfscore.keys import Opinion
from perfscore.model import Decision
from perfscore.ooxml import is_review_sheet, read_workbook
from perfscore.ooxml.limits import MEGABYTE
from perfscore.ooxml.records import Sheet
from perfscore.ooxml.watchdog import bounded
from perfscore.text import fold, printed
from perfscore.wording import label

SCHEMA: Final = "perfscore.decisions/1"
OPINIONS: Final[tuple[Opinion, ...]] = get_args(Opinion)
COLUMNS: Final = ("opinion", "new_score", "reason", "reviewer", "date")
"""Columns of 复核说明 that a reviewer fills in; their headers are labels of the group ``decision``."""
KEY: Final = "key"
_ENDINGS: Final = (".xlsx", ".xlsm", ".json")
# Nothing can interrupt the parser, which makes objects of twenty times the size; a decision takes some 500 bytes.
_LONGEST_JSON: Final = 16 * MEGABYTE


def read(paths: Iterable[str | Path]) -> tuple[Ruling, ...]:
    """Read decisions.

    Args:
        paths: reviewed workbooks, ``.json`` files, or folders with them.

    Returns:
        All decisions, in order.

    Raises:
        PerfscoreError: a file cannot be read (PS107) or holds no decisions that can be read (PS320).
    """
    rulings: list[Ruling] = []
    for path, refusal in _files(paths):
        if refusal is not None:
            raise PerfscoreError("PS107", path=str(path), reason=outputs.reason(refusal)) from refusal
        rulings.extend(of_file(load(path).data, str(path)))
    return tuple(rulings)


def of_file(data: bytes, name: str) -> tuple[Ruling, ...]:
    """Read the decisions of one file.

    Args:
        data: its content. name: its name; ``.json`` files hold decisions alone, others are reviewed workbooks.

    Raises:
        PerfscoreError: it holds no decisions that can be read (PS320), or takes too much time or memory (PS103).
    """
    return _bounded(_from_json if name.lower().endswith(".json") else _from_workbook, data, name)


def _files(paths: Iterable[str | Path]) -> Iterator[Entry]:
    for path in map(Path, paths):
        if os.path.isdir(path):
            below = walk(path)
            yield from (entry for entry in below if entry.error or entry.path.suffix.lower() in _ENDINGS)
        else:
            yield Entry(path)


def decided(data: bytes, shown: str = "") -> tuple[Ruling, ...]:
    """Read the decisions that a reviewer wrote into a workbook; none where it has no 复核说明.

    Args:
        data: the workbook. shown: its name in messages.

    Raises:
        PerfscoreError: it is no workbook, or a decision in it cannot be read (PS320).
    """
    return _bounded(_from_workbook, data, shown)


def _bounded(reading: Callable[[bytes, str], Iterator[Ruling]], data: bytes, shown: str) -> tuple[Ruling, ...]:
    """Read under the bounds of a file; a strange one costs itself alone."""
    try:
        with bounded():
            return tuple(reading(data, shown))
    except Exception as error:
        raise PerfscoreError.of(error, shown) from error


def _from_workbook(data: bytes, shown: str) -> Iterator[Ruling]:
    for sheet in read_workbook(data).sheets:
        if is_review_sheet(sheet):
            yield from _from_sheet(sheet, shown)


def _from_sheet(sheet: Sheet, shown: str) -> Iterator[Ruling]:
    columns: dict[str, int] = {}
    heads = {fold(label(f"decision.{name}", language)): name for name in (*COLUMNS, KEY) for language in ("zh", "en")}
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell.text
    for row, texts in sorted(rows.items()):
        named = {heads[fold(text)]: column for column, text in texts.items() if fold(text) in heads}
        if "opinion" in named and KEY in named:
            columns = named
            continue
        values = {name: printed(texts.get(column, "")) for name, column in columns.items()}
        if any(values.get(name) for name in COLUMNS):
            yield _ruling(values, shown, f"{sheet.name}!{row}")


def _ruling(values: dict[str, str], shown: str, address: str) -> Ruling:
    opinion = next((opinion for opinion in OPINIONS if opinion == values.get("opinion")), None)
    if opinion is None:
        problem = "unknown_opinion" if values.get("opinion") else "no_opinion"
        raise _unreadable(shown, address, problem)
    try:
        subject = Subject.from_json(json.loads(values[KEY]))
    except (KeyError, ValueError, RecursionError) as error:
        raise _unreadable(shown, address, "key_lost") from error
    score = _score(values.get("new_score", ""), shown, address) if opinion == "改判" else None
    reason, reviewer, date = (values.get(name, "") for name in ("reason", "reviewer", "date"))
    return Ruling(subject, Decision(opinion, score, reason, reviewer, date))


def _unreadable(shown: str, address: str, problem: str) -> PerfscoreError:
    return PerfscoreError("PS320", path=f"{shown} {address}".strip(), problem=problem)


def _score(text: str, shown: str, address: str) -> Decimal | None:
    if not text:
        return None
    score = number.read(text.removesuffix("分").strip())
    if score is None:
        raise _unreadable(shown, address, "no_number")
    return score


def _from_json(data: bytes, shown: str) -> Iterator[Ruling]:
    if len(data) > _LONGEST_JSON:
        raise _unreadable(shown, "", "json_too_long")
    try:
        content = json.loads(data.decode("utf-8-sig"))
        entries = content["decisions"] if content["schema"] == SCHEMA else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(shown, "", "no_decisions") from error
    if not isinstance(entries, list):
        raise _unreadable(shown, "", "no_decisions")
    for position, item in enumerate(entries, 1):
        yield from_entry(item, shown, f"#{position}")


def from_entry(data: Any, shown: str = "", address: str = "") -> Ruling:
    """Take a decision from JSON.

    Raises:
        PerfscoreError: it is none (PS320).
    """
    try:
        decision = data["decision"]
        values = {name: str(decision.get(name) or "") for name in COLUMNS if name != "new_score"}
        values["new_score"] = str(decision.get("score") or "")
        values[KEY] = json.dumps(data["subject"])
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(shown, address, "no_decisions") from error
    return _ruling(values, shown, address)


def dumps(rulings: Iterable[Ruling]) -> str:
    """Write decisions as JSON, schema ``perfscore.decisions/1``."""
    entries = [entry(ruling) for ruling in rulings]
    return json.dumps({"schema": SCHEMA, "decisions": entries}, ensure_ascii=False, indent=2) + "\n"


def entry(ruling: Ruling) -> dict[str, Any]:
    """Give a decision and what it is about as JSON."""
    return {"subject": ruling.subject.to_json(), "decision": to_json(ruling.decision)}


def to_json(decision: Decision) -> dict[str, Any]:
    """Give what a person decided as JSON."""
    score = None if decision.score is None else number.plain(decision.score)
    facts = {"reason": decision.reason, "reviewer": decision.reviewer, "date": decision.date}
    return {"opinion": decision.opinion, "score": score, **facts}
