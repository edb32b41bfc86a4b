"""Tell whoever waits which page of a scan is being recognised: a page takes seconds, a file has dozens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_LISTENER: Final[ContextVar[Callable[[int], None] | None]] = ContextVar("listener", default=None)


def announce(page: int) -> None:
    """Say that a page is about to be recognised.

    Args:
        page: its number in the file, from 1.
    """
    listener = _LISTENER.get()
    if listener is not None:
        listener(page)


@contextmanager
def listening(listener: Callable[[int], None]) -> Iterator[None]:
    """Have a function called with the number of each page that is recognised inside."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
