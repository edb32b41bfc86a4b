"""Strokes are no rules and no punctuation, and a page that lies on its side is told by how little its lines hold."""

import io

import pytest

from perfscore import readers
from perfscore.readers.ruling import Rule, tables
from tests.readers.published import DOCUMENTS

pytest.importorskip("onnxruntime", reason="the extra scan is not installed")
np = pytest.importorskip("numpy", reason="the extra scan is not installed")
Image = pytest.importorskip("PIL.Image", reason="the extra scan is not installed")
pytest.importorskip("rapidocr", reason="the extra scan is not installed")

SCANS = DOCUMENTS.parent / "scans"
# A line of text that fills its cell from rule to rule, on paper that did not lie flat.
BENT = SCANS / "bent.png"
# A line that begins with 小, whose left stroke stands where a comma would.
STROKES = SCANS / "strokes.png"


def texts(data):
    (sheet,) = readers.read_document(data, "scan", readers.LIMITS).sheets
    return {position: "".join(cell.text.split()) for position, cell in sheet.cells.items()}


@pytest.fixture(scope="module")
def bent():
    return texts(BENT.read_bytes())


def test_a_line_of_text_that_fills_its_cell_is_no_rule(bent):
    assert (bent[3, 4], bent[3, 8], bent[4, 4]) == ("桌面云平台搭建", "5.55", "波分传输网络搭建")
    assert bent[3, 9] == "因部分委办局业务系统暂时无法使用云终端，因此未按照计划完成云终端安装工作"


def test_a_page_that_lies_on_its_side_is_turned_back(bent):
    with Image.open(BENT) as image:
        turned = io.BytesIO()
        Image.fromarray(np.rot90(np.asarray(image.convert("L"))).copy()).save(turned, "PNG", dpi=(150, 150))
    assert texts(turned.getvalue()) == bent


def test_a_stroke_at_the_beginning_of_a_line_is_no_comma():
    assert texts(STROKES.read_bytes())[1, 2].startswith("因疫情原因，我单位全年接到1次关于中小企业发展项目、园区")


def test_one_rule_that_runs_out_of_a_table_makes_no_row():
    across = [Rule(at, 50, 500) for at in (100, 120, 140)]
    down = [Rule(at, 100, 140) for at in (50, 200, 350, 500)]
    (table,) = tables(across, [*down[:1], Rule(200, 100, 190), *down[2:]], 1000)
    assert table.ys == [100, 120, 140]
    (cut,) = tables(across, [Rule(rule.at, 100, 190) for rule in down], 1000)
    assert cut.ys == [100, 120, 140, 190]


def faded(share):
    """Give the page of bent text with its print as light as this share of black, and paper of one tone."""
    with Image.open(BENT) as image:
        grey = np.asarray(image.convert("L")).astype(float)
    return (255 - (255 - grey) * share).astype(np.uint8)


def test_faint_print_is_made_darker():
    from perfscore.readers.scan.pictures import Picture
    from perfscore.readers.scan.straighten import straightened

    faint, usual = (straightened(Picture(1, faded(share), 150.0)).ink > 0 for share in (0.4, 1.0))
    assert 0.6 < faint.sum() / usual.sum() <= 1.1
