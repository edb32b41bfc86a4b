"""The process beside a cluster's worker: limits that a thread could not keep."""

import threading
import time
from pathlib import Path

import psutil

from perfscore import rulebook
from perfscore.batch.child import Child
from perfscore.batch.items import Failure, InForce, Item

SHEET = Path(__file__).parents[1] / "data" / "sheets" / "2021-13.xlsx"
ITEM = Item(1, str(SHEET), str(SHEET), SHEET.name, SHEET.stat().st_size)


def test_time_is_kept_and_the_next_file_gets_a_new_process():
    child = Child(InForce(rulebook.load(), None, "zh").packed())
    assert child.assess((ITEM,), 30)["files"]["status"] == ["read"]
    late = child.assess((ITEM,), 0.00001)
    assert isinstance(late, Failure)
    assert late.status == "timeout"
    assert child.assess((ITEM,), 30)["files"]["status"] == ["read"]
    child._end()


def test_a_process_that_ends_is_told_and_made_anew():
    child = Child(InForce(rulebook.load(), None, "zh").packed())
    child.assess((ITEM,), 30)

    def kill():
        time.sleep(0.05)
        psutil.Process(child._process.pid).kill()

    killer = threading.Thread(target=kill)
    killer.start()
    killer.join()
    ended = child.assess((ITEM,), 30)
    assert isinstance(ended, Failure)
    assert ended.status == "crashed"
    assert child.assess((ITEM,), 30)["files"]["status"] == ["read"]
    child._end()
