"""The zip file of a package: its entries, and a new file with most of them copied raw.

The standard library's reader trusts more than is safe here (duplicate names, sizes in headers) and cannot
copy an entry without unpacking it; a package needs only a small part of the format.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from struct import Struct
from typing import Final

from attrs import frozen

from perfscore.ooxml.errors import ENCRYPTED, NOT_A_WORKBOOK, PackageError, damaged, over
from perfscore.ooxml.limits import MEGABYTE, Limits

# PKWARE APPNOTE 4.3.7 (local header), 4.3.12 (central header), 4.3.16 (end record), 4.3.14-15 (zip64).
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_LOCATOR = Struct("<4sLQL")
_END64 = Struct("<4sQ2H2L4Q")
_PAIR = Struct("<2H")
_STORED: Final = 0
_DEFLATED: Final = 8
_ENCRYPTED_FLAGS: Final = 0x1 | 0x40 | 0x2000
_DESCRIPTOR_FLAG: Final = 0x8
_PACKAGE_PARTS: Final = frozenset({"[content_types].xml", "_rels/.rels"})
_UTF8_FLAG: Final = 0x800
_SLICE: Final = 4 * 1024  # unpacks to 4 MB at the very most
_NEW_ENTRY_DATE: Final = (0, 0x21)  # 1 January 1980: the same input gives the same output


@frozen
class Entry:
    """One file inside the zip, as its central record tells.

    Args:
        name: its name, with slashes and without a leading one.
        offset: where its local header starts.
        size: length of its packed bytes.
        length: length of its unpacked bytes, as the directory claims.
        method: 0 stored, 8 deflated.
        crc: checksum of its unpacked bytes.
        record: its central record, raw.
    """

    name: str
    offset: int
    size: int
    length: int
    method: int
    crc: int
    record: bytes


def entries(data: bytes, limits: Limits) -> tuple[Entry, ...]:
    """List the entries of a zip file in the order of its central directory.

    Raises:
        PackageError: truncated, encrypted, ambiguous, or more entries than allowed.
    """
    count, position, end, shift = _directory(data)
    if count > limits.entries:
        raise over("entries", limits.entries, count)
    listed: list[Entry] = []
    names: set[str] = set()
    repeated = ""
    packed = 0
    for _ in range(count):
        if position + _CENTRAL.size > end:
            raise damaged("zip", "truncated")
        fields = _CENTRAL.unpack_from(data, position)
        signature, flags, method, crc, size, length = (fields[index] for index in (0, 3, 4, 7, 8, 9))
        name_length, extra_length, comment_length, offset = (fields[index] for index in (10, 11, 12, 16))
        if signature != b"PK\x01\x02":
            raise damaged("zip", "directory")
        name_start = position + _CENTRAL.size
        extra_start = name_start + name_length
        raw_name = data[name_start:extra_start]
        if size == 0xFFFFFFFF or length == 0xFFFFFFFF or offset == 0xFFFFFFFF:
            extra = data[extra_start : extra_start + extra_length]
            size, length, offset = _zip64(extra, size, length, offset)
        if flags & _ENCRYPTED_FLAGS:
            raise PackageError(ENCRYPTED)
        name = raw_name.decode("utf-8" if flags & _UTF8_FLAG else "cp437", "replace")
        name = name.replace("\\", "/").lstrip("/")
        key = name.lower()
        if key in names:
            repeated = repeated or name
        names.add(key)
        packed += size
        next_position = extra_start + extra_length + comment_length
        record = data[position:next_position]
        if next_position > end:  # a comment said to run past the directory: there is none
            record = record[:32] + bytes(2) + record[34 : extra_start + extra_length - position]
        listed.append(Entry(name, offset + shift, size, length, method, crc, record))
        position = next_position
    if repeated and not names.isdisjoint(_PACKAGE_PARTS):  # any other zip may hold two files of one name
        raise damaged(repeated, "duplicate")
    if packed > len(data):  # entries that share their bytes: a way to build a bomb
        raise damaged("zip", "overlap")
    return tuple(listed)


def _directory(data: bytes) -> tuple[int, int, int, int]:
    """Find the central directory: count of entries, start, end, and how far the offsets are shifted."""
    offset = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - 0xFFFF))
    if offset < 0 or offset + _END.size > len(data):
        raise damaged("zip", "truncated")
    _, _, _, _, count, size, start, _ = _END.unpack_from(data, offset)
    end = offset
    if count == 0xFFFF or size == 0xFFFFFFFF or start == 0xFFFFFFFF:
        locator = offset - _LOCATOR.size
        if locator >= 0 and data[locator : locator + 4] == b"PK\x06\x07":
            end = locator - _END64.size
            if end < 0 or data[end : end + 4] != b"PK\x06\x06":
                raise damaged("zip", "directory")
            _, _, _, _, _, _, _, count, size, start = _END64.unpack_from(data, end)
    shift = end - size - start
    if shift < 0 or size < count * _CENTRAL.size:
        raise damaged("zip", "truncated")
    if not count:
        raise PackageError(NOT_A_WORKBOOK, found="zip")
    return count, start + shift, end, shift


def _zip64(extra: bytes, size: int, length: int, offset: int) -> tuple[int, int, int]:
    """Take the long sizes and offset from a central record's extra field."""
    start = 0
    while start + 4 <= len(extra):
        tag, field_length = _PAIR.unpack_from(extra, start)
        if tag == 1:
            field = extra[start + 4 : start + 4 + field_length]
            numbers = iter([int.from_bytes(field[i : i + 8], "little") for i in range(0, len(field) - 7, 8)])
            length = next(numbers, length) if length == 0xFFFFFFFF else length
            size = next(numbers, size) if size == 0xFFFFFFFF else size
            offset = next(numbers, offset) if offset == 0xFFFFFFFF else offset
            break
        start += 4 + field_length
    return size, length, offset


def _packed(data: bytes, entry: Entry) -> memoryview:
    """Find the packed bytes of an entry behind its local header."""
    if entry.offset + _LOCAL.size > len(data) or data[entry.offset : entry.offset + 4] != b"PK\x03\x04":
        raise damaged(entry.name, "truncated")
    fields = _LOCAL.unpack_from(data, entry.offset)
    start = entry.offset + _LOCAL.size + int(fields[9]) + int(fields[10])
    if start + entry.size > len(data):
        raise damaged(entry.name, "truncated")
    return memoryview(data)[start : start + entry.size]


def unpack(data: bytes, entry: Entry, limits: Limits) -> Iterator[bytes]:
    """Unpack an entry piece by piece.

    Yields:
        Its bytes, at most some megabytes at a time; the sizes in the headers are not believed.

    Raises:
        PackageError: too long, too well packed, broken, or packed by a method that packages do not use.
    """
    packed = _packed(data, entry)
    if entry.method == _STORED:
        if entry.size > limits.part_bytes:
            raise over("part_bytes", limits.part_bytes, entry.size)
        if zlib.crc32(packed) != entry.crc:
            raise damaged(entry.name, "checksum")
        yield bytes(packed)
        return
    if entry.method != _DEFLATED:
        raise damaged(entry.name, "method")
    inflater = zlib.decompressobj(-15)
    length = crc = 0
    try:
        for start in range(0, entry.size, _SLICE):
            piece = inflater.decompress(packed[start : start + _SLICE])
            length += len(piece)
            if length > limits.part_bytes:
                raise over("part_bytes", limits.part_bytes, length)
            if length > 8 * MEGABYTE and length > limits.ratio * (start + _SLICE):
                raise over("ratio", limits.ratio, "more")
            crc = zlib.crc32(piece, crc)
            yield piece
        piece = inflater.flush()
    except zlib.error as error:
        raise damaged(entry.name, "compression") from error
    if piece:
        crc = zlib.crc32(piece, crc)
        yield piece
    if not inflater.eof:
        raise damaged(entry.name, "truncated")
    if crc != entry.crc:
        raise damaged(entry.name, "checksum")


def rewrite(data: bytes, listed: tuple[Entry, ...], changed: Mapping[str, bytes | None]) -> bytes:
    """Make a zip file in which only some entries differ.

    Args:
        data: the source file.
        listed: its entries.
        changed: new content by entry name; None removes the entry, a name that is
            not listed is added at the end.

    Returns:
        The new file: entries in the source's order, those that did not change with their very bytes.
    """
    output = bytearray()
    directory = bytearray()
    count = 0
    for entry in listed:
        offset = len(output)
        if entry.name not in changed:
            output += _raw(data, entry)
            record = bytearray(entry.record)
            if b"\xff\xff\xff\xff" in (entry.record[20:24], entry.record[24:28], entry.record[42:46]):
                record = _short_record(entry)
        else:
            content = changed[entry.name]
            if content is None:
                continue
            record = _append(output, content, bytearray(_plain_record(entry)))
        record[42:46] = offset.to_bytes(4, "little")
        directory += record
        count += 1
    known = {entry.name for entry in listed}
    for name, content in changed.items():
        if name in known or content is None:
            continue
        offset = len(output)
        raw_name = name.encode()
        flags = 0 if name.isascii() else _UTF8_FLAG
        record = bytearray(
            _CENTRAL.pack(
                *(b"PK\x01\x02", 20, 20, flags, _DEFLATED, *_NEW_ENTRY_DATE, 0, 0, 0),
                *(len(raw_name), 0, 0, 0, 0, 0, 0),
            )
        )
        record = _append(output, content, record + raw_name)
        record[42:46] = offset.to_bytes(4, "little")
        directory += record
        count += 1
    start = len(output)
    output += directory
    output += _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return bytes(output)


def _raw(data: bytes, entry: Entry) -> bytes:
    """Take an entry as it lies in the file: local header, packed bytes, data descriptor."""
    packed = _packed(data, entry)
    start = entry.offset
    end = start + _LOCAL.size + sum(_LOCAL.unpack_from(data, start)[9:11]) + len(packed)
    if int.from_bytes(data[start + 6 : start + 8], "little") & _DESCRIPTOR_FLAG:
        # With or without signature, sizes of 4 or 8 bytes: told by its checksum and by what comes after it.
        for length in (16, 12, 24, 20):
            head = data[end : end + 8]
            crc = entry.crc.to_bytes(4, "little")
            signed = head[:4] == b"PK\x07\x08" and head[4:] == crc
            if (signed if length in (16, 24) else head[:4] == crc) and (
                data[end + length : end + length + 2] == b"PK" or end + length == len(data)
            ):
                end += length
                break
        else:
            raise damaged(entry.name, "descriptor")
    return data[start:end]


def _short_record(entry: Entry) -> bytearray:
    """Rewrite a central record with zip64 fields into the short form: our files stay far below 4 GB."""
    record = bytearray(_plain_record(entry))
    record[20:28] = entry.size.to_bytes(4, "little") + entry.length.to_bytes(4, "little")
    return record


def _plain_record(entry: Entry) -> bytes:
    """Take a central record without its extra fields (long sizes, Unix times) but with its comment."""
    name_length, extra_length = (int.from_bytes(entry.record[start : start + 2], "little") for start in (28, 30))
    extra_start = _CENTRAL.size + name_length
    head = entry.record[:30] + b"\0\0" + entry.record[32:extra_start]
    return head + entry.record[extra_start + extra_length :]


def _append(output: bytearray, content: bytes, record: bytearray) -> bytearray:
    """Append an entry with new content; gives back its central record, still without the offset."""
    # Parts are small: setting up the packer for large ones would cost more than the packing.
    packer = zlib.compressobj(4, zlib.DEFLATED, -15, 6)
    packed = packer.compress(content) + packer.flush()
    flags = int.from_bytes(record[8:10], "little") & _UTF8_FLAG
    name_length = int.from_bytes(record[28:30], "little")
    name = bytes(record[_CENTRAL.size : _CENTRAL.size + name_length])
    sizes = (zlib.crc32(content), len(packed), len(content))
    record[8:12] = flags.to_bytes(2, "little") + _DEFLATED.to_bytes(2, "little")
    record[16:28] = b"".join(number.to_bytes(4, "little") for number in sizes)
    moment = (int.from_bytes(record[12:14], "little"), int.from_bytes(record[14:16], "little"))
    output += _LOCAL.pack(b"PK\x03\x04", 20, flags, _DEFLATED, *moment, *sizes, name_length, 0)
    output += name
    output += packed
    return record
