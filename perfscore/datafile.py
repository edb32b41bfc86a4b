"""The data files of the package: TOML for people to read, and its parsed form kept where Python keeps compiled modules.

Parsing all that one evaluation needs takes as long as scoring a dozen sheets, and it would be done in every process.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from perfscore.version import VERSION


def load(path: Path, parse_float: Callable[[str], Any] = Decimal) -> dict[str, Any]:
    """Load a data file of the package; never one of a user, whose folder is not ours to write to.

    Args:
        path: the TOML file.
        parse_float: reads a number with a point; always the same one for the same file.

    Returns:
        What the file says.
    """
    stat = path.stat()
    stamp = (VERSION, stat.st_mtime_ns, stat.st_size)
    kept = Path(cache_from_source(str(path))).with_name(f"{path.name}.{sys.implementation.cache_tag}")
    # Whatever is wrong with the kept form, the file itself is there to be read.
    with suppress(Exception):
        known, data = pickle.loads(kept.read_bytes())
        if known == stamp:
            return data  # type: ignore[no-any-return]  # written by _keep
    import tomllib

    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=parse_float)
    if not sys.dont_write_bytecode:
        _keep(kept, pickle.dumps((stamp, data)))
    return data


def _keep(kept: Path, content: bytes) -> None:
    """Write the parsed form, whole or not at all; where nothing can be written, files are parsed in every process."""
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        draft.write_bytes(content)
        draft.replace(kept)
