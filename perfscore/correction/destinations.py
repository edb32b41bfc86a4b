"""Where the corrected copy of each input goes: same-named inputs never share an output."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perfscore.model import PerfscoreError
from perfscore.outputs import distinct

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})


def destinations(sources: Sequence[Path], given: Sequence[Path], output: Path) -> dict[Path, Path]:
    """Name the corrected copies of the inputs of one call.

    Args:
        sources: the files that are evaluated.
        given: the paths of the call: files or folders.
        output: a file for one input file, a folder for several or for a folder.

    Returns:
        The copy of each source. A file of a given folder keeps its place below it; where two would be the same, as many
        of their folders as tell them apart. A document becomes a workbook: 表.docx gives 表.xlsx, or 表.docx.xlsx where
        another input gives 表.xlsx.

    Raises:
        PerfscoreError: the output cannot be what the inputs ask for (PS122).
    """
    if len(given) == 1 and not given[0].is_dir():
        if output.is_dir():
            raise PerfscoreError("PS122", problem="output_is_a_folder")
        return dict.fromkeys(sources, output)
    if output.exists() and not output.is_dir():
        raise PerfscoreError("PS122", problem="output_is_a_file")
    places = _apart({source: _below(source, given) for source in sources})
    wanted = Counter(_key(place.with_suffix(".xlsx")) for place in places.values())
    taken: set[str] = set()
    # Workbooks keep their names, so they choose first.
    for source in sorted(places, key=lambda source: places[source].suffix.lower() not in WORKBOOKS):
        place = places[source]
        if place.suffix.lower() not in WORKBOOKS:
            named = place.with_suffix(".xlsx")
            place = named if wanted[_key(named)] == 1 else place.with_name(f"{place.name}.xlsx")
        places[source] = distinct(place, taken)
    return {source: output / place for source, place in places.items()}


def _below(source: Path, given: Sequence[Path]) -> Path:
    for folder in given:
        if source != folder and source.is_relative_to(folder):
            return source.relative_to(folder)
    return Path(source.name)


def _apart(places: dict[Path, Path]) -> dict[Path, Path]:
    """Put folders before the places that are the same until they differ or no folder is left."""
    while True:
        counts = Counter(map(_key, places.values()))
        longer = {}
        for source, place in places.items():
            parts = Path(os.path.abspath(source)).parts[1:]
            if counts[_key(place)] > 1:
                place = Path(*parts[-len(place.parts) - 1 :])
            longer[source] = place
        if longer == places:
            return places
        places = longer


def _key(place: Path) -> str:
    return str(place).casefold()
