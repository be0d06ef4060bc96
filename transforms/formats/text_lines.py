"""A dump as lines of text, block by block.

Here belong line ends, encodings, and the bound on a line. Here must not be what a line says.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from transforms.formats.format import HEAD_BYTES

MAX_LINE_BYTES = 1 << 20
"""Of a longer line, no more is kept than shows that it is longer."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def line_blocks(stream: BinaryIO, block_bytes: int) -> Iterator[list[str]]:
    """Read a dump as lines.

    Lines end in a line feed; a carriage return before it is dropped, and any other one becomes a
    blank. In a dump whose head has more lone carriage returns than line feeds, each of both ends a
    line. A line that is not UTF-8 is read as Windows-1252, or where that has no such character, as
    Latin-1. A byte order mark at the start is dropped.

    Args:
        stream: The dump, decompressed.
        block_bytes: How much is read at a time.

    Yields:
        Lines in order, each with its line feed, but perhaps the last one of all.
    """
    for block in _whole_lines(_blocks(stream, block_bytes)):
        yield list(io.StringIO(_decoded(block), newline="\n"))


def _decoded(block: bytes) -> str:
    """Lines as text."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        text = "".join(map(_decoded_line, block.splitlines(keepends=True)))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", " ")
    return text


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end where a line ends."""
    open_line: list[bytes] = []
    open_bytes = 0
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            yield b"".join([*open_line, block[:end]])
            open_line, open_bytes = [], 0
        rest = block[end : end + MAX_LINE_BYTES + 1 - open_bytes]
        if rest:
            open_line.append(rest)
            open_bytes += len(rest)
    if open_line:
        yield b"".join(open_line)


def _blocks(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """The stream in blocks, with line feeds for carriage returns where those end the lines."""
    head = _read(stream, HEAD_BYTES).removeprefix(_BYTE_ORDER_MARK)
    lone_returns = head[:-1].count(b"\r") - head.count(b"\r\n")
    returns_end_lines = lone_returns > head.count(b"\n")
    for start in range(0, len(head), block_bytes):
        block = head[start : start + block_bytes]
        yield block.replace(b"\r", b"\n") if returns_end_lines else block
    while block := stream.read(block_bytes):
        yield block.replace(b"\r", b"\n") if returns_end_lines else block


def _read(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a stream, fewer than `size` only at its end."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
