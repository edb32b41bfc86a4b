"""A worker for which some files are fatal, as no file that we know of is: told by their names."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from perfscore.batch.assess import assess, assess_here
from perfscore.batch.items import Columns
from perfscore.batch.pool import Chunk, assess_all


def fatal(items: Chunk) -> Columns:
    for item in items:
        name = Path(item.path).name
        if name.startswith("hang"):
            time.sleep(600)
        if name.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("exit"):
            os._exit(3)
        if name.startswith("raise"):
            raise RuntimeError("unforeseen")
    return assess_here(items)


def assess_strangely(chunks, in_force, limits, stopped):
    return assess_all(chunks, in_force, limits, 4, stopped, fatal)


def assess_with_a_bad_row(chunks, in_force, _limits, _stopped):
    """Assess here, and put what no store takes into the row of m.xlsx."""
    for chunk in chunks:
        columns = assess(chunk, in_force)
        index = columns["files"]["place"].index("m.xlsx")
        columns["files"]["tables"][index] = "many"
        yield chunk, columns
