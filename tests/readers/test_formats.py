"""The table of formats: each entry can be told, named and read."""

from importlib import import_module

import pytest

from perfscore import formats
from perfscore.errors import PerfscoreError
from perfscore.formats import FORMATS, READ_SUFFIXES
from perfscore.ooxml import PackageError, read_workbook
from perfscore.wording import label

HEADS = {
    "xls": bytes.fromhex("0908080000050500"),
    "pdf": b"\xef\xbb\xbf  %PDF-1.4",
    "scan": b"\x89PNG\r\n\x1a\n",
    "html": b"<html><body>",
    "xml": b"<?xml version='1.0'?><a/>",
    "rtf": b"{\\rtf1",
    "empty": b"",
    "text": "甲,乙".encode(),
}


def test_every_format_that_is_told_by_its_beginning_has_one_here():
    assert set(HEADS) == {format.key for format in FORMATS if format.head is not None}


@pytest.mark.parametrize("key", HEADS)
def test_a_format_is_told_by_its_beginning(key):
    with pytest.raises(PackageError) as caught:
        read_workbook(HEADS[key])
    assert key in caught.value.values.values()


@pytest.mark.parametrize("format", [format for format in FORMATS if format.reader], ids=lambda format: format.key)
def test_every_reader_is_there(format):
    module, _, function = format.reader.partition(":")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("format", FORMATS[1:], ids=lambda format: format.key)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_has_words(format, language):
    if not format.holds_tables:
        assert label(f"value.found.{format.key}", language)
    elif not format.reader:
        assert label(f"value.remedy.save_{format.key}", language)
    if format.reader:
        assert label(f"value.remedy.install_{format.extra}", language)


def test_endings_that_are_read_are_all_told_apart():
    endings = [suffix for format in FORMATS for suffix in format.suffixes]
    assert len(endings) == len(set(endings))
    assert {".xlsx", ".xls", ".docx", ".pdf"} <= READ_SUFFIXES
    assert formats.by_key("ods").reader == ""


def test_there_is_one_type_of_errors():
    with pytest.raises(PerfscoreError, match="pdf"):
        read_workbook(HEADS["pdf"])
