"""Tables that run on over a page break: rows cut in two, and cells merged across the break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import evolve

from perfscore.readers.blocks import SAME_RULE, Piece, TableBlock
from perfscore.text import unspaced

# A whole value that stands on one line: a weight, a score, an amount, a dash.
_FIGURE: Final = re.compile(r"[\d.,，]+\s*[%％分]?|[—–-]+")
_MOST_HEADER_ROWS: Final = 6


def runs_on(known: Sequence[float], block: TableBlock) -> bool:
    """Tell by its rules whether a table on the next page can be the rest of the last one.

    Some programs leave out the outer rules of a cell that is merged over the break: the rest may be narrower.

    Args:
        known: all vertical rules of the table so far. block: what begins the next page.
    """

    own = block.edges
    if all(_there(edge, known) for edge in own):
        return True
    outer = _there(own[0], known[:1]) and _there(own[-1], known[-1:])
    return outer and all(_there(edge, own) for edge in known)


def resembles(known: Sequence[float], block: TableBlock) -> bool:
    """Tell whether most rules of a table stand where those of the last one stood: it may be its rest all the same."""
    return sum(_there(edge, known) for edge in block.edges) * 2 > len(block.edges)


def _there(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= SAME_RULE for other in edges)


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
    last, block = _with_labels(last, block, row)
    if _is_rest(last, block, row):
        return _with_rest(last, block, row)
    return last, block


def _repeated(last: TableBlock, block: TableBlock) -> int:
    """Count the rows at the top of a page that repeat the header of the table."""
    for start in range(last.rows - 1):
        count = 0
        while (
            count < min(_MOST_HEADER_ROWS, block.rows)
            and start + count < last.rows
            and _same_row(last, start + count, block, count)
        ):
            count += 1
        if count:
            return count
    return 0


def _same_row(last: TableBlock, row: int, block: TableBlock, other: int) -> bool:
    """Tell whether two rows hold the same texts; a label merged over further rows may be left out."""
    rows = [piece for piece in last.pieces if piece.top == row]
    equal = 0
    for piece in block.pieces:
        if piece.top != other or not piece.text:
            continue
        counterpart = _counterpart(piece, rows)
        if counterpart is None or unspaced(counterpart.text) != unspaced(piece.text):
            return False
        equal += 1
    alone = sum(bool(piece.text) and piece.top == piece.bottom for piece in rows)
    return equal > 0 and equal >= alone


def _counterpart(piece: Piece, candidates: list[Piece]) -> Piece | None:
    for other in candidates:
        if abs(other.left - piece.left) <= SAME_RULE and abs(other.right - piece.right) <= SAME_RULE:
            return other
    return None


def _with_labels(last: TableBlock, block: TableBlock, row: int) -> tuple[TableBlock, TableBlock]:
    """Give a merged cell that the break has cut its whole text, where the cell begins.

    It is printed once, around the middle of the whole cell: on either page, or half on each.
    """
    below = [piece for piece in block.pieces if piece.top == row]
    pieces = list(last.pieces)
    rest_pieces = list(block.pieces)
    for index, piece in enumerate(pieces):
        if piece.bottom != last.rows - 1 or piece.top == piece.bottom:
            continue
        rest = _counterpart(piece, below)
        if rest is None or not rest.text or _FIGURE.fullmatch(rest.text.strip()):
            continue
        # One that reaches from the page's head to its foot may have its label on the page before.
        label_below = not piece.text and piece.top > 0
        halved = bool(piece.text) and piece.open_below and rest.open_above
        if label_below or halved:
            text = _together(piece.text, rest.text)
            pieces[index] = evolve(piece, text=text, doubts=(*piece.doubts, *rest.doubts, "cut"))
        if halved:
            rest_pieces[rest_pieces.index(rest)] = evolve(rest, text="")
    return evolve(last, pieces=tuple(pieces)), evolve(block, pieces=tuple(rest_pieces))


def _together(first: str, rest: str) -> str:
    """Put the halves of a text together; some programs print the whole of it on both pages."""
    return first if first == rest else "\n".join(text for text in (first, rest) if text)


def _is_rest(last: TableBlock, block: TableBlock, row: int) -> bool:
    """Tell whether the first row of a page is what is left of the last row of the page before.

    A new row would have figures of its own: where two figures stand in one column, it is new. Otherwise it is a rest
    if the rules are left open at the break, or if texts go on while each figure stands on one of the two sides.
    """
    above = [piece for piece in last.pieces if piece.bottom == last.rows - 1]
    texts = figures_above = figures_below = 0
    begins_alone = cut = False
    for piece in block.pieces:
        other = _counterpart(piece, above) if piece.top == row else None
        if other is None or piece.bottom > row or other.top < last.rows - 1:
            # In a cell merged over several rows a text may go on, or be a new one.
            continue
        beginning, rest = other.text.strip(), piece.text.strip()
        if _FIGURE.fullmatch(beginning) and _FIGURE.fullmatch(rest):
            return False
        cut = cut or (other.open_below and (piece.open_above or row > 0))
        figures_above += bool(_FIGURE.fullmatch(beginning)) and not rest
        figures_below += bool(_FIGURE.fullmatch(rest)) and not beginning
        texts += bool(beginning and rest)
        begins_alone = begins_alone or bool(rest and not beginning)
    if cut:
        return True
    if figures_above and not figures_below:
        return texts > 0 and not begins_alone
    # The other way round the figures stand below: then the row above has none, and goes on.
    return figures_below > 1 and not figures_above and texts > 0


def _with_rest(last: TableBlock, block: TableBlock, row: int) -> tuple[TableBlock, TableBlock | None]:
    """Move the texts of the first row of a page to the last row of the page before."""
    rests = [piece for piece in block.pieces if piece.top == row]
    moved: list[Piece] = []
    pieces = []
    for piece in last.pieces:
        rest = _counterpart(piece, rests) if piece.bottom == last.rows - 1 else None
        if rest is not None:
            moved.append(rest)
            both = _together(piece.text, rest.text)
            doubts = dict.fromkeys((*piece.doubts, *rest.doubts, *(["cut"] if rest.text else [])))
            piece = evolve(piece, text=both, doubts=tuple(doubts))
        pieces.append(piece)
    left = tuple(
        evolve(
            piece,
            top=piece.top - (piece.top > row),
            bottom=piece.bottom - (piece.bottom >= row),
            text="" if piece in moved else piece.text,
        )
        for piece in block.pieces
        if piece.top != row or piece.bottom > row
    )
    spots = (*block.spots[:row], *block.spots[row + 1 :])
    rest_block = evolve(block, pieces=left, rows=block.rows - 1, spots=spots) if block.rows > 1 else None
    return evolve(last, pieces=tuple(pieces)), rest_block
