"""Formulas of printed criteria, and what they come to: 得分=实际完成数÷计划数×分值."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from attrs import frozen

from perfscore import number


@frozen
class Number:
    """A number. ``points``: whether it is written with 分."""

    value: Decimal
    points: bool


@frozen
class Name:
    """A name that stands for a number. ``points``: the points in brackets behind it, or None."""

    text: str
    points: Decimal | None = None


@frozen
class Operation:
    """Two formulas with a sign between them."""

    sign: Literal["+", "-", "×", "÷"]
    left: Formula
    right: Formula


Formula = Number | Name | Operation


def parts(formula: Formula) -> Iterator[Number | Name]:
    """Walk through the numbers and names of a formula, however long it is."""
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operation):
            waiting += (part.left, part.right)
        else:
            yield part


def names(formula: Formula) -> Iterator[Name]:
    """Walk through the names of a formula, from left to right."""
    if isinstance(formula, Name):
        yield formula
    elif isinstance(formula, Operation):
        yield from names(formula.left)
        yield from names(formula.right)


def has_points(formula: Formula, weight: Decimal) -> bool:
    """Say whether a formula multiplies with points: without, its result is only a share.

    Args:
        formula: the formula. weight: of the row; the same number without 分 means it, too.
    """
    if isinstance(formula, Operation):
        return has_points(formula.left, weight) or has_points(formula.right, weight)
    if isinstance(formula, Number):
        return formula.points or (formula.value == weight and weight != number.ONE)
    return formula.points is not None


def calculate(formula: Formula, values: Mapping[str, Decimal]) -> Decimal | None:
    """Work a formula out.

    Args:
        formula: the formula. values: the numbers of its names.

    Returns:
        The number, or None where it would be divided by zero.
    """
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, Name):
        return values[formula.text]
    left, right = calculate(formula.left, values), calculate(formula.right, values)
    if left is None or right is None:
        return None
    if formula.sign == "+":
        return number.add(left, right)
    if formula.sign == "-":
        return number.add(left, -right)
    if formula.sign == "×":
        return number.multiply(left, right)
    return number.divide(left, right) if right else None
