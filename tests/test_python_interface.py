"""The Python interface: paths, bytes and open files in; wrong types told in words."""

import io
from pathlib import Path
from zipfile import ZipFile

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
        (lambda: perfscore.evaluate(SHEET, language="fr"), "language 应当是zh / en，实际给出的是 'fr'"),
        (lambda: perfscore.correct(SHEET, apply="everything"), "apply 应当是certain / all / none"),
        (lambda: perfscore.evaluate(SHEET, decisions=3), "decisions 应当是处理意见文件的路径"),
        (lambda: perfscore.evaluate(SHEET, decisions=[3]), "decisions 应当是处理意见文件的路径"),
        (lambda: perfscore.evaluate(b"", name=3), "name 应当是文件路径，实际给出的是 int"),
        (lambda: perfscore.parse(3), "text 应当是文本，实际给出的是 int"),
        (lambda: perfscore.read_criterion(None), "text 应当是文本，实际给出的是 NoneType"),
        (lambda: perfscore.load_rulebook(3), "rulebook 应当是规则库的名称、文件路径或规则库"),
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


def test_a_file_that_cannot_be_read_from_is_told_in_words(tmp_path):
    with (
        (tmp_path / "表.xlsx").open("wb") as file,
        pytest.raises(perfscore.PerfscoreError, match=r"表\.xlsx”找不到或打不开"),
    ):
        perfscore.evaluate(file)


def test_an_empty_name_is_not_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "表.xlsx").write_bytes(SHEET.read_bytes())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(perfscore.PerfscoreError, match="文件名是空的"):
        perfscore.evaluate("")


def test_a_file_that_is_named_twice_is_evaluated_once(tmp_path):
    (tmp_path / "2022").mkdir()
    sheet = tmp_path / "2022" / "表.xlsx"
    sheet.write_bytes(SHEET.read_bytes())
    evaluation = perfscore.evaluate([sheet, tmp_path / "2022", tmp_path / "2022" / ".." / "2022" / "表.xlsx"])
    assert [file.path for file in evaluation.files] == [str(sheet)]


def test_files_of_a_folder_that_are_not_read_are_named_with_the_reason(tmp_path):
    (tmp_path / "甲.xlsx").write_bytes(SHEET.read_bytes())
    (tmp_path / "乙.rar").write_bytes(b"Rar!")
    with ZipFile(tmp_path / "丙.zip", "w") as archive:
        archive.write(SHEET, "表.xlsx")
    (tmp_path / "说明.md").write_text("不是表", encoding="utf-8")
    errors = {Path(file.path).name: file.error or "" for file in perfscore.evaluate(tmp_path).files}
    assert set(errors) == {"甲.xlsx", "乙.rar", "丙.zip"}
    assert errors["甲.xlsx"] == ""
    assert "不是能读取的" in errors["乙.rar"]
    assert "请先解压，或用 perfscore batch 复核" in errors["丙.zip"]
