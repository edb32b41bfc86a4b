"""Turn what the grammar of criteria recognised into statements: one method per rule of ``grammar/criterion.lark``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import attrs
from lark import Token, Transformer, v_args

from perfscore import number
from perfscore.criteria.formulas import Formula, Name, Number, Operation, parts
from perfscore.criteria.statements import (
    Amount,
    Bound,
    Calculation,
    Every,
    Mark,
    Measure,
    Misread,
    Points,
    Score,
    Statement,
    Text,
)
from perfscore.expression import numerals

_MOST_PARTS: Final = 60
"""Numbers and names of a formula; whoever writes more writes no criterion."""
_LOW: Final = frozenset({"AT_LEAST", "ABOVE", "REACHES", "AND_MORE", "OR_MORE"})
_HIGH: Final = frozenset({"AT_MOST", "BELOW", "AND_LESS", "OR_LESS", "WITHIN"})
_OPEN: Final = frozenset({"ABOVE", "BELOW"})
_FIRM: Final = frozenset({"AT_LEAST", "AT_MOST", "REACHES", "AND_MORE", "AND_LESS", "WITHIN"})
_AMOUNT: Final = re.compile(
    r"(?P<value>[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十半])"
    r"(?P<unit>%|[^0-9%,()的按也均都计不部以扣代减进算]*)"
)


def _number(token: Token | str, start: int) -> Decimal:
    value = number.read(str(token)) if token[-1:].isascii() else numerals.read(str(token))
    if value is None:
        raise Misread("number", start)
    return value


def _at(token: Token) -> tuple[int, int]:
    start = token.start_pos or 0
    return start, start + len(token)


@v_args(inline=True)
class Reading(Transformer[Token, list[Statement]]):
    """Builds the statements while the parser runs."""

    def start(self, *statements: Statement | list[Statement]) -> list[Statement]:
        """Keep them in their order."""
        return [part for one in statements for part in (one if isinstance(one, list) else (one,))]

    def amount(self, token: Token, unit: Token | None) -> Amount:
        """Take a number with its unit."""
        start, end = _at(token)
        return Amount(_number(token, start), str(unit or ""), start, _at(unit)[1] if unit else end)

    def bound(self, amount: Amount, inclusion: Token | None) -> Bound:
        """Take one end of an interval with 含 or 不含 behind it."""
        if inclusion is None:
            return Bound(amount)
        closed, value = _including(inclusion)
        if value is not None and value != amount.value:
            raise Misread("other_number", _at(inclusion)[0])
        return Bound(attrs.evolve(amount, end=_at(inclusion)[1]), closed)

    def front(self, *tokens: Token) -> list[Token]:
        """Take the comparisons in front of a number."""
        return list(tokens)

    def behind(self, token: Token, inclusion: Token | None) -> list[Token]:
        """Take the comparison behind a number."""
        return [token] if inclusion is None else [token, inclusion]

    def measure(self, front: list[Token] | None, bound: Bound, behind: list[Token] | None) -> Measure:
        """Take a number with everything that compares it."""
        amount = bound.amount
        tokens = [*(front or ()), *(token for token in behind or () if token.type != "INCLUSION")]
        inclusion = next((token for token in behind or () if token.type == "INCLUSION"), None)
        start = _at(tokens[0])[0] if front else amount.start
        end = _at(behind[-1])[1] if behind else amount.end
        kinds = [_kind(token) for token in tokens]
        sides = {"low" if kind in _LOW else "high" for kind in kinds if kind != "EQUAL"}
        # 达到90%以下 and ≥90%以下 say two things; 达到90%以上 says one.
        weak = {"REACHES", "EQUAL"}
        if len(sides) == 2:
            kinds = [kind for kind in kinds if kind not in weak]
            sides = {"low" if kind in _LOW else "high" for kind in kinds}
            if len(sides) != 1:
                raise Misread("contradiction", start)
        if not sides:
            return Measure(bound, bound, start, end, bare=not tokens, inclusion=inclusion)
        closed = bound.closed
        if closed is None:
            strong = [kind for kind in kinds if kind not in weak] or kinds
            opens = {kind in _OPEN for kind in strong}
            if len(opens) == 2:
                raise Misread("contradiction", start)
            closed = False if opens == {True} else True if _FIRM.intersection(kinds) else None
        if inclusion is not None:
            says, value = _including(inclusion, amount.value)
            if value in (None, amount.value):
                closed = says
                inclusion = inclusion if "," in inclusion else None
        end_of = Bound(amount, closed)
        low = sides == {"low"}
        return Measure(end_of if low else None, None if low else end_of, start, end, inclusion=inclusion)

    def span(self, front: list[Token] | None, low: Bound, _to: Token, high: Bound, within: Token | None) -> Measure:
        """Take two numbers and what lies between them."""
        start = _at(front[0])[0] if front else low.amount.start
        if front and any(_kind(token) not in ("EQUAL", "REACHES") for token in front):
            raise Misread("contradiction", start)
        unit = high.amount.unit or low.amount.unit
        low = attrs.evolve(low, amount=attrs.evolve(low.amount, unit=low.amount.unit or unit))
        high = attrs.evolve(high, amount=attrs.evolve(high.amount, unit=unit))
        if low.amount.unit != high.amount.unit:
            raise Misread("units", low.amount.start)
        # 100%-95% is written from the top.
        if low.amount.value > high.amount.value:
            low, high = high, low
        # (含) at one end says that the other one is left out, and the other way round.
        if low.closed is not None and high.closed is None:
            high = attrs.evolve(high, closed=not low.closed)
        elif high.closed is not None and low.closed is None:
            low = attrs.evolve(low, closed=not high.closed)
        end = _at(within)[1] if within else max(low.amount.end, high.amount.end)
        return Measure(low, high, start, end)

    def tolerance(self, front: list[Token] | None, sign: Token, bound: Bound, within: Token | None) -> Measure:
        """Take a margin on both sides of zero: ±5%以内."""
        start, amount = _at(front[0] if front else sign)[0], bound.amount
        if front and any(_kind(token) not in ("EQUAL", "AT_MOST") for token in front):
            raise Misread("contradiction", start)
        closed = bound.closed is not False
        low = Bound(attrs.evolve(amount, value=-amount.value), closed)
        return Measure(low, Bound(amount, closed), start, _at(within)[1] if within else amount.end)

    def chain(self, first: Bound, sign: Token, name: Text, front: list[Token], second: Bound) -> list[Statement]:
        """Take a name between two numbers: 84%≤兑付率<92%."""
        start, end = first.amount.start, second.amount.end
        lower = Bound(first.amount, "=" in sign if first.closed is None else first.closed)
        kinds = {_kind(token) for token in front}
        rising = sign.startswith("<")
        if len(kinds) != 1 or kinds - (_HIGH if rising else _LOW):
            raise Misread("contradiction", start)
        closed = not (kinds & _OPEN) if second.closed is None else second.closed
        upper = Bound(second.amount, closed)
        low, high = (lower, upper) if rising else (upper, lower)
        return [name, Measure(low, high, start, end)]

    def score(self, score: Token | Score) -> Score:
        """Take points: one number, or two of a range."""
        if isinstance(score, Score):
            return score
        values = [number.read(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)?", score)]
        known = [value for value in values if value is not None]
        if not known or len(known) != len(values):
            raise Misread("number", _at(score)[0])
        return Score(min(known), max(known), end=_at(score)[1])

    def share(self, *tokens: Token | None) -> Score:
        """Take points that are a share of the weight."""
        percent = next(token for token in tokens if token is not None and token.type == "PERCENT")
        value = number.divide(_number(percent[:-1], _at(percent)[0]), number.HUNDRED)
        end = max(_at(token)[1] for token in tokens if token is not None)
        return Score(value, value, share=True, end=end)

    def give(self, verb: Token, score: Token | Score) -> Points:
        """得5分."""
        score = self.score(score)
        return Points("give", score, _at(verb)[0], score.end)

    def full(self, verb: Token | None, word: Token, score: Token | None) -> Points:
        """计满分10分."""
        start, end = _at(verb or word)[0], _at(score or word)[1]
        return Points("full", self.score(score) if score is not None else None, start, end)

    def deduct(self, verb: Token, score: Score) -> Points:
        """扣0.5分."""
        if score.share:
            raise Misread("deducted_share", _at(verb)[0])
        return Points("deduct", score, _at(verb)[0], score.end)

    def add(self, verb: Token, score: Score) -> Points:
        """加0.4分."""
        if score.share:
            raise Misread("deducted_share", _at(verb)[0])
        return Points("add", score, _at(verb)[0], score.end)

    def nothing(self, word: Token) -> Points:
        """不得分."""
        return Points("none", None, *_at(word))

    def no_deduction(self, word: Token) -> Points:
        """不扣分."""
        return Points("keep", None, *_at(word))

    def bare(self, score: Token) -> Points:
        """0.5分 without a verb."""
        return Points("unsigned", self.score(score), *_at(score))

    def bracketed(self, _open: Token, score: Token, _close: Token) -> Points:
        """（4分）."""
        return Points("unsigned", self.score(score), _at(_open)[0], _at(_close)[1])

    def step(self, every: Token, unit: Token | None, *parts: Any) -> Every:
        """每低1个百分点扣0.2分."""
        points: Points = parts[-1]
        measures = tuple(part for part in parts if isinstance(part, Measure))
        words = "".join(part.text for part in parts if isinstance(part, Text))
        return Every(words, measures, str(unit or ""), points, _at(every)[0], points.end)

    def each(self, verb: Token, score: Score, _per: Token, unit: Token) -> Every:
        """扣0.5分/次."""
        return Every("", (), str(unit), self.deduct(verb, score), _at(verb)[0], _at(unit)[1])

    def standard(self, by: Token, amount: Amount, word: Token) -> Mark:
        """以90%为合格线."""
        return Mark("standard", str(word), _at(by)[0], _at(word)[1], amounts=(amount,))

    def from_base(self, by: Token, score: Token, word: Token) -> Mark:
        """以8分为起点."""
        return Mark("from_base", str(word), _at(by)[0], _at(word)[1], self.score(score))

    def base(self, word: Token, score: Token) -> Mark:
        """基本分4分."""
        return Mark("base", str(word), _at(word)[0], _at(score)[1], self.score(score))

    def from_nth(self, word: Token, nth: Token, unit: Token, onwards: Token) -> Mark:
        """自第2次起."""
        amount = Amount(_number(nth, _at(nth)[0]), str(unit), *_at(nth))
        return Mark("from_nth", str(word), _at(word)[0], _at(onwards)[1], amounts=(amount,))

    def _limit(self, kind: str, word: Token, *rest: Token | None) -> Mark:
        score = next((token for token in rest if token is not None and token.type == "SCORE"), None)
        last = next((token for token in reversed(rest) if token is not None), word)
        return Mark(kind, str(word), _at(word)[0], _at(last)[1], self.score(score) if score is not None else None)

    def floored(self, word: Token) -> Mark:
        """扣完为止."""
        return self._limit("floored", word)

    def most_deducted(self, *tokens: Token | None) -> Mark:
        """最多扣9分."""
        return self._limit("most_deducted", *tokens)  # type: ignore[arg-type]  # the first one is always there

    def most_given(self, *tokens: Token | None) -> Mark:
        """最高得12分."""
        return self._limit("most_given", *tokens)  # type: ignore[arg-type]

    def most_added(self, *tokens: Token | None) -> Mark:
        """最多加2分."""
        return self._limit("most_added", *tokens)  # type: ignore[arg-type]

    def least_given(self, *tokens: Token | None) -> Mark:
        """最低得1分."""
        return self._limit("least_given", *tokens)  # type: ignore[arg-type]

    def capped(self, word: Token) -> Mark:
        """超额完成的，按满分计."""
        return self._limit("capped", word)

    def unlimited(self, word: Token) -> Mark:
        """扣分不封顶."""
        return self._limit("unlimited", word)

    def _rounding(self, kind: str, word: Token) -> Mark:
        amounts = tuple(_amounts(word))
        if len({(amount.value, amount.unit) for amount in amounts}) > 1:
            raise Misread("other_number", _at(word)[0])
        return Mark(kind, str(word), *_at(word), amounts=amounts[:1])

    def round_up(self, word: Token) -> Mark:
        """不足1个百分点的按1个百分点计算."""
        return self._rounding("round_up", word)

    def round_down(self, word: Token) -> Mark:
        """不足1个百分点的不扣分."""
        return self._rounding("round_down", word)

    def round_half(self, word: Token) -> Mark:
        """四舍五入."""
        return Mark("round_half", str(word), *_at(word))

    def clamp(self, word: Token) -> Mark:
        """超过100%的按100%计算."""
        return self._rounding("clamp", word)

    def by_completion(self, word: Token) -> Mark:
        """按实际完成比例得分."""
        return self._limit("by_completion", word)

    def by_proportion(self, word: Token) -> Mark:
        """按比例扣分."""
        return self._limit("by_proportion", word)

    def formula(self, head: Token, formula: Formula) -> Calculation:
        """得分=实际完成数÷计划数×分值."""
        if sum(1 for _ in parts(formula)) > _MOST_PARTS:
            raise Misread("formula", _at(head)[0])
        return Calculation(head[:-1], formula, *_at(head))

    def number(self, amount: Amount) -> Number:
        """Take a number of a formula; a percentage is a hundredth."""
        value = number.divide(amount.value, number.HUNDRED) if amount.unit == "%" else amount.value
        if amount.unit not in ("%", ""):
            raise Misread("formula", amount.start)
        return Number(value, points=False)

    def points_number(self, token: Token) -> Number:
        """Take points in a formula."""
        return Number(self.score(token).low, points=True)

    def name(self, name: Token, *points: Token | None) -> Name:
        """Take a name in a formula, with the points in brackets behind it: 分值（4分）."""
        score = points[1] if len(points) == 3 else None
        return Name(str(name), None if score is None else self.score(score).low)

    def group(self, _open: Token, inner: Formula, _close: Token) -> Formula:
        """Take what stands in brackets."""
        return inner

    def plus(self, left: Formula, _sign: Token, right: Formula) -> Operation:
        """Add."""
        return Operation("+", left, right)

    def minus(self, left: Formula, _sign: Token, right: Formula) -> Operation:
        """Subtract."""
        return Operation("-", left, right)

    def times(self, left: Formula, _sign: Token, right: Formula) -> Operation:
        """Multiply."""
        return Operation("×", left, right)

    def over(self, left: Formula, _sign: Token, right: Formula) -> Operation:
        """Divide."""
        return Operation("÷", left, right)

    def words(self, *tokens: Token) -> Text:
        """Join letters."""
        return Text("".join(tokens), _at(tokens[0])[0], _at(tokens[-1])[1])

    def mark(self, token: Token) -> Mark:
        """Take what is a statement by itself."""
        return Mark(token.type, str(token), *_at(token))


def _kind(token: Token) -> str:
    if token.type != "SIGN":
        return token.type
    return {">=": "AT_LEAST", "<=": "AT_MOST", ">": "ABOVE", "<": "BELOW", "=": "EQUAL"}[str(token)]


def _amounts(text: Token) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        yield Amount(_number(match["value"], _at(text)[0]), match["unit"], *_at(text))


def inclusions(token: Token) -> Iterator[tuple[Decimal | None, bool]]:
    """Read (含) or (不含5天,含10天): each number that is named, or None, and whether it is included."""
    for part in re.split("[,、;]", token.strip("()")):
        match = re.fullmatch(r"(不?)包?[含括](?:本数|该数)?(?:([0-9]+(?:\.[0-9]+)?)[^0-9]{0,3})?", part)
        if match is None:
            raise Misread("inclusion", _at(token)[0])
        yield number.read(match[2]) if match[2] else None, not match[1]


def _including(token: Token, value_named: Decimal | None = None) -> tuple[bool, Decimal | None]:
    """Say whether a remark includes a number or leaves it out, and which number it names, if it names one.

    Args:
        token: the remark. value_named: of several numbers, the one that is asked for.
    """
    says = list(inclusions(token))
    value, closed = next((pair for pair in says if pair[0] == value_named), says[0])
    return closed, value
