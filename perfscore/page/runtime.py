"""Find the pinned browser runtime: a folder or archive that the user names, or the npm package, checked by hash."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from perfscore import datafile
from perfscore.errors import PerfscoreError
from perfscore.inputs import load

_PINNED: Final = Path(__file__).with_name("runtime.toml")
_NPM_SECONDS: Final = 300


class Pinned(NamedTuple):
    """The runtime that the page is built with.

    Args:
        package: name of the npm package. version: its version. integrity: its hash, as npm writes it.
        files: SHA-256 of each file that goes into the page, by its name.
    """

    package: str
    version: str
    integrity: str
    files: Mapping[str, str]


def pinned() -> Pinned:
    """Say which runtime the page is built with."""
    data = datafile.load(_PINNED)
    return Pinned(data["package"], data["version"], data["integrity"], data["files"])


def runtime_files(path: str | None = None) -> dict[str, bytes]:
    """Read the files of the runtime and check each against its pinned hash.

    Args:
        path: a folder with the files, or the ``.tgz`` of the npm package; fetched with ``npm pack`` when left out.

    Returns:
        The content of each file, by its name.

    Raises:
        PerfscoreError: the runtime cannot be opened (PS107) or fetched (PS901), or is not the pinned one (PS902).
    """
    package = pinned()
    if path is None:
        files = _unpacked(_fetched(package), package)
    elif Path(path).is_dir():
        files = {name: load(Path(path) / name).data for name in package.files}
    else:
        files = _unpacked(load(Path(path)).data, package)
    for name, digest in package.files.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise PerfscoreError("PS902", file=name, package=package.package, version=package.version)
    return files


def _fetched(package: Pinned) -> bytes:
    """Fetch the package with the ordinary npm client into a folder that is removed again."""
    name = f"{package.package}@{package.version}"
    npm = shutil.which("npm")
    if npm is None:
        raise PerfscoreError("PS901", path=name, reason="no_npm")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder, name]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_NPM_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise PerfscoreError("PS901", path=name, reason="npm_failed") from error
        (archive,) = Path(folder).glob("*.tgz")
        return archive.read_bytes()


def _unpacked(archive: bytes, expected: Pinned) -> dict[str, bytes]:
    """Take the files out of the npm package; its hash is checked before anything is unpacked."""
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if f"sha512-{digest}" != expected.integrity:
        raise PerfscoreError("PS902", file=".tgz", package=expected.package, version=expected.version)
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        members = {name: package.extractfile(f"package/{name}") for name in expected.files}
        return {name: member.read() for name, member in members.items() if member is not None}
