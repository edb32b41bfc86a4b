"""Tables that run on over a page break: rows cut in two, and cells merged across the break."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from perfscore.formats.blocks import SAME_RULE, Piece, TableBlock

# A whole value that stands on one line: a weight, a score, an amount, a dash.
_FIGURE: Final = re.compile(r"[\d.,，]+\s*[%％分]?|[—–-]+")
_MOST_HEADER_ROWS: Final = 6


def runs_on(last: TableBlock, block: TableBlock) -> bool:
    """Tell by its rules whether a table on the next page can be the rest of the last one."""
    one, other = last.edges, block.edges
    if abs(one[0] - other[0]) > SAME_RULE or abs(one[-1] - other[-1]) > SAME_RULE:
        return False
    fewer, more = sorted((one, other), key=len)
    return all(any(abs(edge - found) <= SAME_RULE for found in more) for edge in fewer)


def joined(last: TableBlock, block: TableBlock) -> tuple[TableBlock, TableBlock | None]:
    """Mend what a page break has cut.

    Args:
        last: the table on the page before. block: its rest.

    Returns:
        Both again; the rest is None where nothing is left of it.
    """
    row = _repeated(last, block)
    if row >= block.rows:
        return last, block
    last = _with_labels(last, block, row)
    if _is_rest(last, block, row):
        return _with_rest(last, block, row)
    return last, block


def _row(block: TableBlock, row: int) -> list[Piece]:
    """Give the cells that stand in one row alone, or begin there at the top of a page."""
    return [piece for piece in block.pieces if piece.top <= row <= piece.bottom]


def _texts(block: TableBlock, row: int) -> list[str]:
    return ["".join(piece.text.split()) for piece in block.pieces if piece.top == row]


def _repeated(last: TableBlock, block: TableBlock) -> int:
    """Count the rows at the top of a page that repeat the header of the table."""
    if block.rows < 2:
        return 0
    first = _texts(block, 0)
    if not any(first):
        return 0
    for start in range(last.rows - 1):
        if _texts(last, start) != first:
            continue
        count = 1
        while (
            count < min(_MOST_HEADER_ROWS, block.rows)
            and start + count < last.rows
            and _texts(block, count) == _texts(last, start + count)
        ):
            count += 1
        return count
    return 0


def _counterpart(piece: Piece, others: list[Piece]) -> Piece | None:
    for other in others:
        if abs(other.left - piece.left) <= SAME_RULE and abs(other.right - piece.right) <= SAME_RULE:
            return other
    return None


def _with_labels(last: TableBlock, block: TableBlock, row: int) -> TableBlock:
    """Fill a merged cell that ends at the page's foot from its rest on the next page.

    Its text is printed once, in the middle of the whole: that may be on the next page.
    """
    below = [piece for piece in block.pieces if piece.top == row]
    pieces = []
    for piece in last.pieces:
        if piece.bottom == last.rows - 1 and piece.top < piece.bottom and not piece.text:
            rest = _counterpart(piece, below)
            if rest is not None and rest.text and not _FIGURE.fullmatch(rest.text.strip()):
                piece = evolve(piece, text=rest.text, doubts=(*rest.doubts, "cut"))
        pieces.append(piece)
    return evolve(last, pieces=tuple(pieces))


def _is_rest(last: TableBlock, block: TableBlock, row: int) -> bool:
    """Tell whether the first row of a page is what is left of the last row of the page before.

    Texts go on, but each figure stands on one of the two sides: a new row would have figures of its own.
    """
    above = [piece for piece in _row(last, last.rows - 1) if piece.top == last.rows - 1]
    below = [piece for piece in _row(block, row) if piece.top == row]
    if any(piece.bottom > row and piece.text for piece in below):
        return False
    texts = figures_above = figures_below = 0
    for piece in below:
        other = _counterpart(piece, above)
        if other is None:
            # Below a cell merged over several rows nothing can begin anew but that cell's rest.
            if piece.text:
                return False
            continue
        one, rest = other.text.strip(), piece.text.strip()
        figures_above += bool(_FIGURE.fullmatch(one)) and not rest
        figures_below += bool(_FIGURE.fullmatch(rest)) and not one
        if one and rest:
            if _FIGURE.fullmatch(one) and _FIGURE.fullmatch(rest):
                return False
            texts += 1
        elif rest and not _FIGURE.fullmatch(rest) and not figures_below:
            return False
    if figures_above and not figures_below:
        return texts > 0
    # The other way round the figures stand below: then all of the row above must go on.
    return bool(figures_below > 1 and not figures_above and texts > 0)


def _with_rest(last: TableBlock, block: TableBlock, row: int) -> tuple[TableBlock, TableBlock | None]:
    rests = [piece for piece in block.pieces if piece.top == row]
    pieces = []
    for piece in last.pieces:
        rest = _counterpart(piece, rests) if piece.top == last.rows - 1 else None
        if rest is not None:
            both = "\n".join(text for text in (piece.text, rest.text) if text)
            # The whole row is in doubt: which of its cells the break went through cannot be seen.
            doubts = dict.fromkeys((*piece.doubts, *rest.doubts, *(["cut"] if both else [])))
            piece = evolve(piece, text=both, doubts=tuple(doubts))
        pieces.append(piece)
    left = tuple(
        evolve(piece, top=piece.top - (piece.top > row), bottom=piece.bottom - (piece.bottom >= row))
        for piece in block.pieces
        if piece.top != row or piece.bottom > row
    )
    spots = (*block.spots[:row], *block.spots[row + 1 :])
    rest_block = evolve(block, pieces=left, rows=block.rows - 1, spots=spots) if block.rows > 1 else None
    return evolve(last, pieces=tuple(pieces)), rest_block
