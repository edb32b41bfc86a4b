"""The same tables as workbooks and as documents, and how the two are compared."""

from pathlib import Path

from perfscore import readers, sheets
from perfscore.ooxml import PackageError

DATA = Path(__file__).parents[1] / "data"
DOCUMENTS = DATA / "documents"
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.xls"))
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "claimed", "rule")
VALUES = ("target", "actual", "weight", "claimed")


def workbook(name):
    return DATA / "sheets" / f"{name}.xlsx"


def rows(table, fields=FIELDS):
    return [tuple(getattr(indicator, field) for field in fields) for indicator in table.indicators]


def without_blanks(rows):
    """A program that prints may drop a blank where it breaks a line."""
    return [tuple("".join(text.split()) for text in row) for row in rows]


def read(tmp_path, content, name="文件.pdf"):
    path = tmp_path / name
    path.write_bytes(content)
    return sheets.read(path)


def outcome(tmp_path, content, format):
    """Say what comes of a file: ``read``, or the code with which it is refused."""
    path = tmp_path / f"文件.{format}"
    path.write_bytes(content)
    try:
        readers.read_document(path, format)
    except PackageError as error:
        return error.code
    return "read"


def doubts(table):
    return {remark.cell: remark.values["flaw"] for remark in table.remarks if remark.code == "PS130"}
