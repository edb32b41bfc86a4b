"""What other installed packages add, announced through entry points: rule books, layouts and checks."""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from perfscore.version import VERSION

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Group = Literal["perfscore.rulebooks", "perfscore.layouts", "perfscore.checks"]


class Extension(NamedTuple):
    """One entry point of another package.

    Args:
        name: of the entry point.
        package: its value: the package that holds the data files or the modules.
        release: name and version of the distribution that it comes with.
    """

    name: str
    package: str
    release: str

    def folder(self) -> Traversable:
        """Give the folder of the package.

        Raises:
            ImportError: when the package cannot be imported.
        """
        from importlib.resources import files

        return files(self.package)

    def data(self, name: str) -> dict[str, Any]:
        """Read a data file of the package.

        Args:
            name: of a TOML file, below the folder of the package.

        Returns:
            What it says; nothing where there is no such file.

        Raises:
            ImportError: when the package cannot be imported.
            OSError, ValueError: when the file cannot be read.
        """
        import tomllib

        file = self.folder() / name
        return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def announced(group: Group) -> tuple[Extension, ...]:
    """List what installed packages announce in a group, by name; looked up once per process."""
    # The import takes longer than an evaluation, and on most machines no package announces anything.
    if f"[{group}]".encode() not in _entry_points(tuple(sys.path)):
        return ()
    from importlib.metadata import entry_points

    return tuple(
        sorted(
            {
                Extension(point.name, point.value, f"{point.dist.name} {point.dist.version}" if point.dist else "")
                for point in entry_points(group=group)
            }
        )
    )


def release() -> str:
    """Name the version of this package, and of those that change how tables are read or what is checked."""
    releases = {extension.release for extension in (*announced("perfscore.layouts"), *announced("perfscore.checks"))}
    return ", ".join((VERSION, *sorted(releases)))


@lru_cache(maxsize=1)
def _entry_points(paths: tuple[str, ...]) -> bytes:
    """Read what all packages below some folders announce, whatever it is."""
    folders = [Path(path) for path in dict.fromkeys(paths)]
    return b"\n".join(file.read_bytes() for folder in folders for file in folder.glob("*-info/entry_points.txt"))
