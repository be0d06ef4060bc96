"""An XML dump as a stream of bytes, cut into its records by their tags alone.

Here belongs finding where a record begins and ends, whatever state it is in. Here must not be how
records are parsed, nor what stands between them (`xml_records`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Literal, NamedTuple

BLOCK_BYTES = 1 << 20
"""How much of a dump is read at a time."""

MAX_RECORD_BYTES = 16 << 20
"""A longer record is refused and not kept."""

NAME = rb"[A-Za-z_][\w.-]*"
PREFIX = rb"(?:" + NAME + rb":)?"
_ENDS = {
    b"<!--": re.compile(rb"(?s).*?-->"),
    b"<![CDATA[": re.compile(rb"(?s).*?\]\]>"),
    b"<?": re.compile(rb"(?s).*?\?>"),
    b"<?xml": re.compile(rb"(?s).*?\?>"),
    b"<!DOCTYPE": re.compile(rb"(?s)[^\[>]*(?:>|\[.*?\]\s*>)"),
}
_TAG_END = re.compile(rb"[^>]*>")


_Kind = Literal["start", "end", "empty", "declaration"]


class _Mark(NamedTuple):
    """A tag of a record or an XML declaration: where it begins and ends, and the tag's name."""

    kind: _Kind
    begin: int
    end: int
    name: bytes


class Piece(NamedTuple):
    """A record as it stands in the dump, and what stands between it and the record before."""

    between: bytes
    record: bytes
    name: bytes
    is_whole: bool


def cut_records(stream: BinaryIO, names: Sequence[str], block_bytes: int) -> Iterator[Piece]:
    """Cut a dump into its records.

    A record ends with its end tag, or else where the next record or the next document begins. Tags
    in comments, CDATA, instructions and document types are none.

    Args:
        stream: The dump, decompressed.
        names: The names of the elements that are records, without prefix.
        block_bytes: How much is read at a time.

    Yields:
        The pieces in order. The last one has no record, or one without its end.
    """
    wanted = "|".join(names).encode()
    marks = re.compile(
        rb"<(?:!--|!DOCTYPE|!\[CDATA\[|\?(?:xml(?=\s))?|(/?)("
        + PREFIX
        + rb"(?:"
        + wanted
        + rb"))(?=[\s/>]))"
    )
    data, is_over = b"", False
    while not is_over:
        block = stream.read(block_bytes)
        is_over = not block
        data += block
        pieces, done = _cut(data, marks, is_last=is_over or len(data) > MAX_RECORD_BYTES)
        yield from pieces
        data = data[done:]


def _cut(data: bytes, marks: re.Pattern[bytes], *, is_last: bool) -> tuple[list[Piece], int]:
    """Cut off the pieces that are complete, and all of them at last; tell where the rest begins."""
    pieces = []
    done, begin, name = 0, -1, b""
    for mark in _marks(data, marks, is_last=is_last):
        if begin >= 0 and (mark.kind != "end" or mark.name == name):
            is_whole = mark.kind == "end"
            stop = mark.end if is_whole else mark.begin
            pieces.append(Piece(data[done:begin], data[begin:stop], _local(name), is_whole))
            done, begin = stop, -1
        if mark.kind == "empty":
            record = data[mark.begin : mark.end]
            pieces.append(Piece(data[done : mark.begin], record, _local(mark.name), is_whole=True))
            done = mark.end
        elif mark.kind == "start":
            begin, name = mark.begin, mark.name
    if is_last:
        begin = begin if begin >= 0 else len(data)
        pieces.append(Piece(data[done:begin], data[begin:], _local(name), is_whole=False))
        done = len(data)
    return pieces, done


def _marks(data: bytes, marks: re.Pattern[bytes], *, is_last: bool) -> Iterator[_Mark]:
    """The tags of records and the XML declarations, but for those in comments and the like.

    What has no end in the data ends the marks, unless no more data is to come: then it is text.
    """
    at = 0
    unended: set[bytes] = set()
    while found := marks.search(data, at):
        opening = found[0]
        ending = _ENDS.get(opening, _TAG_END)
        end = None if opening in unended else ending.match(data, found.end())
        at = end.end() if end else found.end()
        if end is None:
            if not is_last:
                return
            unended.add(opening)
        if opening == b"<?xml":
            yield _Mark("declaration", found.start(), at, b"")
        elif opening in _ENDS or (end is None and found[1]):
            continue
        elif found[1]:
            yield _Mark("end", found.start(), at, found[2])
        else:
            kind: _Kind = "empty" if end and data[at - 2 : at] == b"/>" else "start"
            yield _Mark(kind, found.start(), at, found[2])


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]
