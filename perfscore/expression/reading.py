"""Turn what the grammar recognised into trees: one method per rule of ``grammar/indicator.lark``.

Trees are made without their text; ``Piece`` says where it stands in the folded text.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import attrs
from attrs import frozen
from lark import Token, Transformer, v_args

from perfscore import number
from perfscore.expression import numerals, times, units, words
from perfscore.expression.mistakes import Mistake
from perfscore.expression.times import When
from perfscore.expression.tree import Availability, Deadline, Operator, Part, Quantity, Range, Words

_SIGNS: dict[str, Operator] = {"=>": ">=", "=<": "<=", ">": ">", "<": "<"}
_WORDED: dict[str, Operator] = {
    "AT_LEAST": ">=", "AT_MOST": "<=", "ABOVE": ">", "BELOW": "<", "EQUAL": "=", "REACHES": ">=", "CONTROLLED": "<=",
    "OR_MORE": ">=", "ABOVE_IT": ">", "OR_LESS": "<=", "BELOW_IT": "<", "WITHIN": "<=",
}  # fmt: skip
_WEAK = frozenset({"=", "达到", "达", "控制在", "控制到", "控制"})
"""Comparisons that give way to another beside them: 达到95%以上, 控制在5%以内, =95%以上."""


@frozen
class Comparison:
    """A comparison as written and what it means."""

    operator: Operator
    text: str
    start: int
    weak: bool = False


@frozen
class Amount:
    """A number with its unit; ``over`` where 余 or 多 says that it is more (100余人)."""

    value: Decimal
    unit: str
    start: int
    over: bool = False


@frozen
class Phrase:
    """Words beside a number, with the units behind 每 among them."""

    text: str
    start: int
    end: int
    per: tuple[str, ...] = ()
    dated: bool = False


@frozen
class Fact:
    """Something to compare. ``open`` where it ends with a bare number, which words cannot follow."""

    tree: Part
    start: int
    open: bool = False
    year_alone: bool = False


@frozen
class Piece:
    """A tree and where its text begins; ``bare`` where no words stand beside it, ``listed`` its number in a list."""

    tree: Part
    start: int
    bare: bool = False
    listed: Token | None = None
    phrase: str = ""


@v_args(inline=True)
class Reading(Transformer[Token, list[Piece]]):
    """Builds the trees while the parser runs."""

    # A cell

    def start(self, *children: Token | Sequence[Piece] | None) -> list[Piece]:
        """Put the pieces of a cell in order and join two bounds on one quantity."""
        pieces: list[Piece] = []
        between: Token | None = None
        for child in children:
            if child is None or isinstance(child, Token):
                between = child
                continue
            found = list(child)
            if pieces and (joined := _joined(pieces[-1], between, found[0])) is not None:
                pieces[-1] = joined
                found = found[1:]
            pieces.extend(found)
        _check_list(pieces)
        return pieces

    def part(self, listed: Token | None, *children: Phrase | Fact | tuple[Fact, Fact] | None) -> list[Piece]:
        """Join a number with the words around it."""
        if len(children) == 1:
            phrase = cast(Phrase, children[0])
            if phrase.dated:
                raise Mistake("year_alone", phrase.start)
            return [Piece(Words("", None), phrase.start, listed=listed, phrase=phrase.text)]
        before, found, after = cast("tuple[Phrase | None, Fact | tuple[Fact, Fact], Phrase | None]", children)
        facts = found if isinstance(found, tuple) else (found,)
        beside = [phrase for phrase in (before, after) if phrase is not None]
        per = [name for phrase in beside for name in phrase.per]
        if after is not None and facts[-1].open:
            raise Mistake("no_unit", after.start, words=after.text)
        if beside and any(fact.year_alone for fact in facts):
            raise Mistake("year_alone", facts[0].start)
        pieces = [Piece(_per(fact, per), fact.start, bare=not beside) for fact in facts]
        if not isinstance(facts[0].tree, Availability):
            if after is not None and words.turns(after.text):
                pieces.append(Piece(Words("", None), after.start, phrase=after.text))
            if before is not None and words.turns(before.text):
                pieces.insert(0, Piece(Words("", None), before.start, phrase=before.text))
        start = before.start if before else pieces[0].start
        pieces[0] = attrs.evolve(pieces[0], start=start, listed=listed)
        if before is not None and len(pieces) == 1 and after is None:
            # Words in front of the first bound name what both bounds are about: 合格率≥80%，≤90%.
            pieces[0] = attrs.evolve(pieces[0], bare=True)
        return pieces

    def phrase(self, *children: Token | tuple[Token, Token]) -> Phrase:
        """Collect words."""
        letters: list[Token] = []
        per: list[str] = []
        for child in children:
            if isinstance(child, tuple):
                letters.extend(child)
                per.append(str(child[1]))
            else:
                letters.append(child)
        dated = any(letter.type == "YEAR_NAME" for letter in letters)
        return Phrase("".join(letters), _start(letters[0]), _end(letters[-1]), tuple(per), dated)

    def per(self, every: Token, name: Token) -> tuple[Token, Token]:
        """Keep the unit behind 每."""
        return every, name

    # Quantities

    def measure(self, child: Amount | Fact) -> Fact:
        """Take a number alone or with its comparison."""
        if isinstance(child, Fact):
            return child
        return Fact(
            Quantity("", ">" if child.over else None, child.value, child.unit), child.start, open=not child.unit
        )

    def bounded(self, *children: Comparison | Amount | None) -> Fact:
        """Compare a number with what stands in front of it and behind it."""
        comparisons = [child for child in children if isinstance(child, Comparison)]
        amount = next(child for child in children if isinstance(child, Amount))
        operator = _strongest(comparisons).operator
        start = min(amount.start, comparisons[0].start)
        closed = bool(amount.unit) or isinstance(children[-1], Comparison)
        return Fact(Quantity("", operator, amount.value, amount.unit), start, open=not closed)

    def prefix(self, *signs: Token) -> Comparison:
        """Read the comparison in front of a number."""
        return _strongest([_comparison(sign) for sign in signs])

    def suffix(self, sign: Token) -> Comparison:
        """Read the comparison behind a number."""
        return _comparison(sign)

    def amount(self, *children: Token | Amount | None) -> Amount:
        """Read a number and its unit."""
        first, *rest = children
        if isinstance(first, Amount):
            return first
        assert first is not None
        over = any(isinstance(child, Token) and child.type == "MORE" for child in rest)
        unit = "".join(child for child in rest if isinstance(child, Token) and child.type == "unit")
        value = _spelled(first) if first.type == "NUMERAL" else _value(first)
        return Amount(value, _shown(unit), _start(first), over)

    def spelled(self, numeral: Token, unit: Token | None) -> Amount:
        """Read 三次 behind a comparison."""
        return Amount(_spelled(numeral), _shown(unit or ""), _start(numeral))

    def share(self, name: Token, value: Token) -> Amount:
        """Read 百分之九十五."""
        unit = {"百": "%", "千": "‰", "万": "‱"}[name[0]]
        return Amount(_spelled(value) if value.type == "SPELLED" else _value(value), unit, _start(name))

    def unit(self, *names: Token) -> Token:
        """Join a compound unit."""
        return Token("unit", "".join(names), _start(names[0]), end_pos=_end(names[-1]))

    # Two bounds

    def pair(self, first: Fact, second: Fact) -> Fact | tuple[Fact, Fact]:
        """Read two bounds side by side."""
        bounds = _between(cast(Quantity, first.tree), cast(Quantity, second.tree))
        if bounds is None:
            return first, second
        if bounds.low > bounds.high:
            raise _unordered(bounds.low, bounds.high, first.start)
        return Fact(bounds, first.start)

    def chain(self, low: Amount, left: Token, _name: Phrase, right: Token, high: Amount) -> Fact:
        """Read 80%≤x<90%."""
        signs = _comparison(left).operator, _comparison(right).operator
        falling = signs[0].startswith(">")
        if "=" in signs or falling != signs[1].startswith(">"):
            raise Mistake("contradiction", _start(right), first=left, second=right)
        closed = "=" in signs[0], "=" in signs[1]
        if falling:
            low, high, closed = high, low, closed[::-1]
        return Fact(_range(low, high, *closed), min(low.start, high.start))

    def range(self, sign: Comparison | None, low: Amount, _to: Token, high: Amount, _within: Token | None) -> Fact:
        """Read 80%-90%."""
        if sign is not None and not sign.weak:
            raise Mistake("range_sign", sign.start, sign=sign.text)
        return Fact(_range(low, high), _first(sign, low), open=not (high.unit or low.unit))

    def tolerance(self, sign: Comparison | None, *children: Token | Amount | None) -> Fact:
        """Read ±10% and 20±2℃."""
        if sign is not None and sign.operator.startswith(">") and not sign.weak:
            raise Mistake("range_sign", sign.start, sign=sign.text)
        amounts = [child for child in children if isinstance(child, Amount)]
        margin, closed = amounts[-1], sign is None or sign.operator != "<"
        middle = amounts[0] if len(amounts) == 2 else attrs.evolve(margin, value=number.ZERO)
        if middle.unit and middle.unit != margin.unit:
            raise Mistake("range_units", margin.start, low=middle.unit, high=margin.unit)
        spread = abs(margin.value)
        low, high = number.add(middle.value, -spread), number.add(middle.value, spread)
        start = sign.start if sign else min(amounts[0].start, _start(cast(Token, children[0])))
        if len(amounts) == 2:
            start = _first(sign, middle)
        return Fact(Range("", low, high, closed, closed, margin.unit), start, open=not margin.unit)

    def interval(self, sign: Comparison | None, *children: Token | None) -> Fact:
        """Read [80,90)."""
        opening, low, low_unit, _comma, high, high_unit, closing, unit = children
        assert opening is not None
        assert low is not None
        assert high is not None
        if sign is not None and not sign.weak:
            raise Mistake("range_sign", sign.start, sign=sign.text)
        behind = _shown(unit or "")
        bounds = _range(
            Amount(_value(low), _shown(low_unit or "") or behind, _start(low)),
            Amount(_value(high), _shown(high_unit or "") or behind, _start(high)),
            opening == "[",
            closing == "]",
        )
        return Fact(bounds, sign.start if sign else _start(opening))

    # Being there

    def availability(self, sign: Comparison | None, *children: Token | Amount | None) -> Fact:
        """Read 7×24小时."""
        if sign is not None and sign.operator not in ("=", ">="):
            raise Mistake("availability_sign", sign.start, sign=sign.text)
        amounts = [child for child in children if isinstance(child, Amount)]
        tokens = [child for child in children if isinstance(child, Token)]
        if not amounts:
            return Fact(Availability("", 7, 24), sign.start if sign else _start(tokens[0]))
        first, second = amounts[0], amounts[-1]
        times_sign = any(token.type == "TIMES" for token in tokens)
        found = times.availability(
            (first.value, first.unit), (second.value, second.unit) if len(amounts) == 2 else None, times_sign
        )
        if found is None and not times_sign:
            raise Mistake("two_numbers", second.start)
        if found is None:
            shown = {"first": number.plain(first.value), "second": number.plain(second.value)}
            raise Mistake("availability", _first(sign, first), **shown)
        return Fact(Availability("", *found), _first(sign, first))

    # Times

    def deadline(self, sign: Comparison | None, when: When, before: Token | None) -> Fact:
        """Read 2026年11月30日前."""
        start = sign.start if sign else when.start
        if times.is_duration(when, marked=before is not None, signed=sign is not None):
            # ≤12月 and 18月 are lengths of time: 月 for 个月.
            assert when.month is not None
            operator = sign.operator if sign else None
            return Fact(Quantity("", operator, Decimal(when.month), "月"), start)
        if sign is not None and sign.operator.startswith(">") and not sign.weak:
            raise Mistake("deadline_sign", sign.start, sign=sign.text)
        year_alone = when.month is None and when.day is None and before is None
        return Fact(times.deadline(when), start, year_alone=year_alone)

    def period(self, first: Token | When, _to: Token, last: When) -> When:
        """Take the end of a period: what is done within it is done by its end."""
        if isinstance(first, Token):
            return attrs.evolve(last, start=_start(first))
        return attrs.evolve(last, year=last.year or first.year, start=first.start)

    def date(self, *children: Token | None) -> When:
        """Read a date as far as it is given."""
        return times.when([child for child in children if child is not None])


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or _start(token) + len(token)


def _first(sign: Comparison | None, amount: Amount) -> int:
    return sign.start if sign else amount.start


def _comparison(token: Token) -> Comparison:
    operator = _WORDED.get(token.type)
    if operator is None:
        folded = f"{token[0]}=" if token[0] in "<>" and "=" in token else str(token)
        operator = _SIGNS.get(folded, "=" if token[0] == "=" else cast(Operator, folded))
    return Comparison(operator, str(token), _start(token), str(token) in _WEAK)


def _strongest(comparisons: Sequence[Comparison]) -> Comparison:
    """Choose among comparisons on one number; they must not contradict each other."""
    strong = [one for one in comparisons if not one.weak]
    if not strong:
        # 达到 gives way to =, and an = beside another weak word says nothing new.
        chosen = next((one for one in comparisons if one.operator != "="), comparisons[0])
        return attrs.evolve(chosen, start=comparisons[0].start)
    chosen = next((one for one in strong if len(one.operator) == 1), strong[0])
    for other in strong:
        if other.operator[0] != chosen.operator[0]:
            raise Mistake("contradiction", other.start, first=strong[0].text, second=other.text)
    return attrs.evolve(chosen, start=min(one.start for one in comparisons))


def _value(token: Token) -> Decimal:
    value = number.read(str(token))
    if value is None:
        raise Mistake("number_length", _start(token), number=token[:12] + "…")
    return value


def _spelled(token: Token) -> Decimal:
    value = numerals.read(str(token))
    if value is None:
        raise Mistake("numeral", _start(token), number=str(token))
    return value


def _shown(unit: str) -> str:
    return units.unit(unit).text


def _per(fact: Fact, names: Sequence[str]) -> Part:
    """Put what stands behind 每 where it belongs: 每年3次 is 3次/年, 每月25日前 recurs."""
    tree = fact.tree
    if not names or isinstance(tree, Availability):
        return tree
    if isinstance(tree, Deadline):
        return times.recurring(tree, names, fact.start)
    assert isinstance(tree, Quantity | Range)
    if not tree.unit:
        raise Mistake("rate_without_unit", fact.start, unit=names[0])
    return attrs.evolve(tree, unit="/".join((tree.unit, *names)))


def _range(low: Amount, high: Amount, low_closed: bool = True, high_closed: bool = True) -> Range:
    unit, factor = high.unit, number.ONE
    if not unit:
        unit = low.unit
    elif low.unit and low.unit != unit and not unit.startswith(low.unit):
        # 500万元-1亿元: the lower bound is brought to the unit of the upper one.
        wide, narrow = units.unit(low.unit), units.unit(unit)
        if wide.dimension != narrow.dimension:
            raise Mistake("range_units", high.start, low=low.unit, high=unit)
        factor = number.divide(wide.factor, narrow.factor)
    lower = low.value if factor == number.ONE else number.multiply(low.value, factor)
    if lower > high.value:
        raise _unordered(low.value, high.value, low.start)
    return Range("", lower, high.value, low_closed, high_closed, unit)


def _unordered(low: Decimal, high: Decimal, position: int) -> Mistake:
    return Mistake("range_order", position, low=number.plain(low), high=number.plain(high))


def _between(first: Quantity, second: Quantity) -> Range | None:
    """Make a range of a lower and an upper bound in the same unit, whichever comes first."""
    low, high = (second, first) if (first.operator or "").startswith("<") else (first, second)
    fits = (low.operator or "").startswith(">") and (high.operator or "").startswith("<")
    if not fits or low.unit and high.unit and low.unit != high.unit:
        return None
    return Range("", low.value, high.value, low.operator == ">=", high.operator == "<=", high.unit or low.unit)


def _joined(first: Piece, between: Token | None, second: Piece) -> Piece | None:
    """Join two bounds on one quantity that a comma or 且 parts; a semicolon keeps them apart."""
    if not (first.bare and second.bare) or between is None or between[0] not in ",且并同以及和与、":
        return None
    if second.phrase or not isinstance(first.tree, Quantity) or not isinstance(second.tree, Quantity):
        return None
    bounds = _between(first.tree, second.tree)
    if bounds is None:
        return None
    if bounds.low > bounds.high:
        if between.type == "AND":
            raise _unordered(bounds.low, bounds.high, first.start)
        return None
    return attrs.evolve(first, tree=bounds)


def _check_list(pieces: Sequence[Piece]) -> None:
    """Accept numbers in front of the parts only where they count 1, 2, 3: 5.次 is no list."""
    marks = [piece.listed for piece in pieces if piece.listed is not None]
    if not marks:
        return
    for expected, mark in enumerate(marks, start=1):
        digits = "".join(letter for letter in mark if letter.isdecimal())
        counted = int(digits) if digits else ord(mark[0]) - ord("①") + 1
        if counted != expected or len(marks) < 2:
            raise Mistake("enumeration", _start(mark), mark=str(mark))
