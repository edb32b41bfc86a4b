"""Hold the tables of a store against each other, unit by unit: what ``evaluate`` says across the files of a call.

A worker sees one file at a time; what two files say of one project is seen here, when all of them are in the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve

from perfscore import audit
from perfscore.audit.projects import owner
from perfscore.batch.items import InForce
from perfscore.batch.store import Store
from perfscore.batch.store_rows import Rows
from perfscore.expression.money import FUNDS_UNIT
from perfscore.model import Fund, Indicator, Table
from perfscore.report.remarks import remark_row

_MOST_OF_A_UNIT: Final = 2_000
"""Tables of one unit that are compared: more are copies or tests, and comparing each with each would take minutes."""
_TABLES_A_STEP: Final = 500
_BEHIND_THE_OTHERS: Final = 1_000_000
"""Where these findings stand among those of their table."""

_TABLE: Final = ("kind", "year", "project", "department", "unit", "goal", "completion", "cells")
_ROW: Final = ("level1", "level2", "level3", "target", "actual", "last_year")

_Key = tuple[int, int]


def relate(store: Store, edition: int, in_force: InForce) -> None:
    """Say of each unit with a new or changed table what shows only beside its other tables.

    Args:
        store: open for writing. edition: key of what is in force. in_force: rule book and language.

    Raises:
        StoreError: the store cannot be written (PS804).
    """
    for files in _steps(store, edition):
        tables = dict(_tables(store, files))
        rows = Rows(in_force.language)
        for keys in _by_unit(tables):
            compared = audit.across([tables[key] for key in keys], in_force.book, in_force.language)
            for (file, table_no), table in zip(keys, compared, strict=True):
                subjects = [remark_row(finding, table, in_force.language).subject for finding in table.findings]
                rows.findings(file, table_no, table.findings, subjects, _BEHIND_THE_OTHERS)
        store.relate(rows.columns, audit.cross_codes(), files)


def _steps(store: Store, edition: int) -> Iterator[list[int]]:
    """Give the files to look at, whole units at a time, some hundred tables at once."""
    query = (
        "SELECT list(DISTINCT file), count(*) FROM tables JOIN files USING (file) WHERE edition = ? "
        "GROUP BY owner HAVING bool_or(related IS NULL) AND count(*) <= ? ORDER BY owner"
    )
    step: set[int] = set()
    tables = 0
    for files, count in store.rows(query, [edition, _MOST_OF_A_UNIT]):
        step.update(files)
        tables += count
        if tables >= _TABLES_A_STEP:
            yield sorted(step)
            step, tables = set(), 0
    if step:
        yield sorted(step)


def _tables(store: Store, files: Sequence[int]) -> Iterator[tuple[_Key, Table]]:
    """Rebuild the tables of some files as far as they are compared; scores and remarks stay in the store."""
    indicators: dict[_Key, list[Indicator]] = {}
    executed: dict[_Key, Mapping[str, str]] = {}
    query = (
        "SELECT file, table_no, part, level1, level2, level3, target, actual, last_year, cells FROM scores "
        "WHERE file IN (SELECT unnest(?::BIGINT[])) AND part <> 'total' ORDER BY file, table_no, place"
    )
    for file, table_no, part, *texts, cells in store.rows(query, [files]):
        if part == "execution":
            executed[file, table_no] = cells
        else:
            indicators.setdefault((file, table_no), []).append(
                Indicator(**dict(zip(_ROW, texts, strict=True)), cells=cells)
            )
    query = (
        "SELECT file, table_no, spent, kind, year, project, department, unit, goal, completion, cells "
        "FROM tables WHERE file IN (SELECT unnest(?::BIGINT[])) ORDER BY file, table_no"
    )
    for file, table_no, spent, *values in store.rows(query, [files]):
        key = file, table_no
        fund = Fund(executed=f"{spent}{FUNDS_UNIT}", cells=executed.get(key, {})) if spent is not None else None
        table = Table(**dict(zip(_TABLE, values, strict=True)), funds=(fund,) if fund else ())
        yield key, evolve(table, indicators=tuple(indicators.get(key, ())))


def _by_unit(tables: Mapping[_Key, Table]) -> list[list[_Key]]:
    units: dict[str, list[_Key]] = {}
    for key, table in tables.items():
        units.setdefault(owner(table), []).append(key)
    return list(units.values())
