"""Compare a deadline with the day on which something was done."""

from __future__ import annotations

from perfscore.expression import Deadline


def on_time(target: Deadline, actual: Deadline, year: int | None) -> bool | None:
    """Say whether something was done by its deadline.

    Args:
        target: the deadline. actual: the day, month or year that the actual names.
        year: the table's year, for a side that leaves the year out; None when unknown.

    Returns:
        True on or before the deadline, False after it, None where the two are too coarse to tell (9月 against
        9月15日) or recur differently.
    """
    if target.every != actual.every:
        return None
    due, done = _parts(target), _parts(actual)
    if target.every is None and (due[0] is None or done[0] is None) and due[0] != done[0]:
        due, done = (due[0] or year, *due[1:]), (done[0] or year, *done[1:])
    for latest, reached in zip(due, done, strict=True):
        if latest is None and reached is None:
            continue
        if latest is None or reached is None:
            return None
        if reached != latest:
            return reached < latest
    return True


def _parts(deadline: Deadline) -> tuple[int | None, int | None, int | None]:
    if deadline.date is not None:
        return deadline.date.year, deadline.date.month, deadline.date.day
    return deadline.year, deadline.month, deadline.day
