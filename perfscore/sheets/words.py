"""What a printed word means in a form: looked up in the synonyms, once per text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from perfscore.sheets.layout_files import synonyms
from perfscore.text import fold, printed

# Longer texts are content, except that a label may stand in front of its value in the same cell.
_LONGEST_WORD: Final = 60
_LONGEST_SUM: Final = 12
_LONGEST_HEADER: Final = 30
# A guessed column gives way to every listed one.
_GUESSED: Final = 1000
_COLON: Final = re.compile("[:：]")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NUMBERING: Final = re.compile(
    r"(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|[★☆*▲])+"
)
_SIGN_PARTS: Final = re.compile(r"[():、,/]")
_WEIGHT_INSIDE: Final = re.compile(
    r"\((?:满分|权重|分值|共|计)?:?(\d{1,3}(?:\.\d+)?)分[^()]*\)"  # 得分(20分*执行率), 财政配套资金(满分10分)
    r"|(?<![\d.])(\d{1,3}(?:\.\d+)?)分\Z"  # 数量指标15分
)
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_PAGE_MARK: Final = re.compile(
    r"-*第?\d{1,3}页(?:[,/]?共\d{1,3}页)?-*|-\d{1,3}-|\(?续(?:表|上页)?\d?\)?|\(?(?:接上|转下|续下)页\)?"
)
_YEAR_ALONE: Final = re.compile(r"\(?(20\d\d)年?度?\)?")
_YEAR_INSIDE: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_IN_FRONT: Final = re.compile(r"^20\d\d年?度?")
# 1-7月执行情况, 截至6月底完成值
_PERIOD_IN_FRONT: Final = re.compile(
    r"^(?:截[至止])?(?:\d{1,2}月?[-~—至]+)?\d{1,2}月(?:份|底|末)?|^上半年|^(?:一至|1至)[六七八九]月"
)
_YEAR_BEHIND: Final = re.compile(r"20\d\d年?度?$")
_CHINESE_YEAR: Final = re.compile(r"二[〇○零O0][〇○零O0一二三四五][〇○零O0一二三四五六七八九](?=年)")
_CHINESE_DIGITS: Final = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


class Word(NamedTuple):
    """What a text means, in each place where a form may print it.

    Args:
        column: the field whose column it heads in the indicator block, or empty.
        column_rank: how good a name it is for that column; the smallest wins where a form has several.
        fund: the field whose column it heads in the funds block, or empty.
        fund_rank: the same for the funds block.
        label: what it names as a label, or empty.
        label_rank: the same for labels: 实施单位 before 填报单位.
        total: ``total``, ``sum``, ``subtotal`` or empty.
        fund_row: ``execution``, ``fund`` or empty.
        note: whether it begins a row under the table.
        title: whether it is a title.
        period: ``medium`` or ``annual`` where it heads the goals of several years or of one, or empty.
        inline: the value behind the colon in the same cell, as printed.
    """

    column: str = ""
    column_rank: int = 0
    fund: str = ""
    fund_rank: int = 0
    label: str = ""
    label_rank: int = 0
    total: str = ""
    fund_row: str = ""
    note: bool = False
    title: bool = False
    period: str = ""
    inline: str = ""


class Vocabulary(NamedTuple):
    """The synonyms, arranged for one lookup per text.

    Args:
        words: every word by its folded text.
        fillers: what may stand in front of a column's header, longest first.
        titles: endings of titles.
        signs: what a sign column may hold, with the sign as it is printed.
        unsigned: what a sign column may hold beside signs.
        directions: those of them that say which side is better without being a sign.
        placeholders: what a blank form prints where an indicator's name is to be written.
        groups: names of groups of indicators.
        subtotals: endings of a group's sum.
        contained: parts of a header that is in no list, with the field that each speaks for, in order.
        names: how each column is named in messages.
    """

    words: Mapping[str, Word]
    fillers: tuple[str, ...]
    titles: tuple[str, ...]
    signs: Mapping[str, str]
    unsigned: frozenset[str]
    directions: frozenset[str]
    placeholders: frozenset[str]
    groups: frozenset[str]
    subtotals: tuple[str, ...]
    contained: tuple[tuple[str, tuple[str, ...]], ...]
    names: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Load the synonyms; done once, at the first use."""
    data = synonyms()
    words: dict[str, dict[str, Any]] = {}

    def add(text: str, **meaning: Any) -> None:
        entry = words.setdefault(fold(text), {})
        for slot, value in meaning.items():
            entry.setdefault(slot, value)

    for name, texts in data["columns"].items():
        for rank, text in enumerate(texts):
            add(text, column=name, column_rank=rank)
    for name, texts in data["funds"].items():
        for rank, text in enumerate(texts):
            add(text, fund=name, fund_rank=rank)
    for name, texts in data["labels"].items():
        for rank, text in enumerate(texts):
            add(text, label=name, label_rank=rank)
    for name, texts in data["periods"].items():
        for text in texts:
            add(text, period=name)
    for name, texts in data["rows"].items():
        if name == "subtotal_endings":
            continue
        for text in texts:
            if name in ("execution", "fund"):
                add(text, fund_row=name)
            elif name == "note":
                add(text, note=True)
            else:
                add(text, total=name)
    return Vocabulary(
        words={text: Word(**meaning) for text, meaning in words.items()},
        fillers=tuple(sorted(data["fillers"], key=len, reverse=True)),
        titles=tuple(data["titles"]["endings"]),
        signs={fold(text): sign for text, sign in data["values"]["signs"].items()},
        unsigned=frozenset(map(fold, (*data["values"]["unsigned"], *data["values"]["directions"]))),
        directions=frozenset(map(fold, data["values"]["directions"])),
        placeholders=frozenset(map(fold, data["values"]["placeholders"])),
        groups=frozenset(map(fold, data["values"]["groups"])),
        subtotals=tuple(data["rows"]["subtotal_endings"]),
        contained=tuple((entry["field"], tuple(entry["parts"])) for entry in data["contained"]),
        names={name: texts[0] for name, texts in data["columns"].items()},
    )


@lru_cache(maxsize=16384)
def word(text: str) -> Word | None:
    """Say what a text means in a form, or None where it is content.

    Args:
        text: a cell's text as printed.
    """
    if len(text) > _LONGEST_WORD:
        return _label_in_front(text)
    folded = fold(text)
    if not folded:
        return None
    known = vocabulary()
    for key in _spellings(folded):
        meaning = known.words.get(key)
        if meaning is not None:
            return meaning
    bare = _BRACKETS.sub("", folded)
    if _YEAR_BEHIND.sub("", bare).endswith(known.titles):
        return Word(title=True)
    if bare.endswith(known.subtotals) and len(bare) <= _LONGEST_SUM:
        return Word(total="subtotal")
    return _column_behind_fillers(bare, known) or _label_in_front(text)


@lru_cache(maxsize=1024)
def sign_of(text: str) -> str:
    """Read a cell of a sign column: ``≥``, ``大于等于``, ``≥（大于等于）``; empty where it compares nothing (定性)."""
    signs = vocabulary().signs
    folded = fold(text)
    if folded in signs:
        return signs[folded]
    parts = {signs[part] for part in _SIGN_PARTS.split(folded) if part in signs}
    return parts.pop() if len(parts) == 1 else ""


@lru_cache(maxsize=1024)
def weight_inside(text: str) -> str:
    """Read the points that a label or a header prints beside its words: ``得分（20分*执行率）``, ``数量指标15分``."""
    match = _WEIGHT_INSIDE.search(fold(text))
    return next(filter(None, match.groups())) if match else ""


def names_group(text: str) -> bool:
    """Tell whether a text names a group of indicators, numbered or with its points: ``一、产出指标（50分）``."""
    return not vocabulary().groups.isdisjoint(_spellings(fold(text)))


def is_page_mark(text: str) -> bool:
    """Tell whether a text is what is printed where a page ends: ``第1页``, ``（续表）``."""
    return _PAGE_MARK.fullmatch(fold(text)) is not None


@lru_cache(maxsize=4096)
def guessed_column(text: str) -> Word | None:
    """Guess which column a header heads that no list has; only for a row that is a header by its other words."""
    folded = fold(text)
    if len(folded) > _LONGEST_HEADER:
        return None
    for field, parts in vocabulary().contained:
        if any(part in folded for part in parts):
            return Word(column=field, column_rank=_GUESSED)
    return None


def _spellings(folded: str) -> tuple[str, ...]:
    """List the forms under which a text may stand in the synonyms, the closest first."""
    folded = folded.rstrip(":")
    forms = [folded]
    if "(" in folded:
        forms.append(_BRACKETS.sub("", folded).rstrip(":"))
    numbering = _NUMBERING.match(folded)
    if numbering:
        forms.extend(form.removeprefix(numbering[0]) for form in tuple(forms))
    if folded.startswith("其中"):
        forms.extend(form.removeprefix("其中").lstrip(":") for form in tuple(forms))
    return tuple(forms)


def _column_behind_fillers(bare: str, known: Vocabulary) -> Word | None:
    bare = _PERIOD_IN_FRONT.sub("", _YEAR_IN_FRONT.sub("", bare.rstrip(":"), count=1), count=1)
    meaning = known.words.get(bare)
    if meaning is not None and (meaning.column or meaning.fund):
        return Word(
            column=meaning.column, column_rank=meaning.column_rank, fund=meaning.fund, fund_rank=meaning.fund_rank
        )
    shorter = True
    while shorter:
        shorter = False
        for filler in known.fillers:
            if bare.startswith(filler) and len(bare) > len(filler):
                bare = bare.removeprefix(filler)
                shorter = True
                meaning = known.words.get(bare)
                if meaning is not None and meaning.column:
                    return Word(column=meaning.column, column_rank=meaning.column_rank)
                break
    return None


def _label_in_front(text: str) -> Word | None:
    """Read ``项目名称：某项目`` and ``自评得分：92.03分``: a known word, a colon, and its value."""
    colon = _COLON.search(text, 1, _LONGEST_WORD)
    if colon is None:
        return None
    for key in _spellings(fold(text[: colon.start()])):
        meaning = vocabulary().words.get(key)
        if meaning is None:
            continue
        value = printed(text[colon.end() :])
        if meaning.column == "claimed" and not meaning.total and _POINTS.fullmatch(fold(value)):
            return Word(total="total", inline=value)
        if meaning.label or meaning.total or meaning.fund_row or meaning.note:
            return meaning._replace(column="", fund="", inline=value)
    return None


@lru_cache(maxsize=4096)
def year_alone(text: str) -> int | None:
    """Read a text that is a year and nothing else: ``(2021年度)``, ``2023 年``."""
    folded = _arabic_year(fold(text))
    match = _YEAR_ALONE.fullmatch(folded)
    return int(match[1]) if match else None


@lru_cache(maxsize=4096)
def year_inside(text: str) -> int | None:
    """Read the first year inside a title, a name of a sheet or of a file."""
    match = _YEAR_INSIDE.search(_arabic_year(fold(text)))
    return int(match[1]) if match else None


def _arabic_year(folded: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE_DIGITS), folded)
