"""What an official reads who has not installed the extra, or sends a format that nobody reads."""

import subprocess
import sys

import pytest

import perfscore
from tests.readers.published import DOCUMENTS

WITHOUT = """
import sys
for name in ("xlrd", "pdfminer", "docx", "pdfplumber"):
    sys.modules[name] = None
import perfscore
(file,) = perfscore.evaluate(sys.argv[1]).files
sys.stdout.reconfigure(encoding="utf-8")
print(file.error or [table.claimed_total for table in file.tables])
"""


def without_the_extra(path):
    result = subprocess.run([sys.executable, "-c", WITHOUT, path], capture_output=True, check=True, encoding="utf-8")
    return result.stdout


@pytest.mark.parametrize("format", ["xls", "pdf"])
def test_without_the_extra_the_message_names_it(format):
    message = without_the_extra(DOCUMENTS / f"2021-13.{format}")
    assert f"是 {format} 格式，目前的安装不能读取" in message
    assert '".[formats]"' in message
    assert "{" not in message


def test_in_the_browser_nobody_is_sent_to_install_something(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "xlrd", None)
    content = (DOCUMENTS / "2021-13.xls").read_bytes()
    (file,) = perfscore.evaluate(content, name="2021-13.xls").files
    assert "网页版读不了这种文件" in file.error
    assert "pip" not in file.error


def test_a_word_document_needs_no_extra():
    assert "92.03分" in without_the_extra(DOCUMENTS / "2021-13.docx")


def test_nothing_heavy_is_imported_for_a_workbook():
    code = (
        "import sys, perfscore\n"
        "perfscore.evaluate(sys.argv[1])\n"
        "print([name for name in ('xlrd', 'pdfminer', 'perfscore.readers.pdf', 'perfscore.sheets.documents')"
        " if name in sys.modules])"
    )
    path = DOCUMENTS.parent / "sheets" / "2021-13.xlsx"
    result = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True, text=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "另存为“Word 文档（*.docx）”"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Other\0".encode("utf-16-le"), "旧版 Office 文件"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path, content, words):
    path = tmp_path / "文件.et"
    path.write_bytes(content)
    (file,) = perfscore.evaluate(path).files
    assert words in file.error
