"""All words that a user reads: the page of each finding code, and the labels, in Chinese and English, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from perfscore import datafile
from perfscore.extensions import announced
from perfscore.keys import Severity, Topic
from perfscore.mapping import FrozenMapping

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Language = Literal["zh", "en"]
_HERE = Path(__file__).parent
_PAGES = _HERE / "pages"
_BLANK: Final = "—"
_MOST_ITEMS: Final = 4
_LONGEST: Final = 300  # letters of a cell that a message quotes
_END_OF_NAME: Final = "\n"  # the texts of a table hold no line breaks


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Give the words in a language."""
        return self.en if language == "en" else self.zh


class Several(NamedTuple):
    """How several remarks of a code in one table are said in one finding.

    Args:
        message: template of the message; ``{items}`` lists the remarks, ``{count}`` counts them.
        item: template of a remark in that list.
        by: values that remarks must share to be said together.
    """

    message: Text
    item: Text
    by: tuple[str, ...]


class Page(NamedTuple):
    """The documentation of one finding code.

    Args:
        code: such as ``PS301``; one for ever.
        severity: ``error``, ``warning`` or ``info`` unless a rule book says otherwise.
        topic: what it is about; None where it concerns the file, the rule book or the program.
        title: what it is, in a few words.
        message: template of the message; ``{name}`` takes a value of the remark.
        suggestion: template of what to do.
        why: why it matters.
        wrong: an example that raises it.
        right: the same example mended.
        source: where the requirement stands, as a letter to a unit quotes it.
        source_note: what whoever reviews has to know of that source besides; empty where there is nothing.
        labels: words for values that checks give as keys, by ``name.key``, such as ``case.copied``.
        folds: codes that say no more than this one where both are about the same cell; they are left out there.
        several: how several remarks of one table are said together; None where each is said by itself.
    """

    code: str
    severity: Severity
    topic: Topic | None
    title: Text
    message: Text
    suggestion: Text
    why: Text
    wrong: Text
    right: Text
    source: str
    source_note: str = ""
    labels: Mapping[str, Text] = FrozenMapping()
    folds: tuple[str, ...] = ()
    several: Several | None = None


class _Words(dict[str, str]):
    """The values of a template in words; what is absent or empty shows as a dash.

    A value that is a key has the label ``value.NAME.KEY``, or one of the page's own, which may take further values:
    ``problem=unknown_key`` says which key.
    """

    def __init__(self, values: Mapping[str, str], language: Language, own: Mapping[str, Text]) -> None:
        super().__init__({name: value for name, value in values.items() if value})
        self._language = language
        self._own = own

    def __missing__(self, name: str) -> str:
        return _BLANK

    def __getitem__(self, name: str) -> str:
        value = super().__getitem__(name)
        if name == "conventions":
            return conventions(value.splitlines(), self._language)
        if value.endswith(_END_OF_NAME):
            return _listed([f"“{entry}”" for entry in value.splitlines()], self._language)
        own = self._own.get(f"{name}.{value}")
        words = own.in_language(self._language) if own else _labels(self._language).get(f"value.{name}.{value}")
        if words is not None:
            return words.format_map(self)
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def codes() -> tuple[str, ...]:
    """List all finding codes, sorted: this package's own, then those of other packages' checks."""
    folders = (extension.folder() / "pages" for extension in announced("perfscore.checks"))
    return (*_codes(_PAGES), *(code for folder in folders for code in _codes(folder)))


def _codes(folder: Path | Traversable) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def _page_data(code: str) -> dict[str, Any]:
    if code.isalnum():
        own = _PAGES / f"{code}.toml"
        if own.is_file():
            return datafile.load(own)
        for extension in announced("perfscore.checks"):
            if data := extension.data(f"pages/{code}.toml"):
                return data
    raise KeyError(code)


@lru_cache(maxsize=256)
def page(code: str) -> Page:
    """Give the page of a finding code.

    Raises:
        KeyError: when there is no such code.
        ValueError: when its page names an unknown topic or severity.
    """
    data = _page_data(code)
    if data.get("topic") not in (None, *get_args(Topic)) or data["severity"] not in get_args(Severity):
        raise ValueError(f"{code}: unknown topic or severity: {data.get('topic')}, {data['severity']}")
    names = ("title", "message", "suggestion", "why", "wrong", "right")
    texts = {name: Text(data[name]["zh"], data[name]["en"]) for name in names}
    folds = tuple(data.get("folds", ()))
    labels = {
        f"{name}.{key}": Text(**words) for name, keys in data.get("values", {}).items() for key, words in keys.items()
    }
    several = data.get("several")
    return Page(
        code,
        data["severity"],
        data.get("topic"),
        source=data["source"],
        source_note=data.get("source_note", ""),
        labels=labels,
        folds=folds,
        several=several and Several(Text(several["zh"], several["en"]), Text(**several["item"]), tuple(several["by"])),
        **texts,
    )


def fill(
    text: Text, values: Mapping[str, str], language: Language = "zh", labels: Mapping[str, Text] = FrozenMapping()
) -> str:
    """Fill a template.

    Args:
        text: the template in both languages.
        values: by name; keys that have a label are put into words, ``conventions`` holds one entry of
            ``explained_by`` a line.
        language: of the result.
        labels: the page's own words for keys.
    """
    return text.in_language(language).format_map(_Words(values, language, labels))


def message(page: Page, remarks: Sequence[Mapping[str, str]], language: Language = "zh") -> str:
    """Fill the message of a page.

    Args:
        page: of the finding code.
        remarks: the values of each remark that the message says, at least one.
        language: of the result.
    """
    if len(remarks) == 1 or page.several is None:
        return fill(page.message, remarks[0], language, page.labels)
    items = [fill(page.several.item, values, language, page.labels) for values in remarks]
    values = {**remarks[0], "items": _listed(items, language, counted=False), "count": str(len(remarks))}
    return fill(page.several.message, values, language, page.labels)


def names(entries: Iterable[str]) -> str:
    """Give names as one value of a remark: it is shown as “甲”、“乙”, of many the first ones and how many there are."""
    return "".join(f"{entry}{_END_OF_NAME}" for entry in entries)


def _listed(items: Sequence[str], language: Language, counted: bool = True) -> str:
    """Join items; of many the first ones, and how many there are unless the sentence counts them itself."""
    shown = (", " if language == "en" else "、").join(items[:_MOST_ITEMS])
    if len(items) <= _MOST_ITEMS:
        return shown
    key = "items.counted" if counted else "items.cut"
    return label(key, language, items=shown, count=str(len(items)))


def sentence(code: str, values: Mapping[str, str], language: Language = "zh") -> str:
    """Put a remark into one line: what is the matter, and what to do."""
    words = page(code)
    message = fill(words.message, values, language, words.labels)
    suggestion = fill(words.suggestion, values, language, words.labels)
    return f"{message} {suggestion}".strip() if language == "en" else f"{message}{suggestion}"


@lru_cache(maxsize=2)
def _labels(language: Language) -> Mapping[str, str]:
    return flat("labels.toml", language)


def flat(name: str, language: Language) -> Mapping[str, str]:
    """Load a file of short texts: ``GROUP.KEY`` → words in a language."""
    data = datafile.load(_HERE / name)
    return {f"{group}.{key}": texts[language] for group, entries in data.items() for key, texts in entries.items()}


def page_texts() -> dict[str, dict[str, str]]:
    """Give the words of the page in the browser, in both languages; columns are ``field_NAME``, ``fund_NAME``."""
    labels = datafile.load(_HERE / "labels.toml")
    columns = {f"{group}_{name}": words for group in ("field", "fund") for name, words in labels[group].items()}
    return datafile.load(_HERE / "page.toml") | columns


def label(name: str, /, language: Language = "zh", **values: str) -> str:
    """Give a label such as ``column.weight``, filled with values."""
    return _labels(language)[name].format_map(values)


def conventions(explained_by: Iterable[str], language: Language = "zh") -> str:
    """Write known conventions in words: ``cost_under=ratio + rounding=truncate``; a user's own stay as they are."""
    labels = _labels(language)
    joint, between = ("，并", "；或 ") if language == "zh" else (" and ", "; or ")
    return between.join(
        joint.join(labels.get(f"convention.{part}", part) for part in entry.split(" + ")) for entry in explained_by
    )
