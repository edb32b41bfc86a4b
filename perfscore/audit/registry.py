"""Discover the checks: each module of ``checks`` is one, in the order of its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from perfscore.audit import checks, differences
from perfscore.audit.context import Context
from perfscore.model import Remark, Table

Check = Callable[[Table, Context], Iterator[Remark]]
CrossCheck = Callable[[Sequence[Table]], Iterator[tuple[int, Remark]]]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import the modules of all checks, by code; ``pkgutil`` lists them in a zip file too."""
    names = sorted(module.name for module in iter_modules(checks.__path__))
    return tuple(import_module(f"{checks.__name__}.{name}") for name in names)


@cache
def table_checks() -> tuple[Check, ...]:
    """List the checks of one table, in the order in which their findings are listed."""
    return (differences.check, *(module.check for module in modules() if hasattr(module, "check")))


@cache
def cross_checks() -> tuple[CrossCheck, ...]:
    """List the checks that hold the tables of one call against each other."""
    return tuple(module.across for module in modules() if hasattr(module, "across"))
