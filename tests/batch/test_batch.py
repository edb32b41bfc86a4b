"""Whole batches over a corpus whose truth is known, and over folders as offices have them."""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve

import perfscore
from perfscore import audit, rulebook
from perfscore.batch.archives import safe_name
from perfscore.batch.items import InForce, Item, chunked, seconds_allowed
from perfscore.batch.pool import Limits
from perfscore.batch.run import Options, run
from perfscore.batch.store import Store
from perfscore.errors import PerfscoreError
from tests.batch.stores import assess, content, scores

SHEETS = Path(__file__).parents[1] / "data" / "sheets"
SHEET = SHEETS / "2021-13.xlsx"


def places(store: Path, status: str = "read") -> list[str]:
    with Store(store, read_only=True) as opened:
        return [row[0] for row in opened.rows("SELECT place FROM files WHERE status = ? ORDER BY place", [status])]


def error(store: Path, place: str) -> str:
    with Store(store, read_only=True) as opened:
        return opened.rows("SELECT error FROM files WHERE place = ?", [place])[0][0]


def test_the_scores_are_the_truth_row_for_row(small_corpus, assessed):
    import corpus

    found = scores(assessed)
    assert list(corpus.differences(small_corpus, found)) == []
    assert sum(len(rows) for tables in found.values() for rows in tables) > 1400


def test_a_score_that_is_not_the_truth_is_told(small_corpus, assessed):
    import corpus

    found = scores(assessed)
    place = next(place for place, tables in found.items() if tables and tables[0])
    found[place][0][1] = (*found[place][0][1][:-1], "unscored")
    (told,) = corpus.differences(small_corpus, found)
    assert told.startswith(place)


def test_a_corpus_is_the_same_for_the_same_seed(small_corpus):
    import corpus

    assert corpus.make(7) == corpus.make(7)
    assert corpus.make(7) != corpus.make(7, seed=2)
    assert (small_corpus / "sheets" / corpus.make(7).place).read_bytes() == corpus.make(7).data


def test_the_store_says_what_the_evaluation_says(tmp_path):
    store = tmp_path / "store.duckdb"
    assess(SHEETS, into=store)
    with Store(store, read_only=True) as opened:
        for file in perfscore.evaluate(sorted(SHEETS.glob("*.xlsx"))).files:
            path = file.path
            for number, table in enumerate(file.tables, 1):
                found = opened.rows(
                    "SELECT cell, claimed, recomputed, low, high, scores.status, verdict, explained_by FROM scores "
                    "JOIN files USING (file) WHERE path = ? AND table_no = ? AND scores.status IS NOT NULL "
                    "ORDER BY scores.place",
                    [str(path), number],
                )
                wanted = [table.execution, *(row.score for row in table.indicators), table.total]
                assert found == [
                    (one.cell, one.claimed, one.recomputed, one.low, one.high, one.status, one.verdict,
                     list(one.explained_by))
                    for one in wanted if one is not None
                ]  # fmt: skip
                codes = opened.rows(
                    "SELECT code, severity, cell, message, suggestion FROM findings JOIN files USING (file) "
                    "WHERE path = ? AND table_no = ?",
                    [str(path), number],
                )
                assert sorted(codes, key=str) == sorted(
                    ((f.code, f.severity, f.cell, f.message, f.suggestion) for f in table.findings), key=str
                )
        kinds = opened.rows("SELECT DISTINCT typeof(recomputed), typeof(claimed) FROM scores")
    assert kinds == [("DECIMAL(18,2)", "DECIMAL(38,15)")]


def test_what_shows_only_beside_other_files_follows_them(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    folder.mkdir()

    def across() -> list[tuple[object, ...]]:
        query = (
            "SELECT files.place, code, findings.cell, subject, warnings FROM findings JOIN files USING (file) "
            "JOIN tables USING (file, table_no) WHERE list_contains(?, code) ORDER BY ALL"
        )
        with Store(store, read_only=True) as opened:
            return opened.rows(query, [list(audit.cross_codes())])

    shutil.copy(SHEETS / "2023t-02.xlsx", folder)
    assess(folder, into=store)
    assert across() == []
    with Store(store, read_only=True) as opened:
        ((alone,),) = opened.rows("SELECT warnings FROM tables")
    # The year before comes to the same store: the targets of the other file lie below what was reached.
    shutil.copy(SHEETS / "2021-03.xlsx", folder)
    assert assess(folder, into=store).statuses == {"read": 1}
    assert across() == [("2023t-02.xlsx", "PS652", "D8", "安全生产标准化考评次数", alone + 1)]
    # It is replaced by a sheet of another project: nothing is known of the earlier year any more.
    shutil.copy(SHEETS / "2021-16.xlsx", folder / "2021-03.xlsx")
    assert assess(folder, into=store).statuses == {"read": 1}
    assert across() == []
    with Store(store, read_only=True) as opened:
        assert opened.rows("SELECT count(*) FROM files WHERE related IS NULL") == [(0,)]
        assert opened.rows("SELECT warnings FROM tables JOIN files USING (file) WHERE place = '2023t-02.xlsx'") == [
            (alone,)
        ]


def test_a_file_that_becomes_a_copy_leaves_its_unit_to_be_held_against_each_other_again(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    folder.mkdir()
    for name in ("2021-03.xlsx", "2023t-02.xlsx", "2021-16.xlsx"):
        shutil.copy(SHEETS / name, folder)
    assess(folder, into=store)
    with Store(store) as opened:
        files = {place: (file, digest) for place, file, digest in opened.rows("SELECT place, file, sha256 FROM files")}
        source, digest = files["2021-16.xlsx"]
        path = str(folder / "2021-03.xlsx")
        assert opened.repeat(source, Item(files["2021-03.xlsx"][0], path, path, "2021-03.xlsx", 1), digest, 1, 1)
        # The year before is gone: what was said of the others of the unit, however its name is printed, is said anew.
        again = opened.rows("SELECT place FROM files WHERE related IS NULL ORDER BY place")
        assert again == [("2021-03.xlsx",), ("2021-16.xlsx",), ("2023t-02.xlsx",)]
        assert not opened.repeat(source, Item(9, path, path, "9.xlsx", 1), "another content", 1, 1)


def test_what_is_done_is_not_done_again_and_what_changed_is(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    shutil.copytree(SHEETS, folder, ignore=shutil.ignore_patterns("*.json"))
    first = assess(folder, into=store)
    before = content(store)
    again = assess(folder, into=store)
    assert (again.done_before, again.statuses.total()) == (first.found, 0)
    os.utime(folder / "2021-03.xlsx")  # touched, not changed
    shutil.copy(SHEETS / "2021-16.xlsx", folder / "2021-04.xlsx")
    changed = assess(folder, into=store)
    assert (changed.done_before, changed.statuses) == (first.found - 1, {"read": 1})
    after = content(store)
    path = str(folder / "2021-04.xlsx")
    assert [row for row in after["scores"] if row[0] != path] == [row for row in before["scores"] if row[0] != path]
    like = str(folder / "2021-16.xlsx")
    assert [row[1:] for row in after["scores"] if row[0] == path] == [
        row[1:] for row in after["scores"] if row[0] == like
    ]


def test_corrected_copies_stand_in_the_same_folders_and_are_made_again_when_lost(tmp_path):
    folder, store, corrected = tmp_path / "sheets", tmp_path / "store.duckdb", tmp_path / "sheets" / "corrected"
    for place in ("2021/甲局/表.xlsx", "2022/甲局/表.xlsx"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SHEET, folder / place)
    assess(folder, into=store, corrected=corrected)
    assert sorted(path.relative_to(corrected) for path in corrected.rglob("*.xlsx")) == [
        Path("2021/甲局/表.xlsx"),
        Path("2022/甲局/表.xlsx"),
    ]
    assert perfscore.evaluate(corrected / "2021/甲局/表.xlsx").tables[0].total.claimed == Decimal("92.03")
    assert assess(folder, into=store, corrected=corrected).found == 2, "corrected copies are no inputs"
    (corrected / "2022/甲局/表.xlsx").unlink()
    assert assess(folder, into=store, corrected=corrected).statuses == {"read": 1}
    with pytest.raises(PerfscoreError) as refused:
        assess(folder, into=store, corrected=folder)
    assert refused.value.code == "PS109"


def test_copies_and_repeated_projects_are_found_and_counted_once(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    folder.mkdir()
    shutil.copy(SHEET, folder / "a.xlsx")
    shutil.copy(SHEET, folder / "b.xlsx")
    book = openpyxl.load_workbook(SHEET)
    book.save(folder / "c.xlsx")  # the same project in other bytes
    assess(folder, into=store)
    with Store(store, read_only=True) as opened:
        assert opened.rows("SELECT path, first_path FROM copies ORDER BY path") == [
            (str(folder / "a.xlsx"), str(folder / "a.xlsx")),
            (str(folder / "b.xlsx"), str(folder / "a.xlsx")),
        ]
        assert opened.rows("SELECT places FROM same_project") == [(["a.xlsx", "c.xlsx"],)]
        assert opened.rows("SELECT evaluations FROM by_unit") == [(2,)]


def test_links_odd_names_and_other_files(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "round").symlink_to(folder, target_is_directory=True)
    (folder / "linked").symlink_to(folder / "a", target_is_directory=True)
    (folder / "broken.xlsx").symlink_to(folder / "nowhere.xlsx")
    os.mkfifo(folder / "pipe.xlsx")
    shutil.copy(SHEET, folder / "a" / "=HYPERLINK(1) '; DROP TABLE files; --.xlsx")
    shutil.copy(SHEET, folder / "a" / ("很" * 83 + ".xlsx"))  # 254 bytes, of 255
    shutil.copy(SHEET, os.path.join(os.fsencode(folder), b"\xb1\xed.XLSX"))  # GBK, no UTF-8
    for passed_over in ("~$open.xlsx", ".hidden.xlsx", "film.mp4"):
        (folder / passed_over).write_bytes(b"x")
    (folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    corrected = tmp_path / "out"
    outcome = assess(folder, into=store, corrected=corrected)
    assert places(store) == [
        "\\xb1\\xed.XLSX",
        "a/=HYPERLINK(1) '; DROP TABLE files; --.xlsx",
        "a/" + "很" * 83 + ".xlsx",
    ]
    assert outcome.uncorrected == 0
    assert len(list((corrected / "a").iterdir())) == 2
    assert outcome.others == 1
    assert places(store, "unreadable") == ["broken.xlsx", "old.xls", "pipe.xlsx"]


def test_a_folder_that_cannot_be_opened_is_recorded_and_the_others_go_on(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    folder.mkdir()
    shutil.copy(SHEET, folder / "z.xlsx")
    before = Path.cwd()
    try:
        os.chdir(folder)
        for _ in range(17):  # deeper than any path may be long: no rights are needed to be kept out
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
    finally:
        os.chdir(before)
    assert assess(folder, into=store).statuses == {"read": 1, "folder": 1}
    (place,) = places(store, "folder")
    assert place.startswith("ddd")
    assert "找不到或打不开" in error(store, place)
    assess(folder, into=store)
    assert places(store, "folder") == [place], "recorded once"


def archive(*members: tuple[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compress) as made:
        for name, content_ in members:
            made.writestr(name, content_)
    return data.getvalue()


def test_workbooks_inside_archives_are_assessed(tmp_path):
    folder, store, corrected = tmp_path / "sheets", tmp_path / "store.duckdb", tmp_path / "out"
    folder.mkdir()
    sheet = SHEET.read_bytes()
    data = archive(("2021/a.xlsx", sheet), ("../../evil.xlsx", sheet), ("2021/read me.txt", b""), ("in.zip", archive()))
    (folder / "all.zip").write_bytes(data)
    # As Windows in Chinese writes it: GBK, and no flag that says so.
    gbk = archive(("0123.xlsx", sheet)).replace(b"0123", "表二".encode("gbk"))
    (folder / "gbk.zip").write_bytes(gbk)
    assess(folder, into=store, corrected=corrected)
    assert places(store) == ["all.zip/2021/a.xlsx", "all.zip/evil.xlsx", "gbk.zip/表二.xlsx"]
    assert {path.relative_to(corrected).as_posix() for path in corrected.rglob("*.xlsx")} == set(places(store))
    assert "in.zip" in error(store, "all.zip/in.zip")
    assert assess(folder, into=store, corrected=corrected).statuses == {}
    (folder / "all.zip").write_bytes(archive(("2021/a.xlsx", sheet)))
    assert assess(folder, into=store, corrected=corrected).statuses == {"read": 1}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cut.zip", archive(("a.xlsx", SHEET.read_bytes()))[:-30], "压缩包已损坏"),
        ("none.zip", b"", "压缩包已损坏"),
        ("many.zip", archive(*((f"{n}.xlsx", b"") for n in range(20_001))), "文件太多"),
        ("bomb.zip", archive(("a.xlsx", b"\0" * 9_000_000)), "压缩倍数异常"),
        ("large.zip", archive(("a.xlsx", b"\0" * 70_000_000)), "文件太大"),
    ],
)
def test_an_archive_that_cannot_be_unpacked_is_recorded_with_its_reason(tmp_path, name, data, words):
    store = tmp_path / "store.duckdb"
    (tmp_path / name).write_bytes(data)
    assert assess(tmp_path / name, into=store).statuses == {"unreadable": 1}
    (place,) = places(store, "unreadable")
    assert words in error(store, place)
    assert name in error(store, place)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../a.xlsx", "a.xlsx"),
        ("/etc/a", "etc/a"),
        ("C:\\x\\a", "C_/x/a"),
        ("..", "_"),
        ("a/./b", "a/b"),
        ("表\n\x1b[31m\u202e?.xlsx", "表__[31m__.xlsx"),
        ("con/CON.xlsx", "_con/_CON.xlsx"),
    ],
)
def test_a_member_never_leads_outside(name, safe):
    assert safe_name(name) == safe


def test_a_number_that_the_store_cannot_hold_is_left_out_and_said():
    from perfscore import rulebook
    from perfscore.batch.store_rows import Rows
    from perfscore.model import Indicator, Table

    row = Indicator(level2="数量指标", target="≥2个", actual="2个", weight="5", claimed="4." + "3" * 20, row=1)
    rows = Rows()
    rows.table(1, 1, perfscore.score(Table(indicators=(row,)), rulebook.load()))
    assert rows.columns["scores"]["claimed"][0] is None
    assert rows.columns["scores"]["claimed_text"][0] == row.claimed
    assert "PS806" in rows.columns["findings"]["code"]
    rows = Rows()
    rows.table(1, 1, perfscore.score(Table(indicators=(evolve(row, claimed="4." + "3" * 15),)), rulebook.load()))
    assert rows.columns["scores"]["claimed"][0] == "4." + "3" * 15
    assert "PS806" not in rows.columns["findings"]["code"]


def test_approved_targets_bring_their_rules(tmp_path):
    from perfscore import rulebook
    from perfscore.batch.approved import read_approved
    from perfscore.batch.items import InForce
    from perfscore.batch.pool import Limits
    from perfscore.batch.run import Options, run

    store = tmp_path / "store.duckdb"
    with Store(store) as opened:
        for targets in (None, [SHEETS / "2023t-02.xlsx"]):
            approved, digest = read_approved(targets)
            in_force = InForce(rulebook.load(), approved, "zh", digest)
            run([SHEET], opened, in_force, Options(limits=Limits(1)))
        found = opened.rows("SELECT edition, list(DISTINCT code) FROM findings JOIN files USING (file) GROUP BY 1")
    codes = dict(found)
    assert "PS707" not in codes[1]
    assert "PS707" in codes[2], "none of the target tables is of that project"
    with pytest.raises(PerfscoreError) as refused:
        read_approved([tmp_path / "none.xlsx"])
    assert refused.value.code == "PS107"


@pytest.mark.parametrize(
    ("name", "data"),
    # Beside texts DuckDB would keep everything in memory, and the results would be lost.
    [("store.duckdb", b"no store at all " * 300), ("store.json", b"[1]"), ("store.csv", b"a,b"), ("mine.duckdb", None)],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path, name, data):
    import duckdb

    path = tmp_path / name
    if data is None:
        duckdb.connect(str(path)).execute("CREATE TABLE mine (a INTEGER)").close()
        data = path.read_bytes()
    else:
        path.write_bytes(data)
    with pytest.raises(PerfscoreError) as refused:
        Store(path)
    assert "不是结果库" in str(refused.value)
    assert path.read_bytes() == data


def test_what_may_be_a_scan_goes_alone_and_has_time_for_its_pages():
    def item(name: str, size: int) -> Item:
        return Item(1, name, name, name, size)

    named = [item("甲.xlsx", 9_000), item("乙.xlsx", 9_000), item("丙.PDF", 90_000), item("丁.xls", 9_000)]
    chunks = list(chunked([*named, item("戊.jpg", 900_000_000)], 16, 4_000_000))
    assert [[item.shown for item in chunk] for chunk in chunks] == [
        ["甲.xlsx", "乙.xlsx"], ["丙.PDF"], ["丁.xls"], ["戊.jpg"],
    ]  # fmt: skip
    assert [seconds_allowed(chunk, 60) for chunk in chunks] == [60, 60 + 5 * 30, 60, 60 + 100 * 30]


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra scan is not installed")
def test_a_scan_in_a_folder_may_take_longer_than_other_files(tmp_path):
    folder, store = tmp_path / "sheets", tmp_path / "store.duckdb"
    folder.mkdir()
    shutil.copy(SHEETS.parent / "scans" / "2023gx-00.pdf", folder)
    # Two seconds are less than it takes to load the recogniser and to read the page.
    with Store(store) as opened:
        in_force = InForce(rulebook.load(), None, "zh", chosen=False)
        outcome = run([folder], opened, in_force, Options(limits=Limits(1, 2)))
    assert outcome.statuses == {"read": 1}
    # The same scan under other names is not recognised again; a folder may bring it later, or twice at once.
    for name in ("再报.pdf", "备份/2023gx-00.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(SHEETS.parent / "scans" / "2023gx-00.pdf", folder / name)
    since = time.monotonic()
    assert assess(folder, into=store).statuses == {"read": 2}
    assert time.monotonic() - since < 2
    said = content(store)
    for table in ("tables", "scores", "findings"):
        by_path: dict[str, list[tuple[object, ...]]] = {}
        for path, *row in said[table]:
            by_path.setdefault(path, []).append(row)
        assert len(by_path) == 3
        assert all(rows == by_path[str(folder / "2023gx-00.pdf")] for rows in by_path.values())
    assert assess(folder, into=store).done_before == 3
