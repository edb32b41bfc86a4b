"""Which results of a store are meant: by the rule book's name, or the latest."""

from __future__ import annotations

from perfscore.batch.store import Store
from perfscore.errors import PerfscoreError


def choose(store: Store, name: str | None = None) -> int:
    """Find an edition.

    Args:
        store: open.
        name: a rule book's id, ``id@version``, or the beginning of its hash; None for the latest run.

    Returns:
        The key of the edition; the one used last where several fit.

    Raises:
        PerfscoreError: the store has no such results (PS808).
    """
    query = (
        "SELECT edition, rulebook, version, sha256 FROM editions JOIN "
        "(SELECT edition, max(run) AS last FROM runs GROUP BY edition) USING (edition) ORDER BY last DESC"
    )
    editions = store.rows(query)
    for edition, rulebook, version, sha256 in editions:
        if name is None or name in (rulebook, f"{rulebook}@{version}") or (len(name) >= 6 and sha256.startswith(name)):
            return int(edition)
    known = "、".join(f"{rulebook}@{version}" for _, rulebook, version, _ in editions)
    raise PerfscoreError("PS808", name=name or "", known=known)
