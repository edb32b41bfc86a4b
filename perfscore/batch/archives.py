"""Zips of workbooks: what they hold, and one member at a time, within limits."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from struct import Struct
from typing import Final

from attrs import frozen

from perfscore.errors import PerfscoreError
from perfscore.ooxml import LIMITS
from perfscore.outputs import reason

MOST_MEMBERS: Final = 20_000
MOST_DIRECTORY: Final = 16 * 1024**2
MOST_BYTES: Final = 8 * 1024**3
MOST_RATIO: Final = 200
_SMALL: Final = 8 * 1024**2
_END: Final = Struct("<4s4H2LH")  # PKWARE APPNOTE 4.3.16
_FORBIDDEN: Final = '<>:"|?*'
_UNSEEN: Final = ("Cc", "Cf", "Zl", "Zp")  # control and format characters, separators of lines and paragraphs
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_UTF8_FLAG: Final = 0x800
_ENCRYPTED_FLAG: Final = 0x1


@frozen
class Member:
    """A file inside an archive.

    Args:
        index: its place in the directory. name: with slashes, safe to join to a folder. size: unpacked bytes.
    """

    index: int
    name: str
    size: int


def members(path: Path) -> Iterator[Member]:
    """List the files of an archive.

    Raises:
        PerfscoreError: it is damaged, over a limit, or cannot be read (PS803).
    """
    for index, info in enumerate(_open(path).infolist()):
        if not info.is_dir():
            yield Member(index, safe_name(_name(info)), info.file_size)


def read(path: Path, index: int) -> bytes:
    """Unpack one member.

    Args:
        path: the archive. index: the member's place in its directory.

    Raises:
        PerfscoreError: encrypted, damaged or over a limit (PS803).
    """
    archive = _open(path)
    info = archive.infolist()[index]
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise _refused("encrypted_member")
    if info.file_size > LIMITS.file_bytes:
        raise _refused("member_too_large")
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise _refused("member_too_dense")
    try:
        with archive.open(info) as source:
            data = source.read(LIMITS.file_bytes + 1)
    except Exception as error:  # BadZipFile, and zlib, bz2 and lzma have errors of their own
        raise _refused("member_damaged") from error
    if len(data) > LIMITS.file_bytes:
        raise _refused("member_too_large")
    return data


def safe_name(name: str) -> str:
    """Make of a member's name one that every system can write below a folder.

    What would lead outside it goes (``../a``, ``/a``); letters that no name may hold on Windows or that nobody sees
    become ``_``, and a name that Windows keeps for a device gets one in front.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    parts = ["".join("_" if _is_unsafe(letter) else letter for letter in part) for part in parts]
    return "/".join(f"_{part}" if _DEVICE.match(part) else part for part in parts) or "_"


def _is_unsafe(letter: str) -> bool:
    return letter in _FORBIDDEN or unicodedata.category(letter) in _UNSEEN


def _name(info: zipfile.ZipInfo) -> str:
    """Give the name as it was meant: Chinese Windows writes GBK without saying so."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, size: int) -> zipfile.ZipFile:
    if size > MOST_BYTES:
        raise _refused("archive_too_large")
    with open(path, "rb") as stream:
        stream.seek(max(0, size - _END.size - 0xFFFF))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + _END.size > len(tail):
        raise _refused("archive_damaged")
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, end)
    if count > MOST_MEMBERS or directory > MOST_DIRECTORY:  # zip64 has all bits set here: over the limit as well
        raise _refused("too_many_members")
    return zipfile.ZipFile(path)


def _open(path: Path) -> zipfile.ZipFile:
    try:
        state = path.stat()
        if not path.is_file():
            raise _refused("archive_damaged")
        return _opened(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise _refused(reason(error)) from error
    except PerfscoreError:
        raise
    except Exception as error:  # BadZipFile and whatever a hostile directory provokes
        raise _refused("archive_damaged") from error


def _refused(reason: str) -> PerfscoreError:
    return PerfscoreError("PS803", reason=reason)
