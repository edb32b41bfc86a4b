"""Where corrected copies go: no two inputs of one call share an output."""

from pathlib import Path

import pytest

from perfscore.correction.destinations import destinations


def named(*sources: str, given: tuple[str, ...], root: Path) -> list[str]:
    for source in sources:
        path = root / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    copies = destinations([root / source for source in sources], [root / path for path in given], root / "out")
    return [copies[root / source].relative_to(root / "out").as_posix() for source in sources]


@pytest.mark.parametrize(
    ("sources", "given", "expected"),
    [
        (("2022/a.xlsx", "2023/b.xlsx"), ("2022", "2023"), ["a.xlsx", "b.xlsx"]),
        (("2022/a.xlsx", "2023/a.xlsx"), ("2022", "2023"), ["2022/a.xlsx", "2023/a.xlsx"]),
        (("2022/甲/a.xlsx", "2023/甲/a.xlsx"), ("2022", "2023"), ["2022/甲/a.xlsx", "2023/甲/a.xlsx"]),
        (("x/2022/a.xlsx", "y/2022/a.xlsx"), ("x/2022", "y/2022"), ["x/2022/a.xlsx", "y/2022/a.xlsx"]),
        (("f/表.docx", "f/b.xlsx"), ("f",), ["表.xlsx", "b.xlsx"]),
        (("f/表.docx", "f/表.xlsx"), ("f",), ["表.docx.xlsx", "表.xlsx"]),
        (("f/表.docx", "f/表.pdf"), ("f",), ["表.docx.xlsx", "表.pdf.xlsx"]),
        (("f/表.docx", "f/表.xlsx", "f/表.docx.xlsx"), ("f",), ["表.docx (2).xlsx", "表.xlsx", "表.docx.xlsx"]),
        (("f/A.xlsx", "f/x/a.xlsx"), ("f",), ["A.xlsx", "x/a.xlsx"]),
        (("2022/a.xlsx", "2023/A.XLSX"), ("2022", "2023"), ["2022/a.xlsx", "2023/A.XLSX"]),
        (("f/a.xlsm", "f/a.xlsx"), ("f",), ["a.xlsm", "a.xlsx"]),
    ],
)
def test_same_named_inputs_keep_what_tells_them_apart(tmp_path, sources, given, expected):
    assert named(*sources, given=given, root=tmp_path) == expected
