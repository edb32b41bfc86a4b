"""Read the picture of a line: its characters, how sure each is, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from attrs import frozen
from numpy.typing import NDArray

from perfscore.readers.scan.pictures import Pixels

# The recogniser of PP-OCRv6, Apache-2.0, as the package rapidocr ships it.
_PACKAGE: Final = "rapidocr"
_MODEL: Final = "models/PP-OCRv6_rec_small.onnx"
_HEIGHT: Final = 48
_NARROWEST: Final = 96
_STEP: Final = 32
_WIDEST: Final = 3200
# Pixels of one batch: keeps the memory small, and lines of much different length apart.
_BATCH: Final = 8000


@frozen
class Character:
    """A character that was read.

    Args:
        text: the character. confidence: 0 to 1. at: its middle in the picture of its line, pixels.
    """

    text: str
    confidence: float
    at: float


@frozen
class LineText:
    """What was read in the picture of a line.

    Args:
        characters: from left to right.
    """

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """How sure the least sure character is, blanks left aside; 0 where nothing was read."""
        return min((sign.confidence for sign in self.characters if not sign.text.isspace()), default=0.0)


@cache
def recogniser() -> tuple[Any, tuple[str, ...]]:
    """Load the model, once in a process.

    Raises:
        ModuleNotFoundError: the extra is not installed.
    """
    package = find_spec(_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(_PACKAGE)
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    path = Path(package.submodule_search_locations[0]) / _MODEL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    if characters and not characters[-1]:
        characters.pop()
    return session, ("", *characters, " ")


def recognised(pictures: Sequence[Pixels]) -> list[LineText]:
    """Read lines.

    Args:
        pictures: grey, each of one line; any height.
    """
    scaled = [_scaled(picture) for picture in pictures]
    order = sorted(range(len(scaled)), key=lambda index: scaled[index].shape[1])
    texts: list[LineText] = [LineText(())] * len(scaled)
    batch: list[int] = []
    width = 0
    for index in [*order, -1]:
        padded = -1 if index < 0 else -(-max(_NARROWEST, scaled[index].shape[1]) // _STEP) * _STEP
        if batch and (padded != width or (len(batch) + 1) * width > _BATCH):
            for number, text in zip(batch, _read([scaled[number] for number in batch], width), strict=True):
                factor = pictures[number].shape[1] / scaled[number].shape[1]
                texts[number] = LineText(tuple(Character(text, sure, middle * factor) for text, sure, middle in text))
            batch = []
        if index >= 0:
            batch.append(index)
            width = padded
    return texts


def _scaled(picture: Pixels) -> Pixels:
    """Bring a picture to the height that the recogniser sees."""
    height, width = picture.shape
    width = min(_WIDEST, max(1, round(width * _HEIGHT / height)))
    smaller = height > _HEIGHT
    return cv2.resize(picture, (width, _HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC).astype(
        np.uint8
    )


def _read(pictures: Sequence[Pixels], width: int) -> list[list[tuple[str, float, float]]]:
    """Read pictures of one width: of each the characters with their confidence and place."""
    session, characters = recogniser()
    # The rest of each picture is paper, whatever stands beside it in the batch.
    batch = np.ones((len(pictures), 3, _HEIGHT, width), np.float32)
    for index, picture in enumerate(pictures):
        batch[index, :, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1.0
    (output,) = session.run(None, {session.get_inputs()[0].name: batch})
    return [_decoded(probabilities, characters, width) for probabilities in output]


def _decoded(
    probabilities: NDArray[np.float32], characters: Sequence[str], width: int
) -> list[tuple[str, float, float]]:
    """Take the likeliest character of each step; one that goes on over several steps is one."""
    best = probabilities.argmax(axis=1)
    sure = probabilities[np.arange(len(best)), best]
    step = width / len(best)
    decoded: list[tuple[str, float, float]] = []
    start = 0
    while start < len(best):
        stop = start
        while stop < len(best) and best[stop] == best[start]:
            stop += 1
        if best[start]:
            decoded.append((characters[best[start]], float(sure[start:stop].max()), (start + stop) / 2 * step))
        start = stop
    return decoded
