"""The data files of the package: TOML for people to read, and its parsed form kept where Python keeps compiled modules.

Parsing all that one evaluation needs takes as long as scoring a dozen sheets, and it would be done in every process.
What is kept is plain data in the form of Python's own compiled files, never a pickle, which could run code.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, Final

from perfscore.version import VERSION

_PACKAGE: Final = Path(__file__).parent
_DIGEST: Final = sha256().digest_size


def shipped(folder: str, name: str) -> Path:
    """Find a file of ``grammar/`` or ``templates/``: they lie inside an installed package, in a checkout beside it.

    Args:
        folder: which of the two. name: of the file.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        path = parent / folder / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{folder}/{name} is missing from the installation of perfscore")


def load(path: Path, parse_float: Callable[[str], Any] = Decimal) -> dict[str, Any]:
    """Load a data file of the package; never one of a user, whose folder is not ours to write to.

    Args:
        path: the TOML file.
        parse_float: reads a number with a point; always the same one for the same file.

    Returns:
        What the file says.
    """
    source = path.read_bytes()

    def parse() -> Any:
        import tomllib

        data = tomllib.loads(source.decode(), parse_float=parse_float)
        packed = _packed(data)
        return packed == data, packed

    plain, data = keep(path, source, parse)
    return data if plain else _unpacked(data)  # type: ignore[no-any-return]  # TOML is a table


def keep(path: Path, source: bytes, make: Callable[[], Any]) -> Any:
    """Give plain data made from a file of the package, from where it was kept if the file did not change since.

    Args:
        path: the file. source: everything that decides the result.
        make: makes the data: dictionaries, lists, tuples, texts, bytes, numbers, None.

    Returns:
        The data.
    """
    kept = Path(cache_from_source(str(path))).with_name(f"{path.name}.{sys.implementation.cache_tag}")
    stamp = sha256(VERSION.encode() + b"\n" + source).digest()
    # Whatever is wrong with the kept form, the file itself is there to be read.
    with suppress(OSError, ValueError, EOFError, TypeError):
        content = kept.read_bytes()
        data = content[2 * _DIGEST :]
        # Only what was written whole is read: marshal may do anything with damaged data.
        if content[:_DIGEST] == stamp and content[_DIGEST : 2 * _DIGEST] == sha256(data).digest():
            return marshal.loads(data)
    made = make()
    if not sys.dont_write_bytecode:
        data = marshal.dumps(made)
        _write(kept, stamp + sha256(data).digest() + data)
    return made


def _packed(value: Any) -> Any:
    """Put what plain data lacks into forms that TOML has not: a number becomes bytes, a date a tuple."""
    if isinstance(value, dict):
        return {key: _packed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_packed(item) for item in value]
    if isinstance(value, Decimal):
        return str(value).encode()
    if type(value) is date:
        return (value.toordinal(),)
    return value


def _unpacked(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value
    if kind is dict:
        return {key: item if type(item) is str else _unpacked(item) for key, item in value.items()}
    if kind is list:
        return [item if type(item) is str else _unpacked(item) for item in value]
    if kind is bytes:
        return Decimal(value.decode())
    return date.fromordinal(value[0]) if kind is tuple else value


def _write(kept: Path, content: bytes) -> None:
    """Write the kept form, whole or not at all; where nothing can be written, it is made in every process."""
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        draft.write_bytes(content)
        draft.replace(kept)
