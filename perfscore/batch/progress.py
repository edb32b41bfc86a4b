"""How far a batch is: a bar on the terminal, or nothing where nobody looks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from perfscore.wording import Language, label

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress(Protocol):
    """Is told what is done."""

    def start(self, total: int) -> None:
        """Begin, with the number of files to assess; those that are done already are not among them."""

    def advance(self, files: int) -> None:
        """Some files more are done."""

    def end(self) -> None:
        """There is nothing more to come."""


class _Silent:
    def start(self, total: int) -> None:
        """Say nothing."""

    def advance(self, files: int) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


NO_PROGRESS: Progress = _Silent()


class Bar:
    """A bar on standard error with files done, files a second and the time that the rest will take.

    The estimate comes from the speed of the last minute, and only from files that were assessed in this run: those
    skipped would make it look faster than it is.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def start(self, total: int) -> None:
        """Show the bar."""
        if not total:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn(label("batch.assessing", self._language)),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TextColumn(label("batch.remaining", self._language)),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            speed_estimate_period=60,
        )
        self._task = self._bar.add_task("", total=total, speed="")
        self._bar.start()

    def advance(self, files: int) -> None:
        """Move the bar."""
        if self._bar is None or self._task is None:
            return
        task = self._bar.tasks[0]
        speed = f"{task.speed:.0f}" if task.speed else "…"
        self._bar.update(self._task, advance=files, speed=label("batch.speed", self._language, files=speed))

    def end(self) -> None:
        """Take the bar down."""
        if self._bar is not None:
            self._bar.stop()


def progress(language: Language) -> Progress:
    """Give a bar on a terminal, silence elsewhere."""
    return Bar(language) if sys.stderr.isatty() else NO_PROGRESS
