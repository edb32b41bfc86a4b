"""What a store says, in forms that can be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from perfscore import rulebook
from perfscore.batch.items import InForce
from perfscore.batch.pool import Limits
from perfscore.batch.run import Options, run
from perfscore.batch.store import Store
from perfscore.batch.writer import Outcome

# What may differ between two runs over the same files: keys, times, and which run it was.
OWN = {
    "files": {"file", "run", "edition", "milliseconds"},
    "tables": {"file"},
    "scores": {"file"},
    "findings": {"file"},
}


def assess(*given: Path, into: Path, book: str = "cn-2020", workers: int = 1, **options: Any) -> Outcome:
    """Run a batch as the command does."""
    with Store(into) as store:
        in_force = InForce(rulebook.load(book), None, "zh", chosen=False)
        return run(given, store, in_force, Options(limits=Limits(workers, 20), **options))


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give everything that a store says of the files: each table's rows, in an order of their own."""
    with Store(path, read_only=True) as store:
        said = {}
        for table, own in OWN.items():
            query = f"SELECT column_name FROM duckdb_columns() WHERE NOT internal AND table_name = '{table}'"
            listed = store.rows(query)
            columns = ", ".join(f'{table}."{name}"' for (name,) in listed if name not in own)
            source = "files" if table == "files" else f"{table} JOIN files USING (file)"
            said[table] = store.rows(f"SELECT files.path, {columns} FROM {source} ORDER BY ALL")
        return said


def scores(path: Path) -> dict[str, list[list[tuple[Any, ...]]]]:
    """Give the scores of each place, table by table, as the truth of a corpus is compared with."""
    query = (
        "SELECT place, table_no, claimed, recomputed, low, high, status FROM "
        "(SELECT files.place, tables.file, table_no FROM files LEFT JOIN tables USING (file)) AS listed "
        "LEFT JOIN (SELECT file, table_no, place AS row, claimed, recomputed, low, high, status FROM scores "
        "WHERE status IS NOT NULL) USING (file, table_no) ORDER BY listed.place, table_no, row"
    )
    found: dict[str, list[list[tuple[Any, ...]]]] = {}
    with Store(path, read_only=True) as store:
        for place, table, *score in store.rows(query):
            tables = found.setdefault(place, [])
            if table is not None:
                while len(tables) < table:
                    tables.append([])
                if score[-1] is not None:
                    tables[table - 1].append(tuple(score))
    return found
