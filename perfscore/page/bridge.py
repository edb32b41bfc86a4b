"""The engine as the page's worker calls it: one function, JSON and bytes in, JSON and bytes out.

Files live in the browser's memory only. An answer is a JSON text and the byte strings that go with it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from perfscore import engine, rulebook, settings, wording
from perfscore.actions import Apply
from perfscore.correction.apply import correct_content
from perfscore.correction.explain import calculation
from perfscore.keys import Severity
from perfscore.model import Evaluation, File, PerfscoreError, Score, Table
from perfscore.report import as_html, as_json, as_rules
from perfscore.version import VERSION
from perfscore.wording import Language, label

Values = Mapping[str, Any]
Answer = tuple[dict[str, Any], list[bytes]]


class Session:
    """What the page has chosen and evaluated so far.

    The page numbers its files; the records of a file are kept until the page removes it, its bytes are not.
    """

    def __init__(self) -> None:
        self.language: Language = "zh"
        self.book = rulebook.load(rulebook.DEFAULT)
        self.chosen = False
        self.apply: Apply = "certain"
        self.files: dict[int, File] = {}
        self.workbooks: dict[int, bytes] = {}
        self.folder = TemporaryDirectory()

    def configure(self, values: Values) -> Answer:
        """Take language, rule book and settings; a mistake in a user's file is answered in words."""
        self.language = values["language"]
        try:
            own, kept = values.get("own"), values.get("settings")
            name = self._kept("rulebook.toml", own["text"]) if own else values.get("rulebook")
            chosen = settings.load(self._kept("perfscore.toml", kept["text"])) if kept else settings.Settings()
            self.book = chosen.over(rulebook.load(name or chosen.rulebook or rulebook.DEFAULT))
            self.chosen = bool(name or chosen.rulebook)
            self.apply = values.get("apply", "certain")
        except PerfscoreError as error:
            return {"error": wording.sentence(error.code, error.values, self.language)}, []
        return {"rulebook": self.book.id}, []

    def evaluate(self, values: Values, data: bytes) -> Answer:
        """Evaluate one file and correct it; the corrected workbook is the byte string of the answer."""
        number, path = values["id"], values["path"]
        file = engine.evaluate(data, None, self.book, self.language, name=path, chosen=self.chosen).files[0]
        self.files[number] = file
        self.workbooks.pop(number, None)
        problem = None
        if file.error is None and file.tables:
            try:
                self.workbooks[number] = correct_content(data, file, self.language, self.apply).content
            except PerfscoreError as error:
                problem = wording.sentence(error.code, error.values, self.language)
        stem, ending = PurePosixPath(path).stem, PurePosixPath(path).suffix
        name = f"{stem}-复核{ending if ending == '.xlsm' else '.xlsx'}"
        workbook = self.workbooks.get(number)
        return {"file": self._record(file), "problem": problem, "name": name}, [workbook] if workbook else []

    def remove(self, values: Values) -> Answer:
        """Forget a file."""
        self.files.pop(values["id"], None)
        self.workbooks.pop(values["id"], None)
        return {}, []

    def archive(self, values: Values) -> Answer:
        """Pack corrected workbooks, each at the path that the page gives it."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
            for number, path in zip(values["ids"], values["paths"], strict=True):
                target.writestr(path, self.workbooks[number])
        return {}, [packed.getvalue()]

    def report(self, values: Values) -> Answer:
        """Write the report over the files named."""
        return {}, [as_html.render(self._evaluation(values), self.book, self.language).encode()]

    def findings(self, values: Values) -> Answer:
        """Write the findings of the files named as CSV."""
        from perfscore.report import as_csv

        return {}, [as_csv.render(self._evaluation(values), self.language).encode()]

    def catalogue(self, _values: Values) -> Answer:
        """Give the page of every finding code in words."""
        pages = []
        for code in wording.codes():
            page = wording.page(code)
            names = ("title", "message", "why", "wrong", "right")
            texts = {name: getattr(page, name).in_language(self.language) for name in names}
            topic = label(f"topic.{page.topic}", self.language) if page.topic else ""
            severity = label(f"severity.{page.severity}", self.language)
            facts = {"code": code, "topic": topic, "severity": severity, "source": page.source}
            pages.append(texts | facts)
        return {"pages": pages}, []

    def rulebooks(self, _values: Values) -> Answer:
        """Give the shipped rule books in words."""
        books = [
            {"id": book.id, "title": book.title, "text": as_rules.details(book, self.language)}
            for book in rulebook.shipped()
        ]
        return {"books": books}, []

    def form(self, values: Values) -> Answer:
        """Give a blank official form."""
        from perfscore.forms import blank

        return {}, [blank(values["kind"]).read_bytes()]

    def _evaluation(self, values: Values) -> Evaluation:
        return Evaluation(VERSION, tuple(self.files[number] for number in values["ids"]))

    def _kept(self, name: str, text: str) -> str:
        path = Path(self.folder.name) / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def _record(self, file: File) -> dict[str, Any]:
        """Give the JSON of the contract, with the words that the page shows beside it."""
        (record,) = as_json.to_json(Evaluation(VERSION, (file,)))["files"]
        for table, shown in zip(file.tables, record["tables"], strict=True):
            self._describe(table, shown)
        return record  # type: ignore[no-any-return]  # JSON

    def _describe(self, table: Table, shown: dict[str, Any]) -> None:
        language = self.language
        shown["title"] = label(f"kind.{table.kind}", language)
        shown["claimed_grade"] = table.claimed_grade
        shown["actions"] = {name: label(f"action.{name}", language) for name in ("keep", "replace", "confirm", "judge")}
        severities: tuple[Severity, ...] = ("error", "warning", "info")
        shown["severities"] = {name: label(f"severity.{name}", language) for name in severities}
        self._explain(table.execution, shown["execution"])
        for indicator, entry in zip(table.indicators, shown["indicators"], strict=True):
            self._explain(indicator.score, entry["score"])

    def _explain(self, score: Score | None, shown: dict[str, Any] | None) -> None:
        if score is not None and shown is not None:
            shown["lines"] = calculation(score, self.language)


_SESSION: Final = Session()
_OPERATIONS: Final[Mapping[str, Callable[..., Answer]]] = {
    name: getattr(_SESSION, name)
    for name in (
        "configure",
        "evaluate",
        "remove",
        "archive",
        "report",
        "findings",
        "catalogue",
        "rulebooks",
        "form",
    )
}


def answer(operation: str, values: str, data: Any = None) -> tuple[str, list[bytes]]:
    """Answer one message of the page.

    Args:
        operation: one of the session's.
        values: a JSON object. data: the bytes of a file, as the browser passes them, or None.

    Returns:
        A JSON text, and the byte strings that go with it.
    """
    arguments = (json.loads(values),) if data is None else (json.loads(values), data.to_bytes())
    result, files = _OPERATIONS[operation](*arguments)
    return json.dumps(result, ensure_ascii=False), files
