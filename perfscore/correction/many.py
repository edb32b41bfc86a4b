"""Correct all files of one call: where each output goes, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from perfscore.correction.apply import Receipt, correct_file
from perfscore.model import Evaluation, File, PerfscoreError
from perfscore.wording import Language

_DOCUMENTS: Final = frozenset({".xls", ".et", ".docx", ".pdf"})


@frozen
class Outcome:
    """What became of one output.

    Args:
        destination: the file to write.
        receipt: what was written, or None.
        error: why it was not written, or None.
    """

    destination: Path
    receipt: Receipt | None = None
    error: PerfscoreError | None = None


def correct_all(
    evaluation: Evaluation, given: Sequence[Path], output: Path, language: Language = "zh"
) -> tuple[Outcome, ...]:
    """Write the corrected copies of every file that could be read.

    Args:
        evaluation: of all files.
        given: the paths of the call: files or folders.
        output: a file for one input file, a folder for several or for a folder; files of a given folder keep their
            place below it, and same-named files keep the folders that tell them apart.
        language: of notes and 复核说明.

    Returns:
        One outcome per readable file; a file that fails does not stop the others.

    Raises:
        PerfscoreError: the output cannot be what the inputs ask for (PS122), or would overwrite an input (PS109).
    """
    readable = [file for file in evaluation.files if file.error is None]
    single = len(given) == 1 and not given[0].is_dir()
    if single and output.is_dir():
        raise PerfscoreError("PS122", problem="output_is_a_folder")
    if not single and output.exists() and not output.is_dir():
        raise PerfscoreError("PS122", problem="output_is_a_file")
    if not single:
        # A document without a table would only give an empty workbook; that it has none is a finding already.
        readable = [file for file in readable if file.tables or Path(file.path).suffix.lower() not in _DOCUMENTS]
    places = [output] if single else [output / place for place in relative_places(readable, given)]
    inputs = {Path(file.path).resolve() for file in evaluation.files}
    for place in places:
        if place.resolve() in inputs:
            raise PerfscoreError("PS109", path=str(place))
    return tuple(_correct(file, place, language) for file, place in zip(readable, places, strict=False))


def relative_places(files: Sequence[File], given: Sequence[Path]) -> list[Path]:
    """Say where each output stands below the output folder.

    Args:
        files: the files that are written.
        given: the paths of the call.

    Returns:
        For a file found in a given folder its place below that folder, else its name; where two would be the same,
        as many of its folders as tell them apart. A document becomes a workbook with its name.
    """
    folders = [path for path in given if path.is_dir()]
    places = [_place(Path(file.path), folders) for file in files]
    depth = 1
    paths = [Path(file.path).resolve() for file in files]
    while len(set(places)) < len(places):
        depth += 1
        doubled = {place for place in places if places.count(place) > 1}
        longer = [
            Path(*path.parts[-depth:]) if place in doubled else place for path, place in zip(paths, places, strict=True)
        ]
        if longer == places:
            break
        places = longer
    return [_as_workbook(place, places) for place in places]


def _place(path: Path, folders: Sequence[Path]) -> Path:
    for folder in folders:
        if path.is_relative_to(folder):
            return path.relative_to(folder)
    return Path(path.name)


def _as_workbook(place: Path, places: Sequence[Path]) -> Path:
    """Name the workbook that a document becomes: 表.docx gives 表.xlsx, or 表.docx.xlsx where 表.xlsx is there too."""
    if place.suffix.lower() not in _DOCUMENTS:
        return place
    named = place.with_suffix(".xlsx")
    others = [other for other in places if other != place]
    if any(other.with_suffix(".xlsx") == named for other in others):
        return place.with_name(f"{place.name}.xlsx")
    return named


def _correct(file: File, destination: Path, language: Language) -> Outcome:
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        return Outcome(destination, correct_file(Path(file.path), destination, file, language))
    except PerfscoreError as error:
        return Outcome(destination, error=error)
    except OSError as error:
        reason = error.strerror or str(error)
        return Outcome(destination, error=PerfscoreError("PS121", path=str(destination), reason=reason))
