"""Collect the rows of many files and write them together; rows that the store does not take cost their file alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Final

from attrs import Factory, define

from perfscore import wording
from perfscore.batch.discovery import Obstacle
from perfscore.batch.items import Columns, Failure, Item, content_hash, printable
from perfscore.batch.store import Store, StoreError
from perfscore.batch.store_rows import Rows, by_file
from perfscore.errors import PerfscoreError
from perfscore.wording import Language

_FILES_PER_TRANSACTION: Final = 128
_SECONDS_PER_TRANSACTION: Final = 5.0


@define
class Outcome:
    """What a run did.

    Args:
        found: files to assess. done_before: unchanged since an earlier run. others: files of kinds without tables.
        failed_before: of these, files without a result. statuses: number of files written by this run, by status.
        uncorrected: corrected copies that failed.
        stopped: whether it was stopped before its end. edition: key of what was in force.
    """

    found: int = 0
    done_before: int = 0
    failed_before: int = 0
    others: int = 0
    statuses: Counter[str] = Factory(Counter)
    uncorrected: int = 0
    stopped: bool = False
    edition: int = 0

    @property
    def failed(self) -> bool:
        """Whether an input has no result, or a corrected copy could not be written."""
        results = sum(count for status, count in self.statuses.items() if status != "read")
        return bool(results or self.failed_before or self.uncorrected)


class Writer:
    """Collects rows and writes them many files at a time."""

    def __init__(self, store: Store, outcome: Outcome, run: int, known: set[int], language: Language) -> None:
        self.store = store
        self._outcome = outcome
        self._run = run
        self._known = known
        self._language = language
        self._waiting: list[Columns] = []
        self._files = 0
        self._since = monotonic()

    def rows(self, columns: Columns) -> None:
        """Take the rows of a chunk."""
        written = columns["files"]
        self._outcome.statuses.update(written["status"])
        self._outcome.uncorrected += sum(error is not None for error in written["correction_error"])
        self._waiting.append(columns)
        self._files += len(written["file"])
        if self._files >= _FILES_PER_TRANSACTION or monotonic() - self._since > _SECONDS_PER_TRANSACTION:
            self.flush()

    def repeat(self, source: int, item: Item, digest: str) -> bool:
        """Give a file the results of another one with the same content; False where that one has none."""
        done = self.store.repeat(source, item, digest, self._outcome.edition, self._run)
        self._outcome.statuses["read"] += done
        return done

    def failure(self, item: Item, failure: Failure) -> None:
        """Record a file that has no result, with its reason."""
        digest = item.source_sha256 or content_hash(Path(item.path))
        self._record(item.file, item.place, item.shown, digest, item.size, failure)

    def obstacle(self, obstacle: Obstacle, file: int) -> None:
        """Record a folder or an archive that could not be looked into."""
        self._record(file, obstacle.place, obstacle.path, obstacle.sha256, obstacle.size, obstacle.failure)

    def _record(self, file: int, place: str, path: str, digest: str, size: int, failure: Failure) -> None:
        rows = Rows(self._language)
        error = wording.sentence(failure.code, {"path": path, **failure.values}, self._language)
        rows.file(file, printable(place), path, digest, digest, size, failure.status, error, 0, None, None, None)
        self.rows(rows.columns)

    def flush(self) -> None:
        """Write what waits; rows that the store does not take cost their file alone."""
        waiting, self._waiting, self._files = self._waiting, [], 0
        try:
            self._store(waiting)
        except StoreError:
            raise
        except Exception:
            for columns in (single for chunk in waiting for single in by_file(chunk)):
                try:
                    self._store([columns])
                except StoreError:
                    raise
                except Exception as error:
                    self._store([self._refused(columns, error)])
        self._since = monotonic()

    def _store(self, waiting: list[Columns]) -> None:
        if waiting:
            keys = {key for columns in waiting for key in columns["files"]["file"]}
            self.store.write(self._outcome.edition, self._run, waiting, keys & self._known)

    def _refused(self, columns: Columns, error: Exception) -> Columns:
        """Give the row of a file whose results could not be written."""
        (row,) = zip(*columns["files"].values(), strict=True)
        known = dict(zip(columns["files"], row, strict=True))
        reason = printable(PerfscoreError.of(error, known["path"]).in_words(self._language))
        self._outcome.statuses[known["status"]] -= 1
        self._outcome.statuses["unreadable"] += 1
        rows = Rows(self._language)
        changed = {"status": "unreadable", "error": reason, "tables": 0, "corrected": None}
        rows.file(*{**known, **changed}.values())
        return rows.columns
