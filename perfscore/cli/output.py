"""One way to print: control characters never reach a terminal, JSON is UTF-8, and a closed pipe ends nothing."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TextIO

from perfscore.text import DIRECTIONS
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from rich.status import Status

    from perfscore.report.screen import Screen

# Colours (SGR) are the only sequences that are let through.
_CONTROLS: Final = re.compile(rf"\x1b\[[\d;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{DIRECTIONS}]")
_UNSAFE_IN_JSON: Final = re.compile("[\x7f-\x9f\ud800-\udfff]")
_PIPED_WIDTH: Final = 160
"""Piped into a file there is no window to fit into; a narrow table would break every cell."""


def prepare() -> None:
    """Keep the encoding of both streams; a character that it lacks becomes a question mark, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def show(text: str) -> None:
    """Print text on standard output, in the encoding of the terminal or the pipe."""
    _write(sys.stdout, _printable(text))


def show_json(value: Any) -> None:
    """Print a value as JSON on standard output, in UTF-8 whatever the locale."""
    show_json_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def show_json_text(text: str) -> None:
    """Print a JSON document; what no terminal or UTF-8 takes is written as an escape, the same value in JSON."""
    escaped = _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    _write(sys.stdout, escaped, as_utf8=True)


def show_written(path: str, language: Language) -> None:
    """Name a file that was written."""
    show(label("batch.written", language, path=path) + "\n")


def complain(message: str, language: Language) -> None:
    """Say on standard error what went wrong."""
    _write(sys.stderr, _printable(label("report.error", language, message=message)) + "\n")


@contextmanager
def page_shown(language: Language) -> Iterator[None]:
    """Show on a terminal which page of a scan is being recognised, as long as nothing else is printed."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from perfscore.page_listener import listening

    with ExitStack() as shown:
        status: Status | None = None

        def show_page(page: int) -> None:
            nonlocal status
            text = label("report.recognising", language, page=str(page))
            if status is None:
                from rich.console import Console

                status = shown.enter_context(Console(stderr=True).status(text))
            status.update(text)

        with listening(show_page):
            yield


def screen() -> Screen:
    """Give a page of the width of the terminal, without colours where nobody looks at one."""
    from shutil import get_terminal_size

    from perfscore.report.screen import Screen

    terminal = sys.stdout is not None and sys.stdout.isatty()
    return Screen(get_terminal_size().columns if terminal else _PIPED_WIDTH, terminal and "NO_COLOR" not in os.environ)


def _printable(text: str) -> str:
    return _CONTROLS.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    control = match[0]
    if len(control) > 1:
        return control
    code = ord(control)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _write(stream: TextIO | None, text: str, as_utf8: bool = False) -> None:
    if stream is None:  # a program without a window has no streams
        return
    try:
        buffer = getattr(stream, "buffer", None) if as_utf8 else None
        if buffer is not None:
            stream.flush()
            buffer.write(text.encode("utf-8"))
        else:
            stream.write(text)
        stream.flush()
    except OSError:  # the reader of the pipe is gone: nobody looks any more, and the work goes on
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
