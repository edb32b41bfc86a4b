"""One door for every file that is written: never over an input, whole or not at all, no trace of a killed process."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from perfscore.errors import PerfscoreError
from perfscore.wording import Language, label

AnyPath = str | os.PathLike[str]
Objection = Literal["foreign", "changed", "decided"]
Recognise = Callable[[Path], Objection | None]
"""Says why an existing file must not be replaced; None where perfscore wrote it and nobody changed it since."""

# Short, so that the longest allowed name still has a draft beside it; host and process tell whose draft it is.
_DRAFT: Final = re.compile(r"\.perfscore-(?P<host>[0-9a-f]{6})-(?P<process>\d+)-[0-9a-f]{8}\.tmp")
_OLD: Final = 24 * 3600
_REASONS: Final = frozenset(
    {
        "EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOSPC", "EDQUOT", "EROFS", "ENAMETOOLONG",
        "EINVAL", "EILSEQ", "ELOOP", "EMFILE", "EIO", "ETXTBSY", "EBUSY", "EFBIG",
    }
)  # fmt: skip
"""Reasons of the system that have words of their own; others are shown as the system says them."""


class TextFile(NamedTuple):
    """A kind of text that is written.

    Args:
        marks: one of them stands near the beginning of such a file if perfscore wrote it. head: label of its first
            column, which is such a mark in either language; empty where it has no columns.
        report: module and function that write an evaluation so, given evaluation, rule book and language; empty where
            it is no form of report.
    """

    marks: tuple[bytes, ...] = ()
    report: str = ""
    head: str = ""

    def wrote(self, content: bytes) -> bool:
        """Say whether perfscore wrote a file that begins so."""
        heads = (f'\ufeff"{label(self.head, language)}","'.encode() for language in get_args(Language) if self.head)
        return any(mark in content for mark in (*self.marks, *heads))


_TEXTS: Final = {
    ".toml": TextFile(),  # a rule book that was begun holds what a person wrote since
    ".html": TextFile((b'name="generator" content="perfscore',), "perfscore.report.as_html:render"),
    ".json": TextFile((b'"schema": "perfscore.', b'"$id": "urn:perfscore'), "perfscore.report.as_json:render"),
    ".csv": TextFile((), "perfscore.report.as_csv:render", "html.file"),
}
REPORTS: Final = {ending: kind.report for ending, kind in _TEXTS.items() if kind.report}
"""The forms of report by their ending: module and function."""
_HEAD: Final = 4096


class Outputs:
    """What one call reads and writes.

    Args:
        inputs: every file that the call reads: sheets, target tables, store, rule book, settings, decisions.
        force: whether files that perfscore did not write may be replaced.
        recognise: judges an existing file that is no text; texts are known by their beginning.
    """

    def __init__(self, inputs: Iterable[AnyPath] = (), force: bool = False, recognise: Recognise | None = None) -> None:
        self._force = force
        self._recognise = recognise
        self._inputs: set[tuple[int, int]] = set()
        self._names: set[str] = set()
        self._claimed: set[str] = set()
        self._written: set[str] = set()
        self._swept: set[Path] = set()
        self.protect(inputs)

    def protect(self, inputs: Iterable[AnyPath]) -> None:
        """Add files that this call reads."""
        for path in inputs:
            with suppress(OSError, ValueError):
                self._names.add(_name(path))
                self._inputs.add(_identity(os.stat(path)))

    def check(self, destination: AnyPath, continued: bool = False) -> Path:
        """Refuse a destination before anything is computed for it.

        Args:
            destination: the file to write; links are followed.
            continued: whether what is in it stays, as in a store: then it may hold anything.

        Returns:
            The file that will be written.

        Raises:
            PerfscoreError: it is an input of this call, by whatever name (PS109), or no regular file (PS121), or
                holds what perfscore did not write (PS127).
        """
        shown = str(destination)
        state = None
        try:
            path = Path(os.path.realpath(destination))
            with suppress(FileNotFoundError):
                state = os.stat(path)
        except (OSError, ValueError) as error:
            raise refused(shown, error) from error
        name = _name(path)
        if name in self._names or (state is not None and _identity(state) in self._inputs):
            raise PerfscoreError("PS109", path=shown)
        if state is not None:
            if not stat.S_ISREG(state.st_mode):
                raise PerfscoreError("PS121", path=shown, reason="not_a_file")
            own = continued or self._force or name in self._written or not state.st_size
            objection = None if own else self._objection(path)
            if objection is not None:
                raise PerfscoreError("PS127", path=shown, reason=objection)
        return path

    def claim(self, destination: AnyPath) -> None:
        """Check a destination of this call and keep it from the call's other outputs.

        Raises:
            PerfscoreError: as `check`, or another output of the call goes there (PS121).
        """
        name = _name(self.check(destination))
        if name in self._claimed:
            raise PerfscoreError("PS121", path=str(destination), reason="written_twice")
        self._claimed.add(name)

    def write(self, destination: AnyPath, content: bytes | str) -> None:
        """Write a file whole or not at all; folders above it are made.

        Args:
            destination: the file to write.
            content: a text is written in UTF-8; half a character of a broken file becomes an escape.

        Raises:
            PerfscoreError: as `check`, or it cannot be written (PS121).
        """
        if isinstance(content, str):
            content = content.encode("utf-8", "backslashreplace")
        with self.draft(destination) as draft, open(draft, "xb") as file:
            file.write(content)

    def create(self, destination: AnyPath, content: bytes) -> Path:
        """Write a file that does not exist yet, whole or not at all; folders above it are made.

        Returns:
            The path written.

        Raises:
            PerfscoreError: the file exists or cannot be written (PS121).
        """
        if os.path.lexists(destination):
            raise refused(str(destination), FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))
        self.write(destination, content)
        return Path(destination)

    @contextmanager
    def draft(self, destination: AnyPath) -> Iterator[Path]:
        """Give a path beside the destination; what is written there takes its place when all went well.

        Raises:
            PerfscoreError: as `check`, or it cannot be written (PS121).
        """
        path = self.check(destination)
        draft = path.with_name(f".perfscore-{_host()}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sweep(path.parent)
            yield draft
            with suppress(OSError):
                os.chmod(draft, stat.S_IMODE(os.stat(path).st_mode))
            with open(draft, "rb") as file, suppress(OSError):
                os.fsync(file.fileno())
            os.replace(draft, path)
        except (OSError, ValueError) as error:
            raise refused(str(destination), error) from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        self._written.add(_name(path))

    def _objection(self, path: Path) -> Objection | None:
        kind = _TEXTS.get(path.suffix.lower())
        if kind is None:
            return self._recognise(path) if self._recognise is not None else None
        with suppress(OSError), open(path, "rb") as file:
            return None if kind.wrote(file.read(_HEAD)) else "foreign"
        return None

    def _sweep(self, folder: Path) -> None:
        """Remove the drafts that killed processes left in a folder."""
        if folder in self._swept:
            return
        self._swept.add(folder)
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                match = _DRAFT.fullmatch(entry.name)
                if match is not None and _is_stale(entry, match):
                    with suppress(OSError):
                        os.unlink(entry.path)


def refused(path: str, error: OSError | ValueError) -> PerfscoreError:
    """Say why a file could not be written."""
    return PerfscoreError("PS121", path=path, reason=reason(error))


def reason(error: OSError | ValueError) -> str:
    """Name why the system refused a file: a key that has words in both languages, or the system's own words."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    if isinstance(error, ValueError):
        name = "EINVAL"  # such as a NUL in the name
    return name if name in _REASONS else str(getattr(error, "strerror", None) or error)


def distinct(path: Path, taken: set[str]) -> Path:
    """Number a name until no other output has it, also where upper and lower case are the same; and take it."""
    numbered, number = path, 1
    while (key := str(numbered).casefold()) in taken:
        number += 1
        numbered = path.with_name(f"{path.stem} ({number}){path.suffix}")
    taken.add(key)
    return numbered


def _identity(state: os.stat_result) -> tuple[int, int]:
    return state.st_dev, state.st_ino


def _name(path: AnyPath) -> str:
    return os.path.normcase(os.path.realpath(path))


def _host() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:6]


def _is_stale(entry: os.DirEntry[str], match: re.Match[str]) -> bool:
    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD:
        return True
    # On Windows the question itself would end the process.
    if match["host"] != _host() or os.name == "nt" or int(match["process"]) == os.getpid():
        return False
    try:
        os.kill(int(match["process"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
