"""The command line: arguments in, exit status out; no rule lives here."""

from __future__ import annotations

import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import batch as cli_batch

if TYPE_CHECKING:
    from rich.console import Console

    from perfscore.model import Evaluation
    from perfscore.rulebook import Rulebook
    from perfscore.wording import Language as WordsLanguage

app = typer.Typer(
    help="复核绩效自评表：重算得分、说明差异、写出更正后的工作簿。",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich would cost as much again as everything else
)
rules = typer.Typer(help="规则库：列出、查看。", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules, name="rules")
cli_batch.add_to(app)


class Language(StrEnum):
    """Language of what is printed."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """Form of standard output."""

    text = "text"
    json = "json"


class Blank(StrEnum):
    """The official tables that exist as blank forms."""

    target = "target"
    evaluation = "evaluation"
    department = "department"


_REPORTS = frozenset({".html", ".json", ".csv"})

LanguageOption = Annotated[Language, typer.Option("--lang", help="输出语言：zh 或 en。")]
SettingsOption = Annotated[
    str | None, typer.Option("--settings", help="设置文件；不写则用当前文件夹里的 perfscore.toml（如有）。")
]
FormatOption = Annotated[Format, typer.Option("--format", help="标准输出的形式：text 或 json。")]


@app.command()
def evaluate(
    paths: Annotated[list[str], typer.Argument(metavar="文件…", help="工作簿、Word、PDF，或装有它们的文件夹。")],
    output: Annotated[str | None, typer.Option("-o", "--output", help="更正后的工作簿（多个输入时为文件夹）。")] = None,
    report: Annotated[str | None, typer.Option("--report", help="写出报告：.html、.json 或 .csv（问题清单）。")] = None,
    targets: Annotated[
        list[str] | None, typer.Option("--targets", help="已批复的目标表（文件或文件夹，可多次）。")
    ] = None,
    rulebook: Annotated[str, typer.Option(help="规则库的名称或文件。")] = "cn-2020",
    config: SettingsOption = None,
    form: FormatOption = Format.text,
    check: Annotated[bool, typer.Option("--check", help="有得分需要更正时，以状态 1 结束。")] = False,
    lang: LanguageOption = Language.zh,
) -> None:
    """复核自评表：重算每个得分，打印差异；用 -o 写出更正后的工作簿。"""
    from perfscore import changes, engine

    language: WordsLanguage = "en" if lang is Language.en else "zh"
    book = _book(rulebook, language, config)
    if report is not None and Path(report).suffix.lower() not in _REPORTS:
        _complain(_usage("report_ending", language), language)
        raise typer.Exit(2)
    evaluation = engine.evaluate(paths, targets or None, book, language)
    failed = False
    for file in evaluation.files:
        if file.error is not None:
            failed = True
            _complain(file.error, language)
    if form is Format.json:
        from perfscore.report.as_json import dumps

        sys.stdout.write(dumps(evaluation))
    else:
        from perfscore.report.as_text import show

        show(evaluation, book, _console(), language)
    if output is not None:
        failed = not _write(evaluation, paths, Path(output), form, language) or failed
    if report is not None:
        failed = not _write_report(evaluation, book, paths, Path(report), form, language) or failed
    if failed:
        raise typer.Exit(2)
    if check and any(changes.has_corrections(table) for table in evaluation.tables):
        raise typer.Exit(1)


def _write(evaluation: Evaluation, paths: list[str], output: Path, form: Format, language: WordsLanguage) -> bool:
    """Write the corrected workbooks; say whether all could be written."""
    from perfscore.correction import correct_all
    from perfscore.model import PerfscoreError
    from perfscore.wording import label, sentence

    try:
        outcomes = correct_all(evaluation, [Path(path) for path in paths], output)
    except PerfscoreError as error:
        _complain(sentence(error.code, error.values, language), language)
        return False
    for outcome in outcomes:
        if outcome.error is not None:
            _complain(sentence(outcome.error.code, outcome.error.values, language), language)
        elif form is Format.text:
            _console().print(
                label("report.written", language, path=str(outcome.destination)),
                markup=False,
                highlight=False,
            )
    return all(outcome.error is None for outcome in outcomes)


def _write_report(
    evaluation: Evaluation, book: Rulebook, paths: list[str], output: Path, form: Format, language: WordsLanguage
) -> bool:
    """Write the report whole or not at all; say whether it could be written."""
    from perfscore import engine
    from perfscore.ooxml.writing import write_whole
    from perfscore.wording import label, sentence

    if any(path.resolve() == output.resolve() for path in engine.expand(paths)):
        _complain(sentence("PS109", {"path": str(output)}, language), language)
        return False
    kind = output.suffix.lower()
    if kind == ".html":
        from perfscore.report.as_html import render as html

        text = html(evaluation, book, language)
    elif kind == ".csv":
        from perfscore.report.as_csv import render as csv

        text = csv(evaluation, language)
    else:
        from perfscore.report.as_json import dumps

        text = dumps(evaluation)
    try:
        write_whole(output, text.encode("utf-8"))
    except OSError as error:
        values = {"path": str(output), "reason": error.strerror or str(error)}
        _complain(sentence("PS121", values, language), language)
        return False
    if form is Format.text:
        _console().print(label("report.report_written", language, path=str(output)), markup=False, highlight=False)
    return True


def _usage(problem: str, language: WordsLanguage) -> str:
    from perfscore.wording import sentence

    return sentence("PS122", {"problem": problem}, language)


@app.command()
def conventions(
    paths: Annotated[list[str], typer.Argument(metavar="文件…", help="工作簿、Word、PDF，或装有它们的文件夹。")],
    rulebook: Annotated[str, typer.Option(help="规则库的名称或文件。")] = "cn-2020",
    config: SettingsOption = None,
    form: FormatOption = Format.text,
    lang: LanguageOption = Language.zh,
) -> None:
    """看填报的得分实际用的是哪种计分口径（只作参考，不改规则库）。"""
    import json

    from perfscore import engine
    from perfscore.conventions import summarise

    language: WordsLanguage = "en" if lang is Language.en else "zh"
    book = _book(rulebook, language, config)
    evaluation = engine.evaluate(paths, rulebook=book, language=language)
    summary = summarise({file.path: file.tables for file in evaluation.files}, book)
    if form is Format.json:
        sys.stdout.write(json.dumps(summary.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        from perfscore.report.as_conventions import lines

        sys.stdout.write("\n".join(lines(summary, language)) + "\n")
    errors = [file.error for file in evaluation.files if file.error is not None]
    for error in errors:
        _complain(error, language)
    if errors:
        raise typer.Exit(2)


@app.command()
def parse(
    expressions: Annotated[list[str], typer.Argument(metavar="表达式…", help="目标值或实际完成值，例如 '>=95%'。")],
    form: FormatOption = Format.text,
    lang: LanguageOption = Language.zh,
) -> None:
    """看一个目标值或实际完成值被读成了什么。"""
    import json

    from perfscore.expression import parse as read

    trees = [read(text) for text in expressions]
    if form is Format.json:
        sys.stdout.write(json.dumps([tree.to_json() for tree in trees], ensure_ascii=False, indent=2) + "\n")
        return
    from perfscore.report.as_expression import lines

    for tree in trees:
        sys.stdout.write("\n".join(lines(tree, "en" if lang is Language.en else "zh")) + "\n")


@rules.command("list")
def rules_list(lang: LanguageOption = Language.zh) -> None:
    """列出自带的规则库。"""
    from perfscore.report.as_rules import listing
    from perfscore.rulebook import shipped

    sys.stdout.write(listing(shipped(), "en" if lang is Language.en else "zh"))


@rules.command("show")
def rules_show(
    name: Annotated[str, typer.Argument(metavar="名称", help="规则库的名称或文件。")],
    lang: LanguageOption = Language.zh,
) -> None:
    """查看一个规则库：适用范围、日期、每个参数的取值和出处。"""
    from perfscore.report.as_rules import details

    language: WordsLanguage = "en" if lang is Language.en else "zh"
    book = _book(name, language)
    sys.stdout.write(details(book, language))


@app.command()
def explain(
    code: Annotated[str | None, typer.Argument(metavar="编号", help="例如 PS301；不写则列出全部。")] = None,
    lang: LanguageOption = Language.zh,
) -> None:
    """解释一个问题编号：是什么、为什么、怎么改、依据。"""
    from perfscore.report.as_page import listing, page

    language: WordsLanguage = "en" if lang is Language.en else "zh"
    try:
        text = page(code.upper(), language) if code is not None else listing(language)
    except KeyError:
        _complain(f"没有编号“{code}”。不带编号运行 perfscore explain 可列出全部编号。", language)
        raise typer.Exit(2) from None
    sys.stdout.write(text)


@app.command()
def template(
    kind: Annotated[
        Blank,
        typer.Argument(metavar="种类", help="target（目标表）、evaluation（自评表）、department（整体自评表）。"),
    ],
    output: Annotated[str, typer.Option("-o", "--output", help="写到哪个文件。")],
    targets: Annotated[
        list[str] | None, typer.Option("--targets", help="按这些目标表预填自评表（文件或文件夹，可多次）。")
    ] = None,
    lang: LanguageOption = Language.zh,
) -> None:
    """写出一张空白的官方表格；自评表可用 --targets 按目标表预填，得分随填随算。"""
    from perfscore.forms.templates import write_blank
    from perfscore.model import PerfscoreError
    from perfscore.wording import label, sentence

    language: WordsLanguage = "en" if lang is Language.en else "zh"
    if targets and kind is not Blank.evaluation:
        _complain(_usage("targets_prefill_evaluation", language), language)
        raise typer.Exit(2)
    try:
        if targets:
            _prefill(targets, Path(output), language)
        else:
            write_blank(kind.value, Path(output))
    except PerfscoreError as error:
        _complain(sentence(error.code, error.values, language), language)
        raise typer.Exit(2) from None
    _console().print(label("report.template_written", language, path=output), markup=False, highlight=False)


def _prefill(targets: list[str], output: Path, language: WordsLanguage) -> None:
    """Write the self-evaluation forms of target tables; one that cannot be read keeps all from being written."""
    from perfscore import engine
    from perfscore.forms import write_prefilled

    evaluation = engine.evaluate(targets, language=language)
    errors = [file.error for file in evaluation.files if file.error is not None]
    for error in errors:
        _complain(error, language)
    if errors:
        raise typer.Exit(2)
    write_prefilled(evaluation.tables, output)


def _book(name: str, language: WordsLanguage, config: str | None = None) -> Rulebook:
    """Load the rule book in force, with the settings of the user laid over it."""
    from perfscore import settings
    from perfscore.model import PerfscoreError
    from perfscore.rulebook import load
    from perfscore.wording import sentence

    try:
        return settings.load(config).over(load(name))
    except PerfscoreError as error:
        _complain(sentence(error.code, error.values, language), language)
        raise typer.Exit(2) from None


def _console() -> Console:
    from rich.console import Console

    console = Console(emoji=False)  # else it loads a table of 3,600 names such as :smile:, which no sheet holds
    if not console.is_terminal:
        # Piped into a file there is no window to fit into; a narrow table would break every cell.
        console.width = 160
    return console


def _complain(message: str, language: WordsLanguage) -> None:
    from perfscore.wording import label

    sys.stderr.write(label("report.error", language, message=message) + "\n")


def main() -> None:
    """Run the command line; a mistake nobody foresaw ends with one sentence, never with a traceback."""
    # Starting up makes many objects that stay: looking for garbage among them takes a twentieth of a short call.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = app(standalone_mode=False)
    except KeyboardInterrupt:
        status = 130
    except Exception as error:
        status = _failure(error)
    raise SystemExit(status)


def _failure(error: Exception) -> int:
    """Say what went wrong in a call; usage errors of typer carry their own words and status."""
    words = getattr(error, "format_message", None)
    if isinstance(error, typer.Abort):
        return 130
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stdout.write(f"{error}\n")
    elif words is None:
        _complain(f"{type(error).__name__}: {error}", "zh")
    else:
        from perfscore.wording import label

        param = getattr(error, "param", None)
        name = getattr(param, "metavar", None) or getattr(param, "human_readable_name", "")
        option = str(getattr(error, "option_name", ""))
        values: dict[str, str] = {"name": str(name), "option": option, "said": str(words()).rstrip(".")}
        kind = type(error).__name__
        known = kind in ("MissingParameter", "NoSuchOption", "BadParameter")
        _complain(_usage(label(f"usage.{kind if known else 'other'}", "zh", **values), "zh"), "zh")
    return 2
