"""Letters to units: their content, the Word file, the page, and the second round."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from attrs import evolve
from typer.testing import CliRunner

import perfscore
from perfscore.cli import app
from perfscore.letter import as_docx, as_html, letters
from perfscore.ooxml.watchdog import together
from perfscore.rounds import compare

SHEETS = Path(__file__).parents[1] / "data" / "sheets"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\x00"


def run(*arguments, status=0):
    done = CliRunner().invoke(app, ["letter", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done


@pytest.fixture(scope="module")
def first():
    return perfscore.evaluate(SHEETS / "2021-03.xlsx")


def text_of(content, tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(content)
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_remarks_stand_under_what_they_ask_of_the_unit(first):
    (letter,) = letters(first)
    assert letter.title == "2021年度绩效自评退回修改通知"
    assert letter.unit == "乌鲁木齐市工业和信息化局本级"
    assert [group.heading[:5] for group in letter.groups] == ["二、须整改", "三、须说明"]
    (item,) = letter.groups[0].remarks
    assert (item.place, item.indicator, item.number) == ("Sheet1!H19", "项目成本", 1)
    assert "财预〔2020〕10号" in item.basis
    assert "待核原文" not in item.basis
    assert letter.projects[0].claimed == "91.91"


def test_the_word_file_holds_everything_and_no_tag(first, tmp_path):
    (letter,) = letters(first)
    text = text_of(as_docx.render(letter), tmp_path)
    assert "{{" not in text
    assert "{%" not in text
    for group in letter.groups:
        assert group.heading in text
        assert all(item.message in text for item in group.remarks)
    assert "单位答复" in text
    assert "（印章）" in text


def test_hostile_texts_stay_texts(first, tmp_path):
    (letter,) = letters(first)
    letter = evolve(letter, unit=HOSTILE)
    assert "<script>alert(1)</script>{{ 7*7 }}" in text_of(as_docx.render(letter), tmp_path)
    assert "<script" not in as_html.render(letter)


def test_an_office_replaces_the_template(first, tmp_path):
    template = tmp_path / "本局.docx"
    own = docx.Document()
    own.add_paragraph("某某局 {{ unit }} 共{{ groups|length }}类")
    own.save(str(template))
    (letter,) = letters(first)
    assert "某某局 乌鲁木齐市工业和信息化局本级 共2类" in text_of(as_docx.render(letter, template), tmp_path)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ unit", "没有写对或没有配对"),
        ("{% for %}", "没有写对或没有配对"),
        ("{{ ''.__class__.__mro__ }}", "不允许的写法"),
        ("{{ unit * 10**10 }}", "不允许的写法"),
        ("{% include 'x' %}", "无法填写"),
        ("{{ 'x'.ljust(10**10) }}", "不允许的写法"),
        ("{{ range(99999) | map('string') | join | wordwrap(1) }}", "用了没有的内容（No filter named 'wordwrap'）"),
        ("{{ 'x' | center(10**10) }}", "用了没有的内容（No filter named 'center'）"),
        ("{{ nothing.at }}", "用了没有的内容（'nothing' is undefined）"),
        ("{{ unit + 5 }}", "无法填写"),
    ],
)
def test_a_broken_template_is_named(tmp_path, tag, words):
    template = tmp_path / "坏.docx"
    own = docx.Document()
    own.add_paragraph(tag)
    own.save(str(template))
    done = run(SHEETS / "2021-03.xlsx", "-o", tmp_path / "x.docx", "--template", template, status=2)
    assert "坏.docx”不能使用" in done.output
    assert words in done.output
    assert not (tmp_path / "x.docx").exists()


def test_a_template_that_takes_too_long_is_refused(first, tmp_path):
    template = tmp_path / "慢.docx"
    own = docx.Document()
    own.add_paragraph("".join(f"{{% for {name} in title %}}" for name in "abcdefghijkl") + "{% endfor %}" * 12)
    own.save(str(template))
    (letter,) = letters(first)
    with together(seconds=1), pytest.raises(as_docx.TemplateError) as error:
        as_docx.render(letter, template)
    assert error.value.problem == "limits"


def test_a_template_that_is_no_word_file_is_named(tmp_path):
    done = run(SHEETS / "2021-03.xlsx", "-o", tmp_path / "x.docx", "--template", SHEETS / "2021-04.xlsx", status=2)
    assert "不能使用：不是 Word 文件" in done.output


def test_the_second_round_says_what_became_of_the_first(first, tmp_path):
    book = openpyxl.load_workbook(SHEETS / "2021-03.xlsx")
    book.active["H19"], book.active["H23"], book.active["E13"] = 10, 93.91, ">=60次"
    book.save(tmp_path / "重报.xlsx")
    again = perfscore.evaluate(tmp_path / "重报.xlsx")
    (letter,) = letters(again, compare(first, again))
    assert "已改2个" in letter.opening
    assert letter.groups[0].heading == "二、没有要求修改却改动（1处）"
    assert "“>=50次”改为“>=60次”" in letter.groups[0].remarks[0].message
    assert {item.outcome for group in letter.groups[1:] for item in group.remarks} <= {"未改", "新出现", "已说明"}


def test_one_file_per_unit_in_a_folder(tmp_path):
    folder = tmp_path / "报送"
    folder.mkdir()
    for name in ("2021-03", "2021-04", "2023t-01"):
        shutil.copy(SHEETS / f"{name}.xlsx", folder)
    run(folder, "-o", tmp_path / "通知")
    names = sorted(path.name for path in (tmp_path / "通知").iterdir())
    assert any(name.startswith("退回修改通知-") for name in names)
    assert any(name.startswith("绩效目标审核意见-") for name in names)
    done = run(folder, "-o", tmp_path / "一份.docx", status=2)
    assert "请写文件夹" in done.output


def test_the_page_prints_the_same(tmp_path):
    run(SHEETS / "2021-03.xlsx", "-o", tmp_path / "通知.html")
    page = (tmp_path / "通知.html").read_text("utf-8")
    assert "单位答复" in page
    assert "H19" in page


def test_a_letter_about_targets_has_no_columns_of_scores(tmp_path):
    (letter,) = letters(perfscore.evaluate(SHEETS / "2023t-01.xlsx"))
    path = tmp_path / "意见.docx"
    path.write_bytes(as_docx.render(letter))
    projects, *remarks = docx.Document(str(path)).tables
    assert [cell.text for cell in projects.rows[0].cells] == ["序号", "年度", "项目"]
    assert len(projects.rows) == 2
    assert len(remarks) == len(letter.groups)
    assert "自评总分" not in as_html.render(letter)


@pytest.mark.parametrize("name", ["2021-03.xlsx", "2023t-01.xlsx"])
def test_an_english_letter_has_english_words_around_what_the_tables_say(name, tmp_path):
    (letter,) = letters(perfscore.evaluate(SHEETS / name, language="en"), language="en")
    path = tmp_path / "letter.docx"
    path.write_bytes(as_docx.render(letter))
    document = docx.Document(str(path))
    headers = [cell.text for table in document.tables for cell in table.rows[0].cells]
    assert headers[:3] == ["No.", "Year", "Project"]
    assert headers[-1] == "Reply"
    assert [text for text in headers if not text.isascii()] == []
    assert f"{letter.unit}:" in [paragraph.text for paragraph in document.paragraphs]
    assert letter.groups[0].heading.startswith("2. ")
