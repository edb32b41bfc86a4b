"""Pictures on the added sheet: a drawing that lays each over its cells, and the pictures themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from perfscore.ooxml.changes import Picture
from perfscore.ooxml.draft import DECLARATION, Draft

_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_PNG_TYPE: Final = "image/png"
_SPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
# English Metric Units of a point.
_POINT: Final = 12_700
INSET: Final = 3
"""Points between the edge of a cell and its picture."""


class Placed(NamedTuple):
    """A picture and the cell whose upper left corner it lies in, both counted from 1."""

    row: int
    column: int
    picture: Picture


def add_drawing(draft: Draft, sheet: str, placed: Sequence[Placed]) -> str:
    """Add pictures to the package.

    Args:
        draft: the package under way. sheet: the sheet's part, which gets the relationship. placed: the pictures.

    Returns:
        The element of the sheet that shows them; empty where there are none.
    """
    if not placed:
        return ""
    part = draft.free_name("xl/drawings/drawing{}.xml")
    draft.put(part, b"")
    draft.declare(part, _DRAWING_TYPE)
    draft.declare_ending("png", _PNG_TYPE)
    anchors = []
    for number, item in enumerate(placed, 1):
        image = draft.free_name("xl/media/image{}.png")
        draft.put(image, item.picture.png)
        anchors.append(_anchor(number, item, draft.bound_id(draft.relate(part, "image", image), "embed")))
    xml = f'{DECLARATION}<xdr:wsDr xmlns:xdr="{_SPACE}" xmlns:a="{_MAIN}">{"".join(anchors)}</xdr:wsDr>'
    draft.put(part, xml.encode())
    return f"<drawing {draft.bound_id(draft.relate(sheet, 'drawing', part))}/>"


def _anchor(number: int, item: Placed, bound: str) -> str:
    """Lay a picture over a cell; it moves with the cell and keeps its size."""
    width, height = (round(points * _POINT) for points in (item.picture.width, item.picture.height))
    inset = INSET * _POINT
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{item.column - 1}</xdr:col><xdr:colOff>{inset}</xdr:colOff>"
        f"<xdr:row>{item.row - 1}</xdr:row><xdr:rowOff>{inset}</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{width}" cy="{height}"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{number}"/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
        f"<xdr:blipFill><a:blip {bound}/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>"
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
    )
