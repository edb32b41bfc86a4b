"""A worker for which some files are fatal, as no file that we know of is: told by their names."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from perfscore.batch.assess import assess_here
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
