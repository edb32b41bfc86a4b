"""Where the corrected copy of each input goes: same-named inputs never share an output."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perfscore.errors import PerfscoreError
from perfscore.outputs import distinct

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})


def destinations(sources: Sequence[Path], inputs: Sequence[Path], output: Path) -> dict[Path, Path]:
    """Name the corrected copies of the inputs of one call.

    Args:
        sources: the files that are evaluated.
        inputs: the paths of the call: files or folders.
        output: a file for one input file, a folder for several or for a folder.

    Returns:
        The copy of each source. A file of a given folder keeps its place below it; where two would be the same, as many
        of their folders as tell them apart. A document becomes a workbook: 表.docx gives 表.xlsx, or 表.docx.xlsx where
        another input gives 表.xlsx.

    Raises:
        PerfscoreError: the output cannot be what the inputs ask for (PS122).
    """
    if len(inputs) == 1 and not os.path.isdir(inputs[0]):
        if os.path.isdir(output):
            raise PerfscoreError("PS122", problem="output_is_a_folder")
        return dict.fromkeys(sources, output)
    if os.path.exists(output) and not os.path.isdir(output):
        raise PerfscoreError("PS122", problem="output_is_a_file")
    copies = _apart({source: _below(source, inputs) for source in sources})
    endings = Counter(_key(copy.with_suffix(".xlsx")) for copy in copies.values())
    taken: set[str] = set()
    # Workbooks keep their names, so they choose first.
    for source in sorted(copies, key=lambda source: copies[source].suffix.lower() not in WORKBOOKS):
        copy = copies[source]
        if copy.suffix.lower() not in WORKBOOKS:
            named = copy.with_suffix(".xlsx")
            copy = named if endings[_key(named)] == 1 else copy.with_name(f"{copy.name}.xlsx")
        copies[source] = distinct(copy, taken)
    return {source: output / copy for source, copy in copies.items()}


def _below(source: Path, inputs: Sequence[Path]) -> Path:
    for folder in inputs:
        if source != folder and source.is_relative_to(folder):
            return source.relative_to(folder)
    return Path(source.name)


def _apart(copies: dict[Path, Path]) -> dict[Path, Path]:
    """Put folders before the places that are the same until they differ or no folder is left."""
    while True:
        counts = Counter(map(_key, copies.values()))
        longer = {}
        for source, copy in copies.items():
            parts = Path(os.path.abspath(source)).parts[1:]
            if counts[_key(copy)] > 1:
                copy = Path(*parts[-len(copy.parts) - 1 :])
            longer[source] = copy
        if longer == copies:
            return copies
        copies = longer


def _key(copy: Path) -> str:
    return str(copy).casefold()
