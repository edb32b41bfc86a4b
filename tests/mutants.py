"""Mutants of real files: evaluate and correct them; only a `PerfscoreError` may come out, in bounded time.

``python -m tests.mutants --count 10000 --seed 1`` reports every escape with the number that brings it back.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import traceback
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from perfscore.decisions import decided
from perfscore.engine import correct, evaluate
from perfscore.errors import PerfscoreError

DATA = Path(__file__).parent / "data"
SECONDS = 60
UNEXPECTED = "PS124"
VALUES = [
    "", "0", "-1", "1", "65536", "1048577", "16385", "4294967296", "1e308", "1E999999", "NaN", "9" * 45, "A1", "XFE1",
    "A1:XFD1048576", "A:A", "true", "s", "str", "inlineStr", "shared", "array", "_xD83D_", "_xFFFE_", "&#x0;", "&amp;",
    "\u200b", "=1/0", "甲" * 300, "rId1", "../../x", "/xl/workbook.xml", "[<-10]0;0", "yyyy", "General", "<a>", "]]>",
]  # fmt: skip


def sources() -> list[Path]:
    """List the files to start from."""
    found = (path for path in sorted(DATA.rglob("*")) if path.suffix in (".xlsx", ".xls", ".docx", ".pdf"))
    return [path for path in found if path.stat().st_size < 100_000]


def mutate_bytes(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: flipped, cut, doubled, set to the highest value."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(max(1, len(content)))
        length = chance.choice((1, 2, 4, 8, 60, 700))
        match chance.randrange(6):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                content[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\1\0\0\0"))
            case 2:
                del content[at : at + length]
            case 3:
                content[at:at] = content[at : at + length]
            case 4:
                other = chance.randrange(max(1, len(content)))
                content[at : at + length] = content[other : other + length]
            case _:
                if chance.random() < 0.2:
                    del content[at:]
    return bytes(content)


def mutate_markup(data: bytes, chance: random.Random) -> bytes:
    """Change attribute values, texts and elements of XML."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 2, 4))):
        pattern = chance.choice((r'="[^"]*"', r">[^<]*<", r"<[^>]*/>", r"<(\w+)[^>]*>[^<]*</\1>", r"<[^>]+>"))
        places = [match.span() for match in re.finditer(pattern, text)]
        if not places:
            continue
        start, end = chance.choice(places)
        piece = text[start:end]
        value = chance.choice(VALUES)
        if piece.startswith("="):
            piece = f'="{value}"'
        elif piece.startswith(">"):
            piece = f">{value}<"
        else:
            piece = chance.choice(("", piece * 2, piece * 50, value))
        text = text[:start] + piece + text[end:]
    return text.encode("utf-8", "replace")


def mutate_zip(data: bytes, chance: random.Random) -> bytes:
    """Change a part, take one out or give it another's content, and pack anew."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(list(parts))]
        case 2:
            parts[name] = mutate_bytes(parts[name], chance)
        case _:
            for part in chance.sample(list(parts), min(len(parts), chance.choice((1, 2, 4)))):
                parts[part] = mutate_markup(parts[part], chance)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return output.getvalue()


def mutate_pdf(data: bytes, chance: random.Random) -> bytes:
    """Change numbers and names of a PDF, also inside its packed streams."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL))
    if streams and chance.random() < 0.4:
        stream = chance.choice(streams)
        try:
            content = zlib.decompress(stream[1])
        except zlib.error:
            return mutate_bytes(data, chance)
        packed = zlib.compress(mutate_bytes(content, chance))
        return data[: stream.start(1)] + packed + data[stream.end(1) :]
    for _ in range(chance.choice((1, 2, 4))):
        places = [match.span() for match in re.finditer(rb"\b\d+\b|/\w+|\[[^\[\]]*\]", data)]
        start, end = chance.choice(places)
        number = chance.choice((b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999", b"0.5", b"/Type", b"[]"))
        data = data[:start] + number + data[end:]
    return data


def mutant(number: int) -> tuple[str, bytes]:
    """Make the mutant of a number: the name of its source, and its content."""
    chance = random.Random(number)
    path = chance.choice(sources())
    data = path.read_bytes()
    if chance.random() < 0.25:
        return path.name, mutate_bytes(data, chance)
    if data[:2] == b"PK":
        return path.name, mutate_zip(data, chance)
    return path.name, mutate_pdf(data, chance) if path.suffix == ".pdf" else mutate_bytes(data, chance)


def opens(data: bytes) -> bool:
    """Tell whether openpyxl opens a workbook."""
    try:
        openpyxl.load_workbook(io.BytesIO(data))
    except Exception:
        return False
    return True


def escape(number: int) -> str:
    """Evaluate and correct a mutant; say what escaped, or nothing."""
    name, data = mutant(number)
    start = time.monotonic()
    try:
        evaluation = evaluate(data, name=name)
        if UNEXPECTED in (evaluation.files[0].error or "") or "未预料" in (evaluation.files[0].error or ""):
            return f"{name}: {evaluation.files[0].error}"
        failed = [finding for table in evaluation.tables for finding in table.findings if finding.code == "PS422"]
        if failed:
            return f"{name}: {failed[0].message}"
        if evaluation.files[0].tables:
            content = correct(data, evaluation=evaluation).content
            if not opens(content) and (data[:2] != b"PK" or opens(data)):
                return f"{name}: openpyxl does not open the output"
            decided(content)
            again = evaluate(content, name=name).files[0]
            if again.error is not None or len(again.tables) < len(evaluation.files[0].tables):
                return f"{name}: the output is not read again: {again.error}"
    except PerfscoreError:
        pass
    except Exception:
        return f"{name}: {traceback.format_exc(limit=-3)}"
    seconds = time.monotonic() - start
    return f"{name}: {seconds:.0f} s" if seconds > SECONDS else ""


def escapes(seed: int, count: int) -> Iterator[tuple[int, str]]:
    """Run mutants and give those that escaped."""
    warnings.simplefilter("ignore")
    for number in range(seed * 1_000_000, seed * 1_000_000 + count):
        text = escape(number)
        if text:
            yield number, text


def main() -> int:
    """Run the mutants of a seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    failed = 0
    for number, text in escapes(arguments.seed, arguments.count):
        failed += 1
        print(f"mutant {number}: {text}", flush=True)
    print(f"{arguments.count} mutants, {failed} escapes", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
