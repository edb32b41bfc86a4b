"""Files that would take any time or memory: refused in words, or bounded without a refusal."""

import sys
import time

import pytest

from perfscore.ooxml import CellChange, Limits, PackageError, read_workbook
from perfscore.ooxml.patch import patch_workbook
from perfscore.ooxml.watchdog import bounded
from tests.ooxml.packages import parts_of_workbook, rows, zipped


def endless():
    while True:
        try:
            time.sleep(0)
        except Exception:  # as libraries do
            continue


def greedy():
    kept = []
    while True:
        kept.append(bytes(1_000_000))


@pytest.mark.parametrize(("task", "what", "limit"), [(endless, "seconds", "0"), (greedy, "megabytes", "100")])
def test_what_takes_too_long_or_too_much_is_interrupted(task, what, limit):
    with pytest.raises(PackageError) as caught, bounded(seconds=0.2 if task is endless else 30, megabytes=100):
        task()
    assert dict(caught.value.values) == {"what": what, "limit": limit, "found": "more"}
    time.sleep(0.05)  # nothing arrives afterwards


def test_what_is_quick_is_left_alone_and_its_errors_are_its_own():
    with bounded(seconds=0.05):
        pass
    time.sleep(0.1)
    with pytest.raises(ZeroDivisionError), bounded():
        1 / 0  # noqa: B018


def test_a_tracer_does_not_keep_an_interrupted_reading_from_ending():
    def traced():
        sys.settrace(lambda *_: None)
        endless()

    before = sys.gettrace()
    try:
        with pytest.raises(PackageError), bounded(seconds=0.1):
            traced()
    finally:
        sys.settrace(before)


def test_an_inner_bound_does_not_end_the_outer_one():
    def both():
        with bounded(seconds=30):
            pass
        endless()

    with pytest.raises(PackageError), bounded(seconds=0.1):
        both()


@pytest.mark.parametrize(("length", "cells", "what"), [(9000, 2, "formula_length"), (3000, 10, "formula_text")])
def test_shared_formulas_are_not_written_out_without_bound(length, cells, what):
    formula = "+".join(["A1"] * (length // 3))
    first = f'<row r="1"><c r="B1"><f t="shared" ref="B1:B{cells}" si="0">{formula}</f><v>1</v></c></row>'
    others = (f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, cells + 1))
    with pytest.raises(PackageError) as caught:
        read_workbook(
            zipped(parts_of_workbook(f"<sheetData>{first}{''.join(others)}</sheetData>")), Limits(formula_text=20_000)
        )
    assert caught.value.values["what"] == what


def test_many_formulas_are_corrected_in_time_of_their_number():
    def seconds(count):
        lines = (f'<row r="{n}"><c r="A{n}"><f>B{n}+1</f><v>1</v></c></row>' for n in range(1, count + 1))
        data = zipped(parts_of_workbook(f"<sheetData>{''.join(lines)}</sheetData>"))
        start = time.perf_counter()
        patch_workbook(data, [CellChange("表1", "C1", "改")], None)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(6000) < 40 * seconds(600)


def test_a_ratio_over_its_limit_is_not_said_to_be_below_it():
    with pytest.raises(PackageError) as caught:
        read_workbook(zipped(parts_of_workbook(rows(f"<c><v>{' ' * 40_000_000}1</v></c>"))))
    assert dict(caught.value.values) == {"what": "ratio", "limit": "200", "found": "more"}


def test_changes_in_many_merged_areas_are_found_in_time_of_their_number():
    def seconds(count):
        lines = (f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))
        areas = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
        sheet = f"<sheetData>{''.join(lines)}</sheetData><mergeCells>{areas}</mergeCells>"
        data = zipped(parts_of_workbook(sheet))
        changes = [CellChange("表1", f"B{n}", "改") for n in range(1, count + 1)]
        start = time.perf_counter()
        patch_workbook(data, changes, None)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(6000) < 40 * seconds(600)
