"""Discover the checks: each module of ``checks`` is one, in the order of its code, and so is each of other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from perfscore import wording
from perfscore.audit import checks, differences
from perfscore.audit.context import Context
from perfscore.errors import PerfscoreError
from perfscore.extensions import Extension, announced
from perfscore.model import Remark, Table
from perfscore.rulebook import Rulebook

Check = Callable[[Table, Context], Iterator[Remark]]
CrossCheck = Callable[[Sequence[Table], Rulebook], Iterator[tuple[int, Remark]]]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import the modules of all checks, by code; ``pkgutil`` lists them in a zip file too.

    Raises:
        PerfscoreError: when a check of another package cannot be used (PS416).
    """
    return (
        *_modules(checks),
        *(module for extension in announced("perfscore.checks") for module in _others(extension)),
    )


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for name in sorted(module.name for module in iter_modules(package.__path__)):
        yield import_module(f"{package.__name__}.{name}")


def _others(extension: Extension) -> tuple[ModuleType, ...]:
    """Import the checks of another package, each of which has to have its page."""
    try:
        modules = tuple(_modules(import_module(extension.package)))
        for module in modules:
            wording.page(module.CODE)
    except Exception as error:  # whatever its code raises
        raise PerfscoreError("PS416", package=extension.package, reason=f"{type(error).__name__}: {error}") from error
    return modules


@cache
def table_checks() -> tuple[Check, ...]:
    """List the checks of one table, in the order in which their findings are listed."""
    return (differences.check, *(module.check for module in modules() if hasattr(module, "check")))


@cache
def cross_checks() -> tuple[CrossCheck, ...]:
    """List the checks that hold the tables of one call against each other."""
    return tuple(module.across for module in modules() if hasattr(module, "across"))


@cache
def cross_codes() -> tuple[str, ...]:
    """List the codes of the checks that hold tables against each other."""
    return tuple(module.CODE for module in modules() if hasattr(module, "across"))
