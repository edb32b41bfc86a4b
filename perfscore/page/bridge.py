"""The engine as the page's worker calls it: one function, JSON and bytes in, JSON and bytes out.

Files live in the browser's memory only. An answer is a JSON text and the byte strings that go with it.
"""

from __future__ import annotations

import io
import json
import traceback
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import evolve

from perfscore import audit, engine, rulebook, settings, sheets, wording
from perfscore.actions import Apply
from perfscore.correction.apply import correct_content
from perfscore.correction.explain import calculation, why_it_waits
from perfscore.decisions import Ruling, Subject, subjects
from perfscore.decisions.reading import entry, from_entry, of_file
from perfscore.errors import PerfscoreError
from perfscore.inputs import Content
from perfscore.keys import Severity
from perfscore.model import Evaluation, File, Finding, Score, Table
from perfscore.outputs import distinct
from perfscore.report import as_html, as_json, as_rules
from perfscore.targets import TargetTable
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
        self.alone: dict[int, File] = {}
        self.files: dict[int, File] = {}
        self.approved: list[TargetTable] = []
        self.brought: list[Ruling] = []
        self.made: dict[Any, Ruling] = {}
        self.workbooks: dict[int, bytes] = {}
        self.folder = TemporaryDirectory()

    def configure(self, values: Values) -> Answer:
        """Take language, rule book, settings and what was decided in the page before."""
        self.language = values["language"]
        own, kept = values.get("own"), values.get("settings")
        book = rulebook.load(self._kept(own)) if own else None
        chosen = settings.load(self._kept(kept)) if kept else settings.Settings()
        name = values.get("rulebook") or chosen.rulebook
        self.book = chosen.over(book or rulebook.load(name or rulebook.DEFAULT), self.language)
        self.chosen = bool(own or name)
        self.apply = values.get("apply", "certain")
        made = [from_entry(item) for item in values.get("decisions", ())]
        self.made = {ruling.subject.identity: ruling for ruling in made}
        return {"rulebook": self.book.id}, []

    def evaluate(self, values: Values, data: bytes) -> Answer:
        """Evaluate one file and correct it; the corrected workbook is the byte string of the answer."""
        number, path = values["id"], values["path"]
        content, approved = Content(path, data), self.approved or None
        file = engine.evaluate_file(content, self.book, self.language, approved, self.chosen, self.rulings)
        self.alone[number] = file
        self.files[number] = self._across([file])[0]
        return self._answered(number, data)

    def correct(self, values: Values, data: bytes) -> Answer:
        """Correct a file again after the files were held against each other."""
        return self._answered(values["id"], data)

    def across(self, values: Values) -> Answer:
        """Hold the tables of all files against each other; answer which files have something more to say."""
        numbers = values["ids"]
        files = self._across([self.alone[number] for number in numbers])
        changed = [number for number, file in zip(numbers, files, strict=True) if file != self.files[number]]
        self.files.update(zip(numbers, files, strict=True))
        return {"changed": changed}, []

    def _across(self, files: Sequence[File]) -> list[File]:
        tables = iter(audit.across([table for file in files for table in file.tables], self.book, self.language))
        return [evolve(file, tables=tuple(next(tables) for _ in file.tables)) for file in files]

    def _answered(self, number: int, data: bytes) -> Answer:
        """Correct a file and give its record."""
        file = self.files[number]
        self.workbooks.pop(number, None)
        problem = None
        if file.error is None and file.tables:
            try:
                self.workbooks[number] = correct_content(data, file, self.language, self.apply).content
            except PerfscoreError as error:
                problem = error.in_words(self.language)
        path = PurePosixPath(file.path)
        name = label("review.copy_name", self.language, name=path.stem)
        name += path.suffix if path.suffix == ".xlsm" else ".xlsx"
        workbook = self.workbooks.get(number)
        return {"file": self._record(file), "problem": problem, "name": name}, [workbook] if workbook else []

    def targets(self, values: Values, data: bytes = b"") -> Answer:
        """Put approved target tables beside the sheets, or take them all away."""
        if values.get("clear"):
            self.approved.clear()
            return {}, []
        tables = sheets.read(data, name=values["path"]).tables
        listed = [TargetTable(values["path"], table) for table in tables if table.kind == "project_target"]
        if not listed:
            raise PerfscoreError("PS122", problem="no_target_table")
        self.approved.extend(listed)
        return {}, []

    def decisions(self, values: Values, data: bytes = b"") -> Answer:
        """Take decisions from a reviewed workbook or a file of decisions, or forget those taken so."""
        if values.get("clear"):
            self.brought.clear()
            return {}, []
        self.brought.extend(of_file(data, values["path"]))
        return {}, []

    def decide(self, values: Values) -> Answer:
        """Take a decision made in the page; an empty opinion takes it back. Answers all decisions made in it."""
        identity = Subject.from_json(values["subject"]).identity
        if values["opinion"]:
            decision = {name: values[name] for name in ("opinion", "score", "reason", "reviewer", "date")}
            self.made[identity] = from_entry({"subject": values["subject"], "decision": decision}, values["reviewed"])
        else:
            self.made.pop(identity, None)
        return {"decisions": [entry(ruling) for ruling in self.made.values()]}, []

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """All decisions; what is decided in the page outranks what was brought along."""
        return (*self.brought, *self.made.values())

    def letter(self, values: Values) -> Answer:
        """Write a letter for each unit, as a page to print."""
        from perfscore.letter import letters
        from perfscore.letter.as_html import render

        written = letters(self._evaluation(values), None, self.language)
        names = [f"{label(f'letter.file_{item.kind}', self.language)}-{item.unit}.html" for item in written]
        return {"names": names}, [_written(render(item, self.language)) for item in written]

    def summary(self, values: Values) -> Answer:
        """Write the summary workbook."""
        from perfscore.report.as_summary import Basis, render
        from perfscore.report.overview import overview

        return {}, [
            render(
                overview(self._evaluation(values), self.language),
                Basis(self.book.title, self.book.version),
                date.today(),
                self.language,
            )
        ]

    def remove(self, values: Values) -> Answer:
        """Forget a file."""
        self.alone.pop(values["id"], None)
        self.files.pop(values["id"], None)
        self.workbooks.pop(values["id"], None)
        return {}, []

    def archive(self, values: Values) -> Answer:
        """Pack corrected workbooks, each at the path that the page gives it; no two at the same."""
        packed = io.BytesIO()
        taken: set[str] = set()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
            for number, path in zip(values["ids"], values["paths"], strict=True):
                target.writestr(str(distinct(Path(path), taken)), self.workbooks[number])
        return {}, [packed.getvalue()]

    def report(self, values: Values) -> Answer:
        """Write the report over the files named."""
        return {}, [_written(as_html.render(self._evaluation(values), self.book, self.language))]

    def findings(self, values: Values) -> Answer:
        """Write the findings of the files named as CSV."""
        from perfscore.report import as_csv

        return {}, [_written(as_csv.render(self._evaluation(values), self.book, self.language))]

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
        """Give a blank official form, or self-evaluations filled from the target tables."""
        from perfscore.forms import blank, prefilled

        if values["kind"] != "prefilled":
            return {}, [blank(values["kind"]).read_bytes()]
        return {}, [prefilled([target.table for target in self.approved])]

    def _evaluation(self, values: Values) -> Evaluation:
        return Evaluation(VERSION, tuple(self.files[number] for number in values["ids"]))

    def _kept(self, file: Mapping[str, str]) -> str:
        path = Path(self.folder.name) / f"{PurePosixPath(file['name']).stem[:60]}.toml"
        path.write_text(file["text"], encoding="utf-8")
        return str(path)

    def in_words(self, error: PerfscoreError) -> str:
        """Say an error; where a file of the user was kept for the engine is nobody's concern."""
        return error.in_words(self.language).replace(f"{self.folder.name}/", "")

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
        items: list[tuple[Score | Finding | None, Any]] = [(table.execution, shown["execution"])]
        items += [(row.score, seen["score"]) for row, seen in zip(table.indicators, shown["indicators"], strict=True)]
        for item, seen in items:
            if isinstance(item, Score):
                seen["lines"] = [why_it_waits(item, language)] if item.reasons else []
                seen["lines"] += calculation(item, language)
        decided = {id(entry.item): entry.subject for entry in subjects(table)}
        items += zip(table.findings, shown["findings"], strict=True)
        for item, seen in items:
            if item is not None:
                seen["subject"] = decided[id(item)].to_json() | {"score": not isinstance(item, Finding)}


def _written(text: str) -> bytes:
    """Encode an output; the half of a character, which a form in a browser may hold, is written as an escape."""
    return text.encode("utf-8", "backslashreplace")


_SESSION: Final = Session()
_OPERATIONS: Final[Mapping[str, Callable[..., Answer]]] = {
    name: getattr(_SESSION, name)
    for name in (
        "configure",
        "evaluate",
        "correct",
        "across",
        "targets",
        "decisions",
        "decide",
        "remove",
        "archive",
        "report",
        "findings",
        "letter",
        "summary",
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
        A JSON text, and the byte strings that go with it. Where it could not be done the text holds an ``error`` in
        words, and nothing else.
    """
    result: dict[str, Any]
    files: list[bytes]
    given = json.loads(values)
    try:
        result, files = _OPERATIONS[operation](*([given] if data is None else [given, data.to_bytes()]))
    except Exception as error:  # whatever a strange file or text does, it costs this message alone
        if not isinstance(error, PerfscoreError):
            traceback.print_exc()  # on the browser's console
        result, files = {"error": _SESSION.in_words(PerfscoreError.of(error, given.get("path", "—")))}, []
    return json.dumps(result, ensure_ascii=False), files
