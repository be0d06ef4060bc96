"""A text cut into sections, each of which begins at a line of one look, such as `@article{`.

Here belong what the formats of reference managers share: bytes to sections in a memory that does
not grow, and the count of the lines of what was read of them. Here must not be what a section says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO, NamedTuple

import polars as pl

from transforms.formats.format import HEAD_BYTES
from transforms.parsed_records import Batch

BLOCK_BYTES = 4 << 20
"""How much is read at a time."""

MAX_SECTION_BYTES = 4 << 20
"""Of a longer section no more is kept; it can be no reference to a paper."""

TOO_LONG = f"longer than {MAX_SECTION_BYTES >> 20} MB"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Section(NamedTuple):
    """A part of a text, of whole lines.

    Attributes:
        line_start: The number of its first line, from 1.
        line_count: How many lines it has.
        text: Its lines, parted by line feeds alone.
        is_overlong: Whether `text` is only the beginning of it.
        is_last: Whether the text ends with it.
    """

    line_start: int
    line_count: int
    text: str
    is_overlong: bool = False
    is_last: bool = False


def sections(
    stream: BinaryIO, begins: re.Pattern[bytes], block_bytes: int = BLOCK_BYTES
) -> Iterator[list[Section]]:
    """Cut a text into sections.

    Lines end in a line feed; a carriage return before it is dropped. In a text without any line
    feed in its head, carriage returns end the lines. Sections that are not UTF-8 are read as
    Windows-1252; single damaged bytes in UTF-8 as U+FFFD. A byte order mark is dropped.

    Args:
        stream: The text.
        begins: What a section begins with, found at the start of a line. What stands before the
            first is a section too.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Those sections that end in a block, for every block of which there are any.
    """
    line_start, rest, beginning, let_go_count = 1, b"", b"", 0
    for block in _blocks(stream, block_bytes):
        rest += block
        cuts = [match.start() for match in begins.finditer(rest) if match.start()]
        found = []
        for start, end in pairwise([0, *cuts]):
            section = _section(line_start, rest[start:end], beginning, let_go_count)
            beginning, let_go_count = b"", 0
            line_start += section.line_count
            found.append(section)
        if found:
            yield found
            rest = rest[cuts[-1] :]
        if len(rest) > MAX_SECTION_BYTES:
            beginning = beginning or rest[:MAX_SECTION_BYTES]
            kept_from = rest.rfind(b"\n")
            let_go_count += rest.count(b"\n", 0, max(kept_from, 0))
            rest = rest[kept_from:]
    if rest or beginning:
        yield [_section(line_start, rest, beginning, let_go_count)._replace(is_last=True)]


def with_lines_counted(batch: Batch, line_count: int) -> Batch:
    """Count each line of a batch once, whatever shares it; what is of nothing is chrome.

    A line that a record has is the record's. Rejects that begin on one line become one.

    Args:
        batch: The batch, its records and rejects in the dump's order.
        line_count: How many lines it has.
    """
    rejects = batch.rejects.group_by("line_number", maintain_order=True).agg(
        pl.col("line_end").max(), pl.col("reason").first(), pl.col("excerpt").first()
    )
    of_records = batch.records.select("line_start", "line_end")
    of_rejects = rejects.select(line_start="line_number", line_end="line_end")
    record_line_count = _distinct_lines(of_records)
    reject_line_count = _distinct_lines(pl.concat([of_records, of_rejects])) - record_line_count
    return replace(
        batch,
        rejects=rejects,
        record_line_count=record_line_count,
        reject_line_count=reject_line_count,
        chrome_line_count=line_count - record_line_count - reject_line_count,
    )


def _distinct_lines(spans: pl.DataFrame) -> int:
    """How many lines there are in spans that may overlap."""
    before = pl.col("line_end").cum_max().shift(1).fill_null(0)
    first = pl.max_horizontal("line_start", before + 1)
    new = (pl.col("line_end") - first + 1).clip(lower_bound=0)
    return int(spans.sort("line_start", "line_end").select(new.sum()).item())


def _section(line_start: int, data: bytes, beginning: bytes, let_go_count: int) -> Section:
    """A section of which `beginning` was kept and `let_go_count` lines were not, before `data`."""
    line_count = let_go_count + data.count(b"\n") + (not data.endswith(b"\n"))
    is_overlong = bool(beginning) or len(data) > MAX_SECTION_BYTES
    kept = (beginning or data)[:MAX_SECTION_BYTES]
    return Section(line_start, line_count, _decoded(kept).replace("\r\n", "\n"), is_overlong)


def _decoded(data: bytes) -> str:
    """The text of bytes that are UTF-8, or else Windows-1252."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
    is_utf_8 = any(character != "\ufffd" and not character.isascii() for character in text)
    return text if is_utf_8 else data.decode("cp1252", errors="replace")


def _blocks(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """The stream in blocks, with line feeds for the carriage returns of an old Macintosh file."""
    head = _read(stream, HEAD_BYTES).removeprefix(_BYTE_ORDER_MARK)
    is_macintosh = b"\r" in head[:-1] and b"\n" not in head
    for start in range(0, len(head), block_bytes):
        block = head[start : start + block_bytes]
        yield block.replace(b"\r", b"\n") if is_macintosh else block
    while block := _read(stream, block_bytes):
        yield block.replace(b"\r", b"\n") if is_macintosh else block


def _read(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a stream, fewer than `size` only at its end."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
