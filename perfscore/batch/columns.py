"""Rows that are in a database already: an Arrow table in, the same table with its scores out.

There is no second implementation of a rule here: each distinct row goes through the engine once, and its result is
joined back to every row that is the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from perfscore import number, rulebook
from perfscore.errors import PerfscoreError
from perfscore.model import Indicator, Score
from perfscore.outputs import Outputs
from perfscore.rulebook import Rulebook
from perfscore.scoring.row import score_indicator
from perfscore.version import VERSION

if TYPE_CHECKING:
    import pyarrow

REQUIRED: Final = ("level2", "target", "actual", "weight", "rule", "claimed")
OPTIONAL: Final = ("level1", "level3", "year")
RESULTS: Final = ("recomputed", "low", "high", "status", "verdict", "explained_by")
_ROWS_AT_ONCE: Final = 1_000_000


class ArrowTable(Protocol):
    """A table with the Arrow PyCapsule interface: pyarrow, polars, pandas, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the table as a stream of Arrow's C interface."""


class ArrowBatch(Protocol):
    """One part of a table with the Arrow PyCapsule interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Give the part as an array of Arrow's C interface."""


def score_rows(table: ArrowTable | ArrowBatch, rulebook: str | PathLike[str] | Rulebook | None = None) -> pyarrow.Table:
    """Score indicators that stand in a table, one a row.

    Args:
        table: anything with the Arrow PyCapsule interface, with the columns ``level2``, ``target``, ``actual``,
            ``weight``, ``rule`` and ``claimed``, as printed; numbers may be numbers, and what is NULL is blank.
            ``level1``, ``level3`` and ``year`` are used where they are there: a cost may show in level 1 only, and the
            direction of an unsigned target in the name.
        rulebook: name or file of the rule book in force; the default is ``cn-2020``.

    Returns:
        The same rows in the same order with ``recomputed``, ``low``, ``high`` (DECIMAL(18, 2), NULL where nothing can
        be said), ``status``, ``verdict`` and ``explained_by`` behind them. Columns of these names are replaced.

    Raises:
        PerfscoreError: a column is missing or stands there twice (PS807), the rule book cannot be used, pyarrow is not
            installed (PS805), this is no such table, or a column holds neither texts nor numbers (PS129).
    """
    arrow = _arrow()
    rows = _rows(table)
    book = rulebook if isinstance(rulebook, Rulebook) else _load(rulebook)
    missing = [name for name in REQUIRED if rows.column_names.count(name) != 1]
    if missing:
        raise PerfscoreError("PS807", columns="、".join(missing))
    names = [*REQUIRED, *(name for name in OPTIONAL if rows.column_names.count(name) == 1)]
    numbers, distinct = _distinct({name: rows.column(name) for name in names})
    scores = [_score(dict(zip(names, row, strict=True)), book) for row in zip(*distinct, strict=True)]
    points = arrow.decimal128(18, 2)
    kinds = dict.fromkeys(RESULTS[:3], points) | dict.fromkeys(RESULTS[3:5], arrow.string())
    kinds["explained_by"] = arrow.list_(arrow.string())
    for name, kind in kinds.items():
        column = arrow.array([getattr(score, name) for score in scores], kind).take(numbers)
        index = rows.column_names.index(name) if name in rows.column_names else None
        rows = rows.append_column(name, column) if index is None else rows.set_column(index, name, column)
    return rows


def score_file(source: Path, output: Path, book: Rulebook, outputs: Outputs) -> None:
    """Score the rows of a Parquet file, a million at a time.

    Args:
        source: the file. output: the Parquet file to write. book: the rule book in force. outputs: the door.

    Raises:
        PerfscoreError: the source cannot be read (PS107), a column is missing (PS807), the output is the source (PS109)
            or cannot be written (PS121).
    """
    with parts(source, output, outputs) as (batches, write):
        for batch in batches:
            write(score_rows(batch, book))


@contextmanager
def parts(source: Path, output: Path, outputs: Outputs) -> Iterator[tuple[Iterator[pyarrow.Table], Any]]:
    """Open a Parquet file part by part, and another one beside it that takes its place at the end.

    Yields:
        The parts of the source, and a function that writes a part.
    """
    arrow = _arrow()
    from pyarrow import parquet

    try:
        opened = parquet.ParquetFile(source)
    except (OSError, arrow.ArrowInvalid) as error:
        reason = "no_such_file" if not os.path.exists(source) else str(error).splitlines()[0]
        raise PerfscoreError("PS107", path=str(source), reason=reason) from error
    writer: list[Any] = []

    def batches() -> Iterator[pyarrow.Table]:
        empty = True
        for batch in opened.iter_batches(_ROWS_AT_ONCE):
            empty = False
            yield arrow.Table.from_batches([batch])
        if empty:
            yield opened.schema_arrow.empty_table()

    with outputs.draft(output) as draft:

        def write(table: pyarrow.Table) -> None:
            if not writer:
                schema = table.schema.with_metadata({**(table.schema.metadata or {}), "perfscore": VERSION})
                writer.append(parquet.ParquetWriter(draft, schema, compression="zstd"))
            writer[0].write_table(table)

        try:
            yield batches(), write
        finally:
            if writer:
                writer[0].close()


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise PerfscoreError("PS805", package="pyarrow", extra="batch") from error
    return pyarrow


def _rows(table: ArrowTable | ArrowBatch) -> pyarrow.Table:
    """Take in a table through whichever of the two Arrow interfaces it has."""
    import pyarrow

    try:
        if hasattr(table, "__arrow_c_stream__"):
            return pyarrow.RecordBatchReader.from_stream(table).read_all()
        if hasattr(table, "__arrow_c_array__"):
            return pyarrow.Table.from_batches([pyarrow.record_batch(table)])
    except (pyarrow.ArrowException, TypeError, ValueError) as error:
        raise PerfscoreError("PS129", argument="table", expected="arrow", given=str(error)) from error
    raise PerfscoreError("PS129", argument="table", expected="arrow", given=type(table).__name__)


def _load(name: str | PathLike[str] | None) -> Rulebook:
    return rulebook.load(name if name is not None else rulebook.DEFAULT)


def _distinct(columns: Mapping[str, pyarrow.ChunkedArray]) -> tuple[pyarrow.Array, list[list[str]]]:
    """Find the distinct rows.

    Returns:
        For each row the place of its like among the distinct ones, and these, column by column, as texts.
    """
    from pyarrow import compute

    (numbers, first), *others = (_encoded(name, column) for name, column in columns.items())
    values = [first]
    for other, texts in others:
        # Two places become one number, and the numbers are numbered again: never more than rows, so none runs over.
        count = max(len(texts), 1)
        pairs = compute.add(compute.multiply(numbers, count), other).dictionary_encode()
        numbers = pairs.indices.cast("int64")
        before = compute.divide(pairs.dictionary, count)
        now = compute.subtract(pairs.dictionary, compute.multiply(before, count))
        values = [[value[number] for number in before.to_pylist()] for value in values]
        values.append([texts[number] for number in now.to_pylist()])
    return numbers, values


def _encoded(name: str, column: pyarrow.ChunkedArray) -> tuple[pyarrow.Array, list[str]]:
    """Number the values of a column and give them as texts, blank for NULL."""
    import pyarrow
    from pyarrow import types

    try:
        if types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if types.is_string_view(column.type):  # polars: has no dictionary
            column = column.cast(pyarrow.string())
        encoded = column.combine_chunks().dictionary_encode("encode")
        if isinstance(encoded, pyarrow.ChunkedArray):
            encoded = encoded.chunk(0) if encoded.num_chunks else pyarrow.array([], column.type).dictionary_encode()
        texts = [text or "" for text in encoded.dictionary.cast(pyarrow.string()).to_pylist()]
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise PerfscoreError("PS129", argument=name, expected="column", given=str(column.type)) from error
    if types.is_floating(column.type):
        texts = [_without_noise(text) for text in texts]
    return encoded.indices.cast("int64"), texts


def _without_noise(text: str) -> str:
    """Read a binary float as a spreadsheet does: 7.000000000000001 is 7."""
    value = number.read_stored(text)
    return text if value is None else number.short(value)


def _score(row: dict[str, str], book: Rulebook) -> Score:
    """Send one row through the engine."""
    given = row.get("year", "").strip()
    year = int(given) if given.isdecimal() and len(given) == 4 else None
    texts = {name: text.strip() for name, text in row.items()}
    indicator = Indicator(
        level1=texts.get("level1", ""),
        level2=texts["level2"],
        level3=texts.get("level3", ""),
        target=texts["target"],
        actual=texts["actual"],
        weight=texts["weight"],
        claimed=texts["claimed"],
        rule=texts["rule"],
        rule_source="sheet" if texts["rule"] else "inferred",
    )
    scored, _ = score_indicator(indicator, year, book, book.parameters(year))
    assert scored.score is not None  # the engine gives every row one
    return scored.score
