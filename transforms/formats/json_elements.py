"""JSON as a stream of elements: the lines of JSON Lines, or the objects of one array.

Here belong how a dump falls into objects, block by block, and the passage of them to batches. Here
must not be what stands around the list in the answer of an API (`json_wrappers`), what a value may
be (`json_values`), nor what the keys mean (the formats).
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from typing import Any, BinaryIO

import polars as pl

from transforms.formats.batches import to_batch
from transforms.formats.format import HEAD_BYTES
from transforms.formats.json_values import LENIENT, read_values
from transforms.formats.json_wrappers import SPLITTER, Place, answer_start, skip
from transforms.parsed_records import Batch, Unit

BLOCK_BYTES = 4 << 20
"""How much of a dump is read at a time."""

MAX_ELEMENT_BYTES = 64 << 20
"""A longer element is refused, so that what is held in memory has an end."""

TOO_LONG = "longer than 64 MiB"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SHAPE = re.compile(rb"\s*(?:(?P<elements>\[|\{(?=[ \t\r]*\n))|\{[ \t\r]*[^ \t\r\n]|[^\s\[{])")
"""How a dump begins: an array, objects over several lines, or lines."""

_BETWEEN = re.compile(r"[\s,\[\]]*")
"""What may stand between elements; with brackets, so that arrays may follow each other."""

_NEXT_START = re.compile(r"[,}\[\]]\s*(?=\{)")

_BROKEN_KEY = "a key that is broken or cut"
_CUT_CHARS = 16
"""An error so near to the end may be that of a word, number or escape that is cut there."""

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\]:]', re.DOTALL)
_OBJECT_START = re.compile(r'[\s\[]*(?=\{\s*["}])')


@dataclass(frozen=True)
class Elements:
    """A part of a JSON dump, in elements.

    Attributes:
        frame: (line_start, line_end, text): the place of each element, a line or the number of the
            element from 1, and its JSON text as it stands. What is no JSON is an element too.
        unit: What the places count.
        chrome_line_count: Blank lines of this part.
        is_cut_short: Whether the dump ends here within an element or an array.
    """

    frame: pl.DataFrame
    unit: Unit
    chrome_line_count: int = 0
    is_cut_short: bool = False


def parse_json(
    stream: BinaryIO,
    schema: pl.Schema,
    to_rows: Callable[[pl.DataFrame], pl.DataFrame],
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Batch]:
    """Read a JSON dump as batches.

    Args:
        stream: The dump, decompressed: JSON Lines, or one array of objects.
        schema: The keys wanted, and their types, as `json_values.read_values` takes them.
        to_rows: From a frame of `schema` and (line_start, line_end, excerpt, reason) to rows as
            `batches.to_batch` takes them. `excerpt` is the element's whole JSON text; `reason` is
            null unless the element was refused, and then all of `schema` is null.
        block_bytes: How much is read at a time.

    Yields:
        Batches in the dump's order.
    """
    record_count = 0
    for elements in json_elements(stream, block_bytes):
        frame = elements.frame
        rows = frame.rename({"text": "excerpt"}).hstack(read_values(frame["text"], schema))
        too_long = pl.col("excerpt").str.len_bytes() > MAX_ELEMENT_BYTES
        rows = rows.with_columns(
            reason=pl.when(too_long).then(pl.lit(TOO_LONG)).otherwise("reason")
        )
        batch = to_batch(to_rows(rows), after=record_count, unit=elements.unit)
        record_count += batch.records.height
        yield replace(
            batch,
            chrome_line_count=elements.chrome_line_count,
            is_cut_short=elements.is_cut_short,
        )


def json_elements(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Elements]:
    """Read a JSON dump as elements.

    It is read as one array if it begins with a bracket, as the lists of answers if it begins with
    the answer of an API, as objects over several lines if its first line is a brace alone, and as
    JSON Lines otherwise. Arrays or answers that follow each other are read as one.

    Args:
        stream: The dump, decompressed. Bytes that are not UTF-8 are read as U+FFFD.
        block_bytes: How much is read at a time. Only how elements fall into parts depends on it.

    Yields:
        The elements in order, in parts.
    """
    blocks = _blocks(stream, block_bytes)
    seen = [head := next(blocks, b"")]
    while (len(head) < HEAD_BYTES or not _SHAPE.match(head)) and (more := next(blocks, b"")):
        seen.append(more)
        head += more
    shape, rest = _SHAPE.match(head), chain(seen, blocks)
    if answer_start(head[:HEAD_BYTES].decode("utf-8", errors="replace")) is not None:
        return _element_parts(rest, _Kind.ANSWERS)
    if shape and shape["elements"]:
        return _element_parts(rest, _Kind.ARRAY if shape["elements"] == b"[" else _Kind.OBJECTS)
    return _line_parts(rest)


def top_level_keys(head: bytes, within: str | None = None) -> frozenset[str]:
    """The keys of the first object, even where the head ends within it.

    Args:
        head: The first bytes of a dump.
        within: A key of the object whose value is an object: the keys of that one instead.

    Returns:
        The keys; none if the head is not that of JSON Lines, of an array of objects, of the answer
        of an API or an object.
    """
    text = head.removeprefix(_BYTE_ORDER_MARK).decode("utf-8", errors="replace")
    start = _OBJECT_START.match(text, answer_start(text) or 0)
    if not start:
        return frozenset()
    path: list[str] = []
    keys, key = set(), ""
    for token in _TOKEN.finditer(text, start.end()):
        mark = token[0]
        if mark in "{[":
            path.append(key)
            key = ""
        elif mark in "}]":
            path.pop()
            if not path:
                break
        elif mark == ":":
            if path[1:] == ([within] if within else []):
                keys.add(key)
        else:
            key = token[1]
    return frozenset(keys)


def _blocks(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """The stream in blocks, without a byte order mark."""
    first = stream.read(block_bytes)
    while first and len(first) < len(_BYTE_ORDER_MARK) and (more := stream.read(block_bytes)):
        first += more
    yield first.removeprefix(_BYTE_ORDER_MARK)
    while block := stream.read(block_bytes):
        yield block


def _line_parts(blocks: Iterator[bytes]) -> Iterator[Elements]:
    """JSON Lines, in parts that end where a line ends."""
    next_line = 1
    for block in _whole_lines(blocks):
        lines = _text(block).str.strip_suffix("\n").str.split("\n").list.explode()
        frame = lines.to_frame().with_columns(
            line_start=pl.int_range(next_line, next_line + pl.len(), dtype=pl.Int64)
        )
        content = frame.filter(pl.col("text").str.contains(r"\S"))
        yield Elements(
            content.select("line_start", pl.col("line_start").alias("line_end"), "text"),
            unit="line",
            chrome_line_count=frame.height - content.height,
            is_cut_short=not block.endswith(b"\n") and _is_cut(lines[-1]),
        )
        next_line += frame.height


def _text(block: bytes) -> pl.Series:
    """One text; Polars reads it unless it has bytes that must be replaced."""
    try:
        return pl.Series("text", [block], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series("text", [block.decode(errors="replace")])


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end where a line ends; of an overlong line no more than shows that it is."""
    open_line: list[bytes] = []
    open_bytes = 0
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            start = block.find(b"\n") if open_bytes > MAX_ELEMENT_BYTES else 0
            yield b"".join([*open_line, memoryview(block)[start:end]])
            open_line, open_bytes = [], 0
        rest = block[end : end + MAX_ELEMENT_BYTES + 1 - open_bytes]
        if rest:
            open_line.append(rest)
            open_bytes += len(rest)
    if open_line:
        yield b"".join(open_line)


def _is_cut(line: str) -> bool:
    """Whether a line is the beginning of an object."""
    try:
        LENIENT.decode(line.strip())
    except json.JSONDecodeError as error:
        return line.lstrip().startswith("{") and _goes_on(error, line.rstrip())
    except RecursionError:
        return False
    return False


class _Kind(Enum):
    """What holds the elements of a dump that is not JSON Lines."""

    ARRAY = 0
    ANSWERS = 1
    OBJECTS = 2


def _element_parts(blocks: Iterator[bytes], kind: _Kind) -> Iterator[Elements]:
    """The objects of an array or of answers, or such as follow each other, in parts."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    text, number = "", 1
    usual_keys: frozenset[str] = frozenset()
    place = Place.OUTSIDE if kind is _Kind.ANSWERS else None
    for block in blocks:
        text += decoder.decode(block)
        pieces = _pieces(text, usual_keys, place, is_last=False)
        if pieces.texts:
            yield Elements(_numbered(pieces.texts, number), unit="element")
        number += len(pieces.texts)
        text, usual_keys, place = text[pieces.end :], pieces.usual_keys, pieces.place
    text += decoder.decode(b"", final=True)
    pieces = _pieces(text, usual_keys, place, is_last=True)
    if pieces.place:
        is_open = skip(text, pieces.end, pieces.place)[1] is not Place.OUTSIDE
    else:
        is_open = kind is _Kind.ARRAY and not text.rstrip().endswith("]")
    yield Elements(
        _numbered(pieces.texts, number), unit="element", is_cut_short=is_open or pieces.is_cut
    )


def _numbered(texts: list[str], number: int) -> pl.DataFrame:
    """Elements as a frame, numbered from a number on."""
    place = pl.int_range(number, number + pl.len(), dtype=pl.Int64)
    return pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(
        place.alias("line_start"), place.alias("line_end"), "text"
    )


@dataclass(frozen=True)
class _Pieces:
    """Elements that a text holds, where the last of them ends, and the keys of the first one.

    `place` is the one at that end, in answers.
    """

    texts: list[str]
    end: int
    usual_keys: frozenset[str]
    place: Place | None
    is_cut: bool


def _pieces(
    text: str, usual_keys: frozenset[str], place: Place | None, *, is_last: bool
) -> _Pieces:
    """Cut a text into elements; one that does not end in it is left, unless it is the last text.

    What is no JSON becomes a piece that ends where an object with the usual keys begins.
    """
    texts: list[str] = []
    end, end_place, is_cut = 0, place, False
    at, place = _skip(text, 0, place)
    while at < len(text):
        is_too_long = len(text) - at > MAX_ELEMENT_BYTES
        goes_on = False
        try:
            value, next_at = _element(text, at, place)
            if isinstance(value, dict):
                usual_keys = usual_keys or frozenset(value)
            elif next_at == len(text) and not is_last:
                break
        except (json.JSONDecodeError, RecursionError) as error:
            goes_on = isinstance(error, json.JSONDecodeError) and _goes_on(error, text)
            if goes_on and not is_last and not is_too_long:
                break
            next_at = _next_start(text, at, usual_keys)
            if next_at == len(text) and not is_last and not is_too_long:
                break
            if place and next_at < len(text):
                place = Place.LIST
        is_cut = goes_on and next_at == len(text)
        texts.append(text[at:next_at].rstrip(", \t\r\n"))
        end, end_place = next_at, place
        at, place = _skip(text, next_at, place)
    return _Pieces(texts, end, usual_keys, end_place, is_cut)


def _element(text: str, at: int, place: Place | None) -> tuple[Any, int]:
    """The value that begins there, and where it ends."""
    if place is Place.ANSWER:
        raise json.JSONDecodeError(_BROKEN_KEY, text, at)
    return SPLITTER.raw_decode(text, at)


def _skip(text: str, at: int, place: Place | None) -> tuple[int, Place | None]:
    if place:
        return skip(text, at, place)
    between = _BETWEEN.match(text, at)
    return between.end() if between else at, None


def _goes_on(error: json.JSONDecodeError, text: str) -> bool:
    """Whether a text is no JSON because it is cut off, as far as one can tell."""
    is_near_end = error.pos >= len(text) - _CUT_CHARS and error.msg != "Extra data"
    return is_near_end or error.msg.startswith("Unterminated string")


def _next_start(text: str, at: int, usual_keys: frozenset[str]) -> int:
    """Where the next whole object begins that has most of the usual keys; else the text's end."""
    usual_keys = usual_keys or top_level_keys(text[at : at + HEAD_BYTES].encode())
    for start in _NEXT_START.finditer(text, at + 1):
        try:
            value, _ = SPLITTER.raw_decode(text, start.end())
        except (json.JSONDecodeError, RecursionError):
            continue
        if len(usual_keys & value.keys()) * 2 > len(usual_keys):
            return start.end()
    return len(text)
