"""Pack the Python code that runs in the browser: this package and the pure libraries that it reads files with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Final

from perfscore.errors import PerfscoreError

LIBRARIES: Final = (
    "attrs",
    "lark",
    "jinja2",
    "markupsafe",
    "openpyxl",
    "et-xmlfile",
    "xlrd",
    "xlsxwriter",
    "pdfminer.six",
)
"""Distributions that go along. None is needed in its compiled form."""

_LEFT_OUT: Final = frozenset({"assets", "batch", "cli", "__pycache__"})
"""Parts of this package that have no use in a browser: many processes, a terminal, the page's own files."""
_OF_LIBRARIES: Final = frozenset({".py", ".lark", ".gz", ".json"})
_STAMP: Final = (2020, 1, 1, 0, 0, 0)
# pdfminer's character maps weigh 8 MB; those of simplified Chinese and the general ones are what these sheets use.
_CMAPS: Final = ("GB", "UniGB", "Adobe-GB1", "to-unicode-Adobe-GB1", "Identity")

# pdfminer imports these at its top; reading an unencrypted text PDF needs neither.
_STUBS: Final = {
    "cryptography/__init__.py": "",
    "cryptography/hazmat/__init__.py": "",
    "cryptography/hazmat/backends/__init__.py": "def default_backend():\n    raise NotImplementedError\n",
    "cryptography/hazmat/primitives/__init__.py": "",
    "cryptography/hazmat/primitives/ciphers/__init__.py": (
        "class Cipher:\n    def __init__(self, *_):\n        raise NotImplementedError\n\n\n"
        "algorithms = modes = Cipher\n"
    ),
    "charset_normalizer/__init__.py": 'def detect(data):\n    return {"encoding": "utf-8"}\n',
}


def packages() -> bytes:
    """Pack everything that is imported in the browser into one archive; the same installation gives the same bytes.

    Raises:
        PerfscoreError: a library that belongs into the page is not installed (PS805).
    """
    content = dict(_own())
    for name in LIBRARIES:
        content.update(_library(name))
    content.update({path: text.encode() for path, text in _STUBS.items()})
    return archive(content)


def archive(content: dict[str, bytes]) -> bytes:
    """Pack files without compressing them: the page compresses the archive as a whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for path in sorted(content):
            target.writestr(zipfile.ZipInfo(path, _STAMP), content[path])
    return packed.getvalue()


def repacked(source: bytes) -> bytes:
    """Store the files of a compressed archive uncompressed: they are imported faster and compress better as a whole."""
    with zipfile.ZipFile(io.BytesIO(source)) as packed:
        return archive({entry.filename: packed.read(entry) for entry in packed.infolist() if not entry.is_dir()})


def _own() -> Iterator[tuple[str, bytes]]:
    root = package_files("perfscore")
    yield from _below(root, PurePosixPath("perfscore"))
    for name in ("grammar", "templates"):
        if not root.joinpath(name).is_dir():  # a checkout keeps them beside the package
            yield from _below(root.joinpath("..", name), PurePosixPath("perfscore", name))


def _below(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in _LEFT_OUT:
                yield from _below(entry, path / entry.name)
        else:
            yield str(path / entry.name), entry.read_bytes()


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    try:
        listed = files(name) or []
    except PackageNotFoundError as error:
        raise PerfscoreError("PS805", package=name, extra="page") from error
    for file in listed:
        path = str(PurePosixPath(*file.parts))
        kept = file.suffix in _OF_LIBRARIES or ".dist-info/METADATA" in path
        if not kept or path.startswith("..") or "/tests/" in path or "__pycache__" in path:
            continue
        if "/cmap/" in path and not file.name.startswith(_CMAPS):
            continue
        yield path, Path(file.locate()).read_bytes()
