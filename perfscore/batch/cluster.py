"""The same batch on a Dask cluster with shared storage; retries, placement and memory limits are Dask's."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfscore.batch.child import Child
from perfscore.batch.columns import parts, score_rows
from perfscore.batch.items import Chunk, Columns, Failure, InForce, seconds_allowed
from perfscore.batch.pool import Limits, Result
from perfscore.errors import PerfscoreError
from perfscore.outputs import Outputs
from perfscore.rulebook import Rulebook

if TYPE_CHECKING:
    import pyarrow
    from distributed import Client

    from perfscore.batch.run import Assess

_AHEAD: Final = 3
_LOOK: Final = 0.2
_RETRIES: Final = 2


def on(address: str) -> Assess:
    """Give what :mod:`perfscore.batch.run` needs to do its work on a cluster.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``. Its workers see the same files under the same
            paths, have the same version of perfscore, and one thread each.
    """
    return partial(_assess_on, address)


def score_file_on(address: str, source: Path, output: Path, book: Rulebook, outputs: Outputs) -> None:
    """Score the rows of a Parquet file on a cluster, part by part, in their order.

    Raises:
        PerfscoreError: as :func:`perfscore.batch.columns.score_file` does, or the cluster cannot be reached (PS809).
    """
    packed = pickle.dumps(book)
    with _client(address) as client, parts(source, output, outputs) as (batches, write):
        waiting: deque[Any] = deque()
        for batch in batches:
            waiting.append(client.submit(_score_part, batch, packed, pure=False, retries=_RETRIES))
            if len(waiting) > _workers(client) + 1:
                write(waiting.popleft().result())
        while waiting:
            write(waiting.popleft().result())


def _assess_on(
    address: str, chunks: Iterator[Chunk], in_force: InForce, limits: Limits, stopped: Callable[[], bool]
) -> Iterator[Result]:
    from distributed import wait

    with _client(address) as client:
        packed = client.scatter(in_force.packed(), broadcast=True)
        again: deque[Chunk] = deque()
        flying: dict[Any, Chunk] = {}
        while not stopped():
            while len(flying) < _workers(client) * _AHEAD:
                chunk = again.popleft() if again else next(chunks, None)
                if chunk is None:
                    break
                seconds = seconds_allowed(chunk, limits.seconds)
                future = client.submit(_assess_packed, chunk, packed, seconds, pure=False, retries=_RETRIES)
                flying[future] = chunk
            if not flying:
                return
            try:
                with client.as_current():
                    finished = wait(list(flying), timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                continue
            for future in finished:
                chunk = flying.pop(future)
                if future.status == "finished":
                    result = future.result()
                else:
                    error = future.exception()
                    result = Failure("crashed", "PS802", {"reason": f"{type(error).__name__}: {error}"})
                if isinstance(result, Failure) and len(chunk) > 1:
                    again.extend((item,) for item in chunk)
                else:
                    yield chunk, result


def _assess_packed(items: Chunk, packed: bytes, seconds: float) -> Columns | Failure:
    return _child(packed).assess(items, seconds)


@lru_cache(maxsize=1)
def _child(packed: bytes) -> Child:
    """Keep one process beside a worker, with what is in force."""
    return Child(packed)


def _score_part(table: pyarrow.Table, packed: bytes) -> pyarrow.Table:
    return score_rows(table, _unpacked(packed))


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Any:
    """Unpack what is in force once for a worker: results are remembered by the rule book's own objects."""
    return pickle.loads(packed)


def _workers(client: Client) -> int:
    return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise PerfscoreError("PS805", package="distributed", extra="cluster") from error
    try:
        client = Client(address, timeout="5s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PerfscoreError("PS809", address=address, reason=str(error).splitlines()[0]) from error
    try:
        yield client
    finally:
        client.close()
