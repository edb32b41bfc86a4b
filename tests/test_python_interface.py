"""The Python interface: paths, bytes and open files in; wrong types told in words."""

import io
from pathlib import Path

import pytest

import perfscore

DATA = Path(__file__).parent / "data"
SHEET = DATA / "sheets" / "2021-13.xlsx"


@pytest.mark.parametrize("source", [bytes, bytearray, memoryview, io.BytesIO])
def test_a_sheet_in_memory_is_evaluated_and_corrected_without_a_disk(source, tmp_path, monkeypatch):
    data = SHEET.read_bytes()
    monkeypatch.chdir(tmp_path)
    evaluation = perfscore.evaluate(source(data), name="自评表.xlsx")
    assert evaluation.files[0].path == "自评表.xlsx"
    assert evaluation.tables == perfscore.evaluate(SHEET).tables
    receipt = perfscore.correct(source(data), None, evaluation)
    assert list(tmp_path.iterdir()) == []
    perfscore.correct(SHEET, tmp_path / "out.xlsx")
    assert receipt.content == (tmp_path / "out.xlsx").read_bytes()
    assert [cell.cell for cell in receipt.cells]


def test_an_open_file_gives_its_own_name():
    with SHEET.open("rb") as file:
        assert perfscore.evaluate(file).files[0].path == str(SHEET)


def test_bytes_that_are_no_workbook_are_an_error_of_that_file():
    (file,) = perfscore.evaluate(b"<html><p>no</p></html>", name="网页.xls").files
    assert "网页.xls" in file.error


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: perfscore.evaluate(42), "path 应当是文件路径、bytes 或以二进制方式打开的文件，实际给出的是 int"),
        (lambda: perfscore.evaluate([SHEET, 42]), "path 应当是文件路径，实际给出的是 int"),
        (lambda: perfscore.evaluate(io.StringIO("text")), "source 应当是文件路径、bytes 或以二进制方式打开的文件"),
        (lambda: perfscore.evaluate(SHEET, rulebook=3), "rulebook 应当是规则库的名称、文件路径或规则库"),
        (lambda: perfscore.correct(SHEET, 3), "destination 应当是文件路径"),
        (lambda: perfscore.correct(SHEET, None, {}), "evaluation 应当是perfscore.evaluate 的结果"),
        (lambda: perfscore.score({}), "table 应当是perfscore.Table"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_in_words(call, words):
    with pytest.raises(perfscore.PerfscoreError) as error:
        call()
    assert words in str(error.value)


@pytest.mark.parametrize(("ending", "fits"), [(".xlsm", True), (".xlsx", False), (".xls", False), ("", False)])
def test_macros_stay_under_their_ending(ending, fits, tmp_path):
    source = tmp_path / "宏.xlsm"
    source.write_bytes(with_macro_type(SHEET.read_bytes()))
    target = tmp_path / f"更正{ending}"
    if fits:
        perfscore.correct(source, target)
        assert target.exists()
        return
    with pytest.raises(perfscore.PerfscoreError, match=r"以 \.xlsm 结尾"):
        perfscore.correct(source, target)
    assert not target.exists()


def with_macro_type(data: bytes) -> bytes:
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(name, content)
    return made.getvalue()
