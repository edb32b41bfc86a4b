"""Years of sheets at once: folders in, one store out; stopped and started again without losing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perfscore.batch.columns import score_rows
    from perfscore.batch.run import run
    from perfscore.batch.writer import Outcome

__all__ = ["Outcome", "run", "score_rows"]


def __getattr__(name: str) -> Any:
    """Import a name where it is first used: a worker needs neither the store nor Arrow."""
    if name == "score_rows":
        from perfscore.batch.columns import score_rows

        return score_rows
    if name == "run":
        from perfscore.batch.run import run

        return run
    if name == "Outcome":
        from perfscore.batch.writer import Outcome

        return Outcome
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
