"""The store: one DuckDB file, written by one process in transactions, its schema in ``schema.sql``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from attrs import frozen

from perfscore.batch.items import Columns, InForce, Item, printable
from perfscore.batch.store_rows import COLUMNS
from perfscore.errors import PerfscoreError
from perfscore.extensions import release
from perfscore.outputs import Outputs
from perfscore.rulebook import written
from perfscore.version import VERSION

if TYPE_CHECKING:
    import duckdb
    import pyarrow

SCHEMA: Final = "perfscore.store/2"
REVISION: Final = 2
"""Of the columns that are filled: raised with those that `schema.sql` adds, so that older rows are written anew."""
TABLES: Final = ("editions", "parameters", "runs", "files", "tables", "scores", "findings")
_RESULTS: Final = ("files", "tables", "scores", "findings")
_MAGIC: Final = slice(8, 12)
_WORDS: Final = (
    ("conflicting lock", "in_use"), ("being used by another", "in_use"), ("could not set lock", "in_use"),
    ("no space left", "ENOSPC"), ("disk quota", "EDQUOT"), ("permission denied", "EACCES"),
    ("read-only file system", "EROFS"), ("no such file", "ENOENT"), ("is a directory", "EISDIR"),
    ("not a valid duckdb", "no_store"), ("does not exist", "store_damaged"),
    ("not found in from", "store_damaged"), ("corrupt", "store_damaged"), ("could not read", "store_damaged"),
    ("checksum", "store_damaged"), ("serializ", "store_damaged"), ("internal error", "store_damaged"),
    ("fatal error", "store_damaged"), ("invalidated", "store_damaged"), ("out of memory", "out_of_memory"),
    ("newer version", "other_version"), ("older version", "other_version"), ("storage version", "other_version"),
)  # fmt: skip
"""What DuckDB says in the messages of its errors, and the key that has words for it."""


_COUNTED_ANEW: Final = """
    UPDATE tables SET errors = counted.errors, warnings = counted.warnings, notices = counted.notices FROM (
        SELECT tables.file, tables.table_no, count(*) FILTER (severity = 'error') AS errors,
               count(*) FILTER (severity = 'warning') AS warnings, count(*) FILTER (severity = 'info') AS notices
        FROM tables LEFT JOIN findings ON findings.file = tables.file AND findings.table_no = tables.table_no
        WHERE tables.file IN (FROM related) GROUP BY ALL
    ) AS counted WHERE tables.file = counted.file AND tables.table_no = counted.table_no
"""
_NEIGHBOURS: Final = """
    UPDATE files SET related = NULL WHERE edition = ? AND file IN (
        SELECT file FROM tables WHERE owner IN (
            SELECT owner FROM tables WHERE file IN (SELECT unnest(?::BIGINT[]))))
"""
"""The files of a unit whose table goes: what was said across them may not hold any more."""


@frozen
class Done:
    """What the store has of a file.

    Args:
        file: its key. source_sha256: the hash that tells whether it changed. status: as in the store.
        perfscore: version that computed it. corrected: its corrected copy, or None.
        refused: whether a corrected copy was asked for and could not be written.
        complete: whether its rows have every column of today.
    """

    file: int
    source_sha256: str
    status: str
    perfscore: str
    corrected: str | None
    refused: bool
    complete: bool


class StoreError(PerfscoreError):
    """The store itself cannot be used: no other file would fare better."""


class Store:
    """An open store.

    Args:
        path: of the file; made where it does not exist, unless it is only read.
        read_only: whether nothing will be written.

    Raises:
        PerfscoreError: DuckDB is not installed (PS805), or the file is no store, in use, or cannot be opened (PS804).
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path = path
        self._connection = _connect(path, read_only)
        if not read_only:
            with self._in_words():
                self._connection.execute(_schema())
                if self.rows("SELECT count(*) FROM store") == [(0,)]:
                    self._connection.execute("INSERT INTO store VALUES (?)", [SCHEMA])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        with self._in_words():
            self._connection.close()

    def rows(self, query: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask a question.

        Raises:
            StoreError: the file is damaged, or cannot be read any more (PS804).
        """
        with self._in_words():
            return self._connection.execute(query, list(parameters)).fetchall()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say what DuckDB reports about the store itself; mistakes in the rows pass."""
        import duckdb

        try:
            yield
        except (duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException):
            raise
        except (duckdb.Error, OSError) as error:
            raise StoreError("PS804", path=str(self._path), reason=_why(str(error))) from error

    def edition(self, in_force: InForce) -> int:
        """Find or add what is in force; give its key."""
        book = in_force.book
        key = (book.id, book.version, book.title, book.sha256, in_force.targets_sha256, in_force.language)
        columns = "rulebook, version, title, sha256, targets_sha256, language"
        editions = self.rows(f"SELECT edition FROM editions WHERE ({columns}) = (?, ?, ?, ?, ?, ?)", key)
        if editions:
            return int(editions[0][0])
        number = self._next("edition", "editions")
        self._connection.begin()
        self._connection.execute("INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?, ?)", [number, *key])
        for name, values in book.values.items():
            for value in values:
                source = value.source
                row = [number, name, written(value.value), value.since, value.until]
                row += [source.document, source.number, source.verified]
                self._connection.execute("INSERT INTO parameters VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._connection.commit()
        return number

    def done(self, edition: int) -> Mapping[str, Done]:
        """Give what the store has of each path of an edition."""
        query = (
            "SELECT path, file, source_sha256, status, perfscore, corrected, correction_error IS NOT NULL, "
            "revision IS NOT DISTINCT FROM ? FROM files WHERE edition = ?"
        )
        return {row[0]: Done(*row[1:]) for row in self.rows(query, [REVISION, edition])}

    def columns(self, table: str, *names: str) -> tuple[str, ...]:
        """Name columns of a table as a query does; NULL stands for those that an older store, only read, lacks."""
        query = "SELECT column_name FROM duckdb_columns() WHERE NOT internal AND table_name = ?"
        has = {name for (name,) in self.rows(query, [table])}
        return tuple(f"{table}.{name}" if name in has else "NULL" for name in names)

    def next_file(self) -> int:
        """Give the first key that no file has."""
        return self._next("file", "files")

    def start(self, edition: int) -> int:
        """Note that a run begins; give its key."""
        run = self._next("run", "runs")
        values = [run, edition, release(), _now(), "running"]
        self._connection.execute(
            "INSERT INTO runs (run, edition, perfscore, started, status) VALUES (?, ?, ?, ?, ?)", values
        )
        return run

    def end(self, run: int, status: str, found: int, done_before: int, others: int) -> None:
        """Note how a run ended."""
        self._connection.execute(
            "UPDATE runs SET ended = ?, status = ?, found = ?, done_before = ?, other_files = ? WHERE run = ?",
            [_now(), status, found, done_before, others, run],
        )

    def write(self, edition: int, run: int, chunks: Iterable[Columns], replaced: Iterable[int]) -> None:
        """Write the rows of some chunks in one transaction.

        Args:
            edition: what was in force. run: the run that computed them.
            chunks: rows as workers hand them back.
            replaced: keys among them that the store has already: their old rows go.

        Raises:
            StoreError: the store itself cannot be written (PS804). What the rows themselves provoke is raised as it is.
        """
        chunks = list(chunks)
        old = list(replaced)
        with self._transaction():
            self._write(edition, run, chunks, old)

    def _write(self, edition: int, run: int, chunks: list[Columns], old: list[int]) -> None:
        import pyarrow

        connection = self._connection
        if old:
            self._remove(edition, old)
        for table in _RESULTS:
            names, schema = self._incoming[table]
            batches = [pyarrow.RecordBatch.from_pydict(chunk[table], schema) for chunk in chunks]
            connection.register("incoming", pyarrow.Table.from_batches(batches, schema))
            if table == "files":
                connection.execute(
                    f"INSERT INTO files (edition, run, perfscore, revision, {names}) "
                    f"SELECT ?, ?, ?, ?, {names} FROM incoming",
                    [edition, run, release(), REVISION],
                )
            else:
                connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming")
            connection.unregister("incoming")

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[str, pyarrow.Schema]]:
        """The columns that workers fill, by table, and their types; DuckDB reads the text of a number exactly."""
        import pyarrow

        def filled(table: str) -> tuple[str, pyarrow.Schema]:
            names = ", ".join(f'"{name}"' for name in COLUMNS[table])
            kept = self._connection.sql(f"SELECT {names} FROM {table} LIMIT 0").to_arrow_table().schema
            text, is_number = pyarrow.string(), pyarrow.types.is_decimal
            return names, pyarrow.schema([field.with_type(text) if is_number(field.type) else field for field in kept])

        return {table: filled(table) for table in _RESULTS}

    def _remove(self, edition: int, keys: list[int]) -> None:
        """Take out the rows of files, and have the files of their units held against each other again."""
        self._connection.execute(_NEIGHBOURS, [edition, keys])
        for table in _RESULTS:
            self._connection.execute(f"DELETE FROM {table} WHERE file IN (SELECT unnest(?::BIGINT[]))", [keys])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all of what is done inside, or nothing."""
        with self._in_words():
            self._connection.begin()
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    def contents(self, edition: int) -> Mapping[str, int]:
        """Give for each content that was read in an edition, by this release, the key of a file that has it."""
        query = (
            "SELECT sha256, min(file) FROM files WHERE edition = ? AND status = 'read' AND perfscore = ? "
            "AND revision IS NOT DISTINCT FROM ? GROUP BY sha256"
        )
        return dict(self.rows(query, [edition, release(), REVISION]))

    def repeat(self, source: int, item: Item, digest: str, edition: int, run: int) -> bool:
        """Write for a file the results of another one that has the same content.

        Args:
            source: key of the other file. item: the file. digest: hash of the content.
            edition: what was in force. run: the run that does it.

        Returns:
            False where the other file was not read, or has another content by now.

        Raises:
            StoreError: the store cannot be written (PS804).
        """
        read = "SELECT 1 FROM files WHERE file = ? AND sha256 = ? AND status = 'read'"
        if not self.rows(read, [source, digest]):
            return False
        connection = self._connection
        with self._transaction():
            self._remove(edition, [item.file])
            connection.execute(
                "INSERT INTO files SELECT * REPLACE (? AS file, ? AS run, ? AS path, ? AS place, NULL AS corrected, "
                "NULL AS correction_error, 0 AS milliseconds, NULL AS related) FROM files WHERE file = ?",
                [item.file, run, item.shown, printable(item.place), source],
            )
            for table in _RESULTS[1:]:
                query = f"INSERT INTO {table} SELECT * REPLACE (? AS file) FROM {table} WHERE file = ?"
                connection.execute(query, [item.file, source])
        return True

    def relate(self, findings: Columns, codes: Sequence[str], files: Sequence[int]) -> None:
        """Replace what is said of files across files, and count their findings anew, in one transaction.

        Args:
            findings: rows as workers hand them back. codes: of all findings across files.
            files: keys of the files that were held against the others.

        Raises:
            StoreError: the store cannot be written (PS804).
        """
        import pyarrow

        connection = self._connection
        with self._transaction():
            names, schema = self._incoming["findings"]
            connection.register("related", pyarrow.table({"file": pyarrow.array(files, pyarrow.int64())}))
            connection.register("incoming", pyarrow.table(findings["findings"], schema))
            said_before = "DELETE FROM findings WHERE file IN (FROM related) AND list_contains(?, code)"
            connection.execute(said_before, [list(codes)])
            connection.execute(f"INSERT INTO findings ({names}) SELECT {names} FROM incoming")
            connection.execute(_COUNTED_ANEW)
            connection.execute("UPDATE files SET related = true WHERE file IN (FROM related)")
            connection.unregister("related")
            connection.unregister("incoming")

    def export(self, folder: Path, outputs: Outputs) -> Iterator[Path]:
        """Write every table as a Parquet file.

        Raises:
            PerfscoreError: a file cannot be written (PS121).
        """
        import duckdb

        try:
            for table in TABLES:
                target = folder / f"{table}.parquet"
                with outputs.draft(target) as draft:
                    quoted = str(draft).replace("'", "''")
                    form = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{perfscore: '{VERSION}'}}"
                    self._connection.execute(f"COPY {table} TO '{quoted}' ({form})")
                yield target
        except duckdb.Error as error:
            raise PerfscoreError("PS121", path=str(folder), reason=str(error).splitlines()[0]) from error

    def _next(self, column: str, table: str) -> int:
        return int(self.rows(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])


def _connect(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
        import pyarrow  # noqa: F401 - said at the start, not after an hour
    except ImportError as error:
        raise PerfscoreError("PS805", package=error.name or "duckdb", extra="batch") from error
    if read_only and not os.path.isfile(path):
        raise PerfscoreError("PS107", path=str(path), reason="no_such_file")
    if not _may_be_database(path):
        raise StoreError("PS804", path=str(path), reason="no_store")
    # One thread: the cores belong to the workers.
    settings: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "1GB"}
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=settings)
        tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        schemas = connection.execute("SELECT schema FROM store").fetchall() if "store" in tables else []
    except duckdb.Error as error:
        raise StoreError("PS804", path=str(path), reason=_why(str(error))) from error
    if schemas == [(SCHEMA,)] and read_only and not tables.issuperset(TABLES):
        connection.close()
        raise StoreError("PS804", path=str(path), reason="store_damaged")
    if schemas == [(SCHEMA,)] or (not schemas and "store" in tables) or (not tables and not read_only):
        return connection
    connection.close()
    older = schemas and str(schemas[0][0]).startswith("perfscore.store/")
    raise StoreError("PS804", path=str(path), reason="other_version" if older else "no_store")


def _may_be_database(path: Path) -> bool:
    """Say whether a file is new, blank or a database: beside others, such as .json, DuckDB keeps all in memory."""
    if not os.path.isfile(path) or not path.stat().st_size:
        return not os.path.lexists(path) or os.path.isfile(path)
    with open(path, "rb") as file:
        return file.read(_MAGIC.stop)[_MAGIC] == b"DUCK"


def _schema() -> str:
    return (files("perfscore.batch") / "schema.sql").read_text(encoding="utf-8")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _why(message: str) -> str:
    """Find the key for what DuckDB says; what has none is passed on in DuckDB's words."""
    lowered = message.lower()
    for words, key in _WORDS:
        if words in lowered:
            return key
    return message.splitlines()[0]
