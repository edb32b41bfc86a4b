"""Turn what the grammar recognised into trees: one method per rule of ``grammar/indicator.lark``.

Trees are made without their text; a ``Piece`` says where it stands in the folded text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
from attrs import frozen
from lark import Token, Transformer, v_args

from perfscore import number
from perfscore.expression import times, units, words
from perfscore.expression.comparing import (
    Amount,
    Comparison,
    around,
    between,
    comparison,
    range_of,
    strongest,
    unordered,
    value,
)
from perfscore.expression.mistakes import Mistake
from perfscore.expression.times import Hours, When
from perfscore.expression.tree import Availability, Deadline, Operator, Part, Quantity, Range, Words

_UNFINISHED = frozenset({"至", "到", "且", "或"})
_ENDINGS: dict[str, Operator] = {"以上": ">=", "以下": "<=", "以内": "<=", "之内": "<="}
_REMARKS = re.compile(r"\([^()]*\)")
_BOUND_LEFT_OUT = re.compile(r"\(不含(?:本数|[-+]?[.0-9]+[^0-9()]{0,4})?\)")
_IN_UNITS = {"BY": "·", "GROUP": "/", "CLOSE": ""}
_NAMES = frozenset({"NAME", "ORDINAL"})
_QUOTES = frozenset("(“‘\"'《【")
_JOINING = frozenset(",、且并同以及和与")
"""First letters of what may stand between two bounds on one quantity; a semicolon keeps them apart."""


@frozen
class Phrase:
    """Words, alone or beside a number; ``per`` are the units behind 每, ``named`` the names with a number in them."""

    text: str
    start: int
    per: tuple[str, ...] = ()
    named: str = ""

    @property
    def counts(self) -> bool:
        """Whether a number hides in it: a year (2023年度) or a remark (每月1次), but not a name (GB/T 123)."""
        digits = sum(letter.isdecimal() or letter in "<>=±%‰" for letter in self.text)
        return digits > sum(map(str.isdecimal, self.named))


@frozen
class Bounds:
    """A range and where it begins."""

    tree: Range
    start: int


@frozen
class Fact:
    """Something to compare. ``open``: it ends with a bare number. ``vague``: nothing but a year."""

    tree: Part
    start: int
    open: bool = False
    vague: bool = False


@frozen
class Piece:
    """A tree and where its text begins.

    Args:
        tree: the tree, still without its text.
        start: where its text begins in the folded text. end: where it ends, or None where the next piece begins.
        words: the folded words, where the tree is made of words.
        joinable: whether a bound behind it may join it to a range. named: whether words in front say what it is about.
        listed: the number in front of it, where the cell is a list.
    """

    tree: Part
    start: int
    end: int | None = None
    words: str = ""
    joinable: bool = False
    named: bool = False
    listed: Token | None = None


@v_args(inline=True)
class Reading(Transformer[Token, list[Piece]]):
    """Builds the trees while the parser runs."""

    def start(self, *children: Token | list[Piece] | None) -> list[Piece]:
        """Put the pieces of a cell in order and join two bounds on one quantity."""
        pieces: list[Piece] = []
        mark: Token | None = None
        for child in children:
            if child is None or isinstance(child, Token):
                mark = child
                if mark is not None and pieces:
                    pieces[-1] = attrs.evolve(pieces[-1], end=mark.start_pos)
                continue
            if pieces and child[0].listed is not None and pieces[-1].end is None:
                pieces[-1] = attrs.evolve(pieces[-1], end=child[0].listed.start_pos)
            joined = _joined(pieces[-1], mark, child[0]) if pieces else None
            if joined is not None:
                pieces[-1] = joined
            pieces.extend(child if joined is None else child[1:])
            mark = None
        _check_list(pieces)
        return pieces

    def part(self, listed: Token | None, content: Phrase | list[Piece]) -> list[Piece]:
        """Take one condition, with its number in a list."""
        if isinstance(content, Phrase):
            content = [_condition(content)]
        if listed is None:
            return content
        return [attrs.evolve(content[0], listed=listed), *content[1:]]

    listed = part

    def fact(self, before: Phrase | None, bounds: Fact | tuple[Fact, Fact], after: Phrase | None) -> list[Piece]:
        """Join numbers with the words around them."""
        facts = bounds if isinstance(bounds, tuple) else (bounds,)
        if before is None and after is None:
            return [Piece(fact.tree, fact.start, joinable=True) for fact in facts]
        if after is not None and (unit := units.in_brackets(after.text)) and (fact := _with_unit(facts[-1], unit)):
            facts, after = (*facts[:-1], fact), None
        if after is not None and facts[-1].open and after.text[0] != "(":
            raise Mistake("no_unit", after.start, words=after.text)
        if after is not None and (
            after.text in _UNFINISHED or not (after.text[0].isalnum() or after.text[0] in _QUOTES)
        ):
            raise Mistake("unfinished", after.start, sign=after.text[0])
        if (before or after) and facts[0].vague:
            raise Mistake("year_alone", facts[0].start)
        if after is not None:
            facts = (*facts[:-1], _with_words_behind(facts[-1], after))
        per = (before.per if before else ()) + (after.per if after else ())
        # Words in front name what the bounds are about, so a second bound may follow: 合格率≥80%，≤90%.
        pieces = [
            Piece(_per(fact, per), fact.start, joinable=after is None, named=before is not None) for fact in facts
        ]
        begin = before.start if before else facts[0].start
        if not isinstance(facts[0].tree, Availability):
            # A remark in brackets explains the number and does not turn it: 0起（未发生事故）.
            if after is not None and after.text[0] != "(" and words.turn_behind(after.text):
                pieces.append(_condition(after))
            if before is not None and words.turn_in_front(before.text):
                return [_condition(before), *pieces]
        return pieces if before is None else [attrs.evolve(pieces[0], start=begin), *pieces[1:]]

    def phrase(self, *children: Token | tuple[Token, Token]) -> Phrase:
        """Collect words."""
        letters: list[Token] = []
        for child in children:
            letters.extend(child if isinstance(child, tuple) else (child,))
        per = tuple(str(child[1]) for child in children if isinstance(child, tuple))
        named = [letter for letter in letters if letter.type in _NAMES]
        return Phrase("".join(letters), letters[0].start_pos or 0, per, "".join(named))

    def per(self, every: Token, name: Token) -> tuple[Token, Token]:
        """Keep the unit behind 每."""
        return every, name

    def pair(self, first: Fact, second: Fact) -> Fact | tuple[Fact, Fact]:
        """Read two bounds side by side, or 7天24小时."""
        left, right = first.tree, second.tree
        if not isinstance(left, Quantity) or not isinstance(right, Quantity):
            raise Mistake("two_numbers", second.start)
        if right.operator is None and left.operator in (None, "="):
            hours = times.side_by_side((left.value, left.unit), (right.value, right.unit))
            if hours is not None:
                return Fact(Availability("", *hours), first.start)
        if left.operator is None or right.operator is None:
            raise Mistake("two_numbers", second.start)
        bounds = between(left, right)
        if bounds is None:
            return first, second
        if bounds.low > bounds.high:
            raise unordered(bounds.low, bounds.high, first.start)
        return Fact(bounds, first.start, open=second.open)

    def chain(self, first: Fact, sign: Comparison, _name: Phrase, second: Fact) -> Fact:
        """Read 80%≤x<90%."""
        left, right = first.tree, second.tree
        if not isinstance(left, Quantity) or not isinstance(right, Quantity) or left.operator or not right.operator:
            raise Mistake("two_numbers", second.start)
        if sign.operator[0] != right.operator[0] or right.operator == "=":
            raise Mistake("contradiction", second.start, first=sign.text, second=right.operator)
        ends = Amount(left.value, left.unit, first.start), Amount(right.value, right.unit, second.start)
        closed = "=" in sign.operator, "=" in right.operator
        if right.operator.startswith(">"):
            ends, closed = ends[::-1], closed[::-1]
        return Fact(range_of(*ends, *closed), first.start, open=second.open)

    def measure(self, sign: Comparison | None, amount: Amount, behind: Comparison | None) -> Fact:
        """Compare a number with what stands in front of it and behind it."""
        return _quantity(sign, amount, behind)

    def exceeded(self, words: Token, amount: Amount) -> Fact:
        """Read 超额完成20% as 120% of the target."""
        start = words.start_pos or 0
        if amount.unit != "%":
            raise Mistake(
                "exceeded_count", start, words=str(words), amount=f"{number.plain(amount.value)}{amount.unit}"
            )
        return Fact(Quantity("", None, number.add(number.HUNDRED, amount.value), "%"), start)

    def limit(self, sign: Comparison | None, core: Bounds | Hours | When, behind: Comparison | None) -> Fact:
        """Take a range or a time, beside which few comparisons make sense."""
        signs = [comparison for comparison in (sign, behind) if comparison is not None]
        start = sign.start if sign else core.start
        if isinstance(core, When):
            return _deadline(signs, core, start)
        if isinstance(core, Hours):
            for comparison in signs:
                if not comparison.weak and comparison.operator != ">=":
                    raise Mistake("availability_sign", comparison.start, sign=comparison.text)
            return Fact(Availability("", core.days, core.hours), start)
        tree = core.tree
        for comparison in signs:
            # ≤±5% is a tolerance like ±5%, and 5-8天内 a range like 5-8天.
            if not (comparison.weak or comparison.within or (tree.low == -tree.high and comparison.operator == "<=")):
                raise Mistake("range_sign", comparison.start, sign=comparison.text)
        return Fact(tree, start, open=not tree.unit and behind is None)

    def prefix(self, *signs: Token) -> Comparison:
        """Read the comparison in front of a number."""
        if len(signs) == 1:
            return comparison(signs[0])
        read = [comparison(sign) for sign in signs]
        return strongest(read)._replace(start=read[0].start)

    def suffix(self, sign: Token) -> Comparison:
        """Read the comparison behind a number."""
        return comparison(sign)

    def amount(self, first: Token, *others: Token | None) -> Amount:
        """Read a number and its unit."""
        start = first.start_pos or 0
        rest = [token for token in others if token is not None]
        names = [token for token in rest if token.type == "unit"]
        if len(names) == 2 and not units.is_multiple(names[0]):
            raise Mistake("no_unit", names[1].start_pos or 0, words=str(names[1]))
        unit = "".join(names)
        if not units.may_be(unit):
            raise Mistake("no_unit", names[0].start_pos or 0, words=unit)
        return Amount(value(first), units.unit(unit).text, start, over=len(names) < len(rest))

    def ratio(self, first: Token, _colon: Token, second: Token) -> Amount:
        """Read 1:4 as a quarter, in a unit that compares with nothing but ratios."""
        below = value(second)
        if below <= 0:
            raise Mistake("ratio_of_nothing", second.start_pos or 0)
        return Amount(number.divide(value(first), below), ":1", first.start_pos or 0)

    def unit(self, *names: Token) -> Token:
        """Join a compound unit."""
        if len(names) == 1:
            return Token("unit", names[0], names[0].start_pos)
        text = "".join(_IN_UNITS.get(name.type, name) for name in names)
        return Token("unit", text, names[0].start_pos)

    def range(self, low: Amount, _to: Token, high: Amount) -> Bounds:
        """Read 80%-90%."""
        return Bounds(range_of(low, high), low.start)

    def tolerance(self, middle: Amount | None, sign: Token, margin: Amount) -> Bounds:
        """Read ±10% and 20±2℃."""
        return Bounds(around(middle, margin), middle.start if middle else sign.start_pos or 0)

    def interval(self, opening: Token, *children: Token | None) -> Bounds:
        """Read [80,90)."""
        low, low_unit, _comma, high, high_unit, closing, behind = children
        assert low is not None
        assert high is not None
        start = opening.start_pos or 0
        ends = (
            Amount(value(low), units.unit(str(low_unit or behind or "")).text, start),
            Amount(value(high), units.unit(str(high_unit or behind or "")).text, start),
        )
        return Bounds(range_of(*ends, opening == "[", closing == "]"), start)

    def availability(self, *children: Token | Amount | None) -> Hours:
        """Read 7×24小时 and 全天候."""
        amounts = [child for child in children if isinstance(child, Amount)]
        tokens = [child for child in children if isinstance(child, Token)]
        start = min([amount.start for amount in amounts] + [token.start_pos or 0 for token in tokens])
        return times.hours([(amount.value, amount.unit) for amount in amounts], start)

    def deadline(self, when: When, before: Token | None) -> When:
        """Read 2026年11月30日前."""
        return when if before is None else when._replace(marked=True)

    def period(self, first: Token | When, _to: Token, last: Token | When) -> When:
        """Take the end of a period: what is done within it is done by its end."""
        if isinstance(last, Token):
            last = times.when([last])
        if isinstance(first, When):
            month = last.month or (first.month if last.day else None)
            return last._replace(year=last.year or first.year, month=month, start=first.start, marked=True)
        return last._replace(start=first.start_pos or 0, marked=True)

    def date(self, *children: Token | None) -> When:
        """Read a date as far as it is given."""
        return times.when([child for child in children if child is not None])


def _condition(phrase: Phrase) -> Piece:
    """Let words stand as a condition of their own."""
    if phrase.counts:
        raise Mistake("hidden_number", phrase.start, words=phrase.text)
    return Piece(Words("", words.grade(phrase.text)), phrase.start, words=phrase.text)


def _quantity(sign: Comparison | None, amount: Amount, behind: Comparison | None) -> Fact:
    signs = [comparison for comparison in (sign, behind) if comparison is not None]
    operator = strongest(signs).operator if signs else ">" if amount.over else None
    start = sign.start if sign else amount.start
    return Fact(Quantity("", operator, amount.value, amount.unit), start, open=not amount.unit and behind is None)


def _with_unit(fact: Fact, unit: str) -> Fact | None:
    """Take a unit that stands in brackets behind a bare number, ≥98(%), or a rate, 2000元/人(年); None elsewhere."""
    tree = fact.tree
    if not isinstance(tree, Quantity | Range) or (tree.unit and "/" not in tree.unit):
        return None
    whole = f"{tree.unit}·{unit}" if tree.unit else units.unit(unit).text
    return attrs.evolve(fact, tree=attrs.evolve(tree, unit=whole), open=False)


def _with_words_behind(fact: Fact, words: Phrase) -> Fact:
    """Take a comparison at the end of the words behind a number, 100名学生以上, and refuse a second unit: 95%元.

    Raises:
        Mistake: where a second unit stands behind the first, or the comparison contradicts the one in front.
    """
    tree = fact.tree
    if _BOUND_LEFT_OUT.fullmatch(words.text):
        return attrs.evolve(fact, tree=_without_bound(tree))
    if not isinstance(tree, Quantity):
        return fact
    text = _REMARKS.sub("", words.text).rstrip("的").lstrip("(含")
    ending = next((ending for ending in _ENDINGS if text.endswith(ending)), "")
    rest = text.removesuffix(ending).rstrip("及或")
    measured = units.unit(tree.unit)
    is_unit = bool(rest) and units.leading(rest) == rest
    if is_unit and (ending or measured.money or measured.dimension == "%"):
        raise Mistake("no_unit", words.start, words=words.text)
    if not ending:
        return fact
    operator = _ENDINGS[ending]
    if tree.operator is not None and tree.operator[0] not in (operator[0], "="):
        raise Mistake("contradiction", words.start, first=tree.operator, second=ending)
    return fact if tree.operator in (">", "<") else attrs.evolve(fact, tree=attrs.evolve(tree, operator=operator))


def _without_bound(tree: Part) -> Part:
    """Take the bound out: ≤3起（不含） is <3起."""
    if isinstance(tree, Quantity) and tree.operator in (">=", "<="):
        strict: Operator = ">" if tree.operator == ">=" else "<"
        return attrs.evolve(tree, operator=strict)
    return attrs.evolve(tree, high_closed=False) if isinstance(tree, Range) else tree


def _deadline(signs: Sequence[Comparison], when: When, start: int) -> Fact:
    if when.is_duration(signed=bool(signs)):
        assert when.month is not None
        return _quantity(signs[0] if signs else None, Amount(number.ONE * when.month, "月", start), None)
    for sign in signs:
        if sign.operator.startswith(">") and not sign.weak:
            raise Mistake("deadline_sign", sign.start, sign=sign.text)
    return Fact(when.deadline(), start, vague=when.month is None and when.day is None and not when.marked)


def _per(fact: Fact, names: Sequence[str]) -> Part:
    """Put what stands behind 每 where it belongs: 每年3次 is 3次/年, 每月25日前 recurs."""
    tree = fact.tree
    if not names or isinstance(tree, Availability | Words):
        return tree
    if isinstance(tree, Deadline):
        return times.recurring(tree, names, fact.start)
    if not tree.unit:
        raise Mistake("rate_without_unit", fact.start, unit=names[0])
    return attrs.evolve(tree, unit="/".join((tree.unit, *names)))


def _joined(first: Piece, mark: Token | None, second: Piece) -> Piece | None:
    """Join two bounds on one quantity that a comma or 且 parts; a second bound with words is about something else."""
    if mark is None or mark[0] not in _JOINING or not first.joinable or not second.joinable or second.named:
        return None
    if not isinstance(first.tree, Quantity) or not isinstance(second.tree, Quantity):
        return None
    bounds = between(first.tree, second.tree)
    if bounds is None or (bounds.low > bounds.high and mark.type == "SEPARATOR"):
        return None
    if bounds.low > bounds.high:
        raise unordered(bounds.low, bounds.high, first.start)
    return attrs.evolve(first, tree=bounds, end=second.end)


def _check_list(pieces: Sequence[Piece]) -> None:
    """Accept numbers in front of the parts only where they count 1, 2, 3: ``5.次`` is no list."""
    marks = [piece.listed for piece in pieces if piece.listed is not None]
    for expected, mark in enumerate(marks, start=1):
        digits = "".join(letter for letter in mark if letter.isdecimal())
        counted = int(digits) if digits else ord(mark[0]) - ord("①") + 1
        # A mark in brackets of its own stands alone where the list goes on in other cells: （1）100%.
        alone = len(marks) == 1 and (not digits or mark.startswith("("))
        if not alone and (counted != expected or len(marks) < 2):
            raise Mistake("enumeration", mark.start_pos or 0, mark=str(mark))
