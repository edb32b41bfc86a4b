"""The commands for many files: ``batch``, ``store report``, ``store compare`` and ``score-rows``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from perfscore.batch.run import Assess, Outcome
    from perfscore.rulebook import Rulebook
    from perfscore.wording import Language

store = typer.Typer(help="批量复核的结果库：汇总、比较。", no_args_is_help=True, rich_markup_mode=None)

_INTERRUPTED = 130

RulebookOption = Annotated[str, typer.Option("--rulebook", help="规则库的名称或文件。")]
SettingsOption = Annotated[
    str | None, typer.Option("--settings", help="设置文件；不写则用当前文件夹里的 perfscore.toml（如有）。")
]


class Words(StrEnum):
    """Language of what is printed."""

    zh = "zh"
    en = "en"


LanguageOption = Annotated[Words, typer.Option("--lang", help="输出语言：zh 或 en。")]
StoreArgument = Annotated[str, typer.Argument(metavar="结果库", help="perfscore batch 写出的文件。")]
DaskOption = Annotated[str | None, typer.Option("--dask", help="Dask 调度器的地址，例如 tcp://10.0.0.5:8786。")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(batch)
    app.command("score-rows")(score_rows)
    app.add_typer(store, name="store")


def batch(
    paths: Annotated[list[str], typer.Argument(metavar="文件夹…", help="装有工作簿或其压缩包的文件夹，也可以是文件。")],
    output: Annotated[str, typer.Option("-o", "--output", help="结果库（DuckDB 文件）；已有的接着写。")],
    corrected: Annotated[str | None, typer.Option(help="把更正后的工作簿写到这个文件夹，目录结构不变。")] = None,
    summary: Annotated[str | None, typer.Option(help="写出汇总工作簿（.xlsx）。")] = None,
    parquet: Annotated[str | None, typer.Option(help="把结果库的各表导出为 Parquet 文件，放到这个文件夹。")] = None,
    targets: Annotated[
        list[str] | None, typer.Option("--targets", help="已批复的目标表（文件或文件夹，可多次）。")
    ] = None,
    rulebook: RulebookOption = "cn-2020",
    settings: SettingsOption = None,
    workers: Annotated[int, typer.Option(min=0, help="进程数；0 为每个处理器核心一个。")] = 0,
    seconds: Annotated[float, typer.Option("--timeout", min=1, help="单个文件最多处理多少秒。")] = 60,
    retry: Annotated[bool, typer.Option("--retry", help="上次未能处理的文件，即使没有改动也再处理一次。")] = False,
    dask: DaskOption = None,
    lang: LanguageOption = Words.zh,
) -> None:
    """批量复核：逐个复核文件夹里的自评表，结果写入结果库；中断后再运行同一命令可接着做。"""
    language: Language = lang.value
    with _mistakes_in_words(language):
        import os

        from perfscore.batch.approved import read_approved
        from perfscore.batch.items import InForce
        from perfscore.batch.pool import Limits
        from perfscore.batch.progress import progress
        from perfscore.batch.run import Options, run
        from perfscore.batch.store import Store

        approved, digest = read_approved(targets)
        in_force = InForce(_book(rulebook, settings), approved, language, digest)
        options = Options(
            corrected=Path(corrected) if corrected is not None else None,
            limits=Limits(workers or os.cpu_count() or 1, seconds),
            retry=retry,
            assess=_cluster(dask),
            progress=progress(language),
        )
        own = [Path(path) for path in (output, summary, parquet) if path is not None]
        with Store(Path(output)) as opened:
            outcome = run(paths, opened, in_force, options, own)
            _tell(outcome, output, language)
            if outcome.stopped:
                raise typer.Exit(_INTERRUPTED)
            if summary is not None:
                from perfscore.batch.summary import write

                write(opened, outcome.edition, Path(summary), language)
                _written(summary, language)
            if parquet is not None:
                for path in opened.export(Path(parquet)):
                    _written(str(path), language)


@store.command("report")
def store_report(
    path: StoreArgument,
    output: Annotated[str, typer.Option("-o", "--output", help="写到哪个文件（.html 或 .xlsx）。")],
    rulebook: Annotated[
        str | None, typer.Option("--rulebook", help="看哪个规则库的结果；不写则看最近一次运行的。")
    ] = None,
    lang: LanguageOption = Words.zh,
) -> None:
    """把结果库汇总成一张网页（或一个工作簿）。"""
    language: Language = lang.value
    with _mistakes_in_words(language):
        from perfscore.batch.choosing import choose
        from perfscore.batch.store import Store

        target = Path(output)
        with Store(Path(path), read_only=True) as opened:
            edition = choose(opened, rulebook)
            if target.suffix.lower() == ".xlsx":
                from perfscore.batch.summary import write

                write(opened, edition, target, language)
            else:
                from perfscore.batch.page import write as write_page

                write_page(opened, edition, target, language)
        _written(output, language)


@store.command("compare")
def store_compare(
    path: StoreArgument,
    rulebook: Annotated[list[str], typer.Option("--rulebook", help="要比较的两个规则库，写两次。")],
    output: Annotated[str | None, typer.Option("-o", "--output", help="把清单写成 .csv。")] = None,
    lang: LanguageOption = Words.zh,
) -> None:
    """比较两个规则库的结果：哪些得分、等级变了，为什么。"""
    language: Language = lang.value
    with _mistakes_in_words(language):
        from perfscore.batch.compare import compare, lines
        from perfscore.batch.store import Store
        from perfscore.model import PerfscoreError

        if len(rulebook) != 2:
            raise PerfscoreError("PS122", problem="two_rulebooks")
        with Store(Path(path), read_only=True) as opened:
            found = compare(opened, *rulebook)
        sys.stdout.write("\n".join(lines(found, language)) + "\n")
        if output is not None:
            from perfscore.batch.compare import write_csv

            write_csv(found, Path(output), language)
            _written(output, language)


def score_rows(
    source: Annotated[str, typer.Argument(metavar="数据", help="Parquet 文件，每行一个指标。")],
    output: Annotated[str, typer.Option("-o", "--output", help="写到哪个 Parquet 文件。")],
    rulebook: RulebookOption = "cn-2020",
    settings: SettingsOption = None,
    dask: DaskOption = None,
    lang: LanguageOption = Words.zh,
) -> None:
    """给数据表里的指标逐行重算得分（列：level2、target、actual、weight、rule、claimed）。"""
    language: Language = lang.value
    with _mistakes_in_words(language):
        from perfscore.batch.columns import score_file

        book = _book(rulebook, settings)
        if dask is not None:
            from perfscore.batch.cluster import score_file_on

            score_file_on(dask, Path(source), Path(output), book)
        else:
            score_file(Path(source), Path(output), book)
        _written(output, language)


def _cluster(address: str | None) -> Assess | None:
    if address is None:
        return None
    from perfscore.batch.cluster import on

    return on(address)


def _tell(outcome: Outcome, output: str, language: Language) -> None:
    """Print what a run did: everything found is accounted for."""
    from perfscore.wording import label

    def say(name: str, **values: object) -> None:
        texts = {key: str(value) for key, value in values.items()}
        sys.stdout.write(label(f"batch.{name}", language, **texts) + "\n")

    say("found", files=outcome.found, others=outcome.others)
    say("assessed", files=outcome.statuses["read"], before=outcome.done_before)
    for status in ("unreadable", "timeout", "crashed", "folder"):
        if outcome.statuses[status]:
            say(f"status_{status}", files=outcome.statuses[status])
    if outcome.uncorrected:
        say("uncorrected", files=outcome.uncorrected)
    if outcome.stopped:
        say("stopped")
    say("store", path=output)


def _written(path: str, language: Language) -> None:
    from perfscore.wording import label

    sys.stdout.write(label("batch.written", language, path=path) + "\n")


def _book(name: str, config: str | None) -> Rulebook:
    from perfscore import settings
    from perfscore.rulebook import load

    return settings.load(config).over(load(name))


@contextmanager
def _mistakes_in_words(language: Language) -> Iterator[None]:
    """Say what went wrong in one sentence and end with status 2."""
    from perfscore.model import PerfscoreError
    from perfscore.wording import label, sentence

    try:
        yield
    except PerfscoreError as error:
        message = sentence(error.code, error.values, language)
        sys.stderr.write(label("report.error", language, message=message) + "\n")
        raise typer.Exit(2) from None
