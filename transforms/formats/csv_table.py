"""A table as text: one line for each record, values parted by `,`, `;`, tab or `|`.

Here belong how lines become rows: quotes, encodings, line ends, and what is refused. Here must not
be what a column means (`table_columns`) or a value (`table_values`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO

import polars as pl

from transforms.formats.batches import EXCERPT_CHARS
from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.table_batches import TablePart, table_batches
from transforms.formats.table_columns import columns_of_fields, folded
from transforms.formats.table_evidence import are_of_papers
from transforms.formats.text_lines import line_blocks
from transforms.parsed_records import Batch

BLOCK_BYTES = 4 << 20
"""How much of a table is read at a time."""

MAX_RECORD_CHARS = 1 << 20
"""A longer record is one whose quote was left open; no more is read to find its end."""

QUOTE_LEFT_OPEN = "a quote is left open"
BEHIND_OPEN_QUOTE = "too few values behind a quote left open"
QUOTE_WITHIN = "a quote stands within a value"
TOO_LONG = "longer than 1 MiB"

SEPARATORS = (",", ";", "\t", "|")

NO_MAPPING: Mapping[str, str] = MappingProxyType({})

_EXCEL_SEPARATOR = "sep="
_NO_SEPARATOR = "\x1f"
_FEW = 100
"""So many rows show whether a text is a table."""

_SHARE_ALIKE = 0.8
_NO_HEADER = ("<", "{", "[", "@", "%")


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read a table whose columns have known names; as `parse_mapped`."""
    return parse_mapped(stream, {}, block_bytes)


def parse_mapped(
    stream: BinaryIO, mapping: Mapping[str, str], block_bytes: int = BLOCK_BYTES
) -> Iterator[Batch]:
    """Read a table.

    The first line that is not blank names the columns. A row with fewer values than there are
    columns has nulls; one with more is refused, unless those are empty. Blank rows and repeated
    headers are chrome. Where a quote is left open, its line is refused and reading goes on behind
    it, with the next row that has all values; where none comes, the table is cut short.

    Args:
        stream: The dump, decompressed; its lines are read as `text_lines.line_blocks` says.
        mapping: From names of columns to fields; it goes before the synonyms.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the dump's order.

    Raises:
        DumpError: If the mapping names a column that is not there.
    """
    return table_batches(_parts(stream, mapping, block_bytes), mapping)


def looks_like_csv(head: bytes, mapping: Mapping[str, str] = NO_MAPPING) -> bool:
    """Whether a dump is a table of whatever columns: two or more, and as many in most rows.

    One column is a table only if it is called a title, or the user maps it.
    """
    lines = _head_lines(head)
    header = _header(lines, mapping)
    if not (_may_be_one(header) or _is_one_column(header, mapping)):
        return False
    alike = [len(row) == len(header.names) for row in _first_rows(lines, header)]
    return bool(alike) and sum(alike) >= _SHARE_ALIKE * len(alike)


def first_texts(head: bytes) -> pl.DataFrame:
    """The first rows of a table, as columns of text."""
    lines = _head_lines(head)
    header = _header(lines, {})
    width = len(header.names)
    rows = [(row + [""] * width)[:width] for row in _first_rows(lines, header)]
    schema = dict.fromkeys(_distinct(header.names), pl.String)
    texts = pl.DataFrame(rows, schema=schema, orient="row")
    return texts.with_columns(pl.when(pl.all() != "").then(pl.all()))


def recognises(head: bytes) -> bool:
    """Whether a dump is a table of papers: its columns tell so."""
    header = _header(_head_lines(head), {})
    return _may_be_one(header) and are_of_papers(first_texts(head))


CSV_TABLE = Format(
    name="csv_table",
    description="A table of papers as text (CSV, TSV), with known columns",
    recognises=recognises,
    parse=parse,
    parse_mapped=parse_mapped,
)


@dataclass(frozen=True)
class _Header:
    """The names of the columns as they stand, the index behind their line, and the dialect."""

    names: list[str]
    end: int
    dialect: dict[str, Any]


@dataclass
class _Rows:
    """What lines became.

    Attributes:
        values: The values of each row, as many as there are columns.
        starts: The index of each row's first line.
        ends: The index behind its last line.
        rejects: (index of the first line, index behind the last line, reason).
        chrome: How many lines are of no row.
        end: The index of the first line that was not read.
        is_broken: Whether the lines before it are of a record whose quote was left open.
    """

    values: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    rejects: list[tuple[int, int, str]] = field(default_factory=list)
    chrome: int = 0
    end: int = 0
    is_broken: bool = False


def _parts(stream: BinaryIO, mapping: Mapping[str, str], block_bytes: int) -> Iterator[TablePart]:
    csv.field_size_limit(MAX_RECORD_CHARS)
    header: _Header | None = None
    lines: list[str] = []
    next_line, is_broken = 1, False
    for more, is_last in _with_last(line_blocks(stream, block_bytes)):
        lines += more
        if header is None:
            if not is_last and sum(map(len, lines)) < HEAD_BYTES:
                continue
            header = _header(lines, mapping)
            rows = _Rows(chrome=header.end, end=header.end)
        else:
            rows = _Rows(is_broken=is_broken)
        _read(rows, lines, header, is_last=is_last)
        part = _part(rows, _distinct(header.names), lines, next_line)
        # A quote that the end of the file leaves open is a record that is not all there.
        yield replace(part, is_cut_short=is_last and rows.is_broken)
        next_line += rows.end
        lines = lines[rows.end :]
        is_broken = rows.is_broken


def _with_last(blocks: Iterator[list[str]]) -> Iterator[tuple[list[str], bool]]:
    """Blocks, and of each whether it is the last one."""
    block = next(blocks, None)
    while block is not None:
        following = next(blocks, None)
        yield block, following is None
        block = following


def _first_rows(lines: Sequence[str], header: _Header) -> list[list[str]]:
    """The rows of a head, however odd, that are not blank."""
    rows = csv.reader(lines[header.end :], **header.dialect)
    return [row for row in islice(rows, _FEW) if row]


def _is_one_column(header: _Header, mapping: Mapping[str, str]) -> bool:
    """Whether a header is a single column that is a title by its name, or that the user maps."""
    if len(header.names) != 1:
        return False
    name = header.names[0]
    mapped = {folded(each) for each in mapping}
    return folded(name) in mapped or columns_of_fields([name], {}).get("title") is not None


def _may_be_one(header: _Header) -> bool:
    """Whether a header can be one: not a single column, markup, or a table in Markdown."""
    if len(header.names) < 2 or header.names[0].lstrip().startswith(_NO_HEADER):
        return False
    return header.dialect["delimiter"] != "|" or bool(header.names[0].strip())


def _head_lines(head: bytes) -> list[str]:
    """The whole lines of a head."""
    whole = head[: head.rfind(b"\n") + 1] if len(head) >= HEAD_BYTES and b"\n" in head else head
    return [line for block in line_blocks(io.BytesIO(whole), HEAD_BYTES) for line in block]


def _header(lines: Sequence[str], mapping: Mapping[str, str]) -> _Header:
    """The header of a table; the separator is the one that gives the most known columns."""
    start = 0
    separators: Sequence[str] = SEPARATORS
    for line in lines:
        is_choice = line[: len(_EXCEL_SEPARATOR)].lower() == _EXCEL_SEPARATOR
        if is_choice and line[len(_EXCEL_SEPARATOR) :].strip("\r\n") in SEPARATORS:
            separators = (line[len(_EXCEL_SEPARATOR)],)
        elif line.strip():
            break
        start += 1
    best = _Header([], start, {"delimiter": separators[0]})
    best_score = (False, -1, -1)
    for separator in separators:
        dialect: dict[str, Any] = {"delimiter": separator}
        names, length = _first_row(lines[start:], dialect)
        if separator != "\t" and len(names) > 1 and all(n[:1] == " " for n in names[1:]):
            dialect["skipinitialspace"] = True
            names, length = _first_row(lines[start:], dialect)
        known = sum(map(len, columns_of_fields(names, {}).values()))
        chosen = {folded(name) for name in names} & {folded(name) for name in mapping}
        score = (len(names) > 1, known + len(chosen), len(names))
        if score > best_score:
            best, best_score = _Header(names, start + length, dialect), score
    if len(best.names) == 1:
        # Nothing parts the values of one column: a comma is part of a title.
        best.dialect["delimiter"] = _NO_SEPARATOR
    return best


def _first_row(lines: Sequence[str], dialect: Mapping[str, Any]) -> tuple[list[str], int]:
    """The values of the first row, however odd its quotes, and how many lines it takes."""
    reader = csv.reader(lines, **dialect)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        return [], 0


def _distinct(names: Sequence[str]) -> list[str]:
    """Names that are not empty and occur once: of an empty one its place, else a number behind."""
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"column {place}"
        distinct, number = plain, 2
        while distinct in found:
            distinct, number = f"{plain} ({number})", number + 1
        found[distinct] = None
    return list(found)


def _read(rows: _Rows, lines: Sequence[str], header: _Header, *, is_last: bool) -> None:
    """Read lines as rows.

    A record that has not ended with the last line is left, unless nothing comes after it or it is
    too long.
    """
    while rows.end < len(lines):
        first = rows.end
        # A slice would copy all lines for each one whose quotes do not fit.
        rest = map(lines.__getitem__, range(first, len(lines)))
        reader = csv.reader(rest, strict=True, **header.dialect)
        try:
            for row in reader:
                behind = first + reader.line_num
                if not _is_one_record(lines, rows.end, behind, header):
                    _take_line(rows, lines[rows.end], header)
                    break
                _take(rows, row, behind, header)
        except csv.Error as error:
            is_open = "unexpected end of data" in str(error)
            if is_open and not is_last and _chars(lines[rows.end :]) <= MAX_RECORD_CHARS:
                return
            _take_line(rows, lines[rows.end], header)


def _is_one_record(lines: Sequence[str], begin: int, behind: int, header: _Header) -> bool:
    """Whether lines that quotes join are one record."""
    if behind - begin == 1:
        return len(lines[begin]) <= MAX_RECORD_CHARS
    of_record = lines[begin:behind]
    if _chars(of_record) > MAX_RECORD_CHARS:
        return False
    separator = header.dialect["delimiter"]
    width = len(header.names)
    return separator != "\t" or any(line.count("\t") != width - 1 for line in of_record)


def _chars(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _take(rows: _Rows, row: list[str], behind: int, header: _Header) -> None:
    """Sort the row that ends before an index in: values, chrome, or a reject."""
    begin, width = rows.end, len(header.names)
    rows.end = behind
    if row == header.names or not any(value and not value.isspace() for value in row):
        rows.chrome += behind - begin
    elif len(row) > width and any(row[width:]):
        reason = f"{len(row)} values in a table of {width} columns"
        rows.rejects.append((begin, behind, reason))
    elif len(row) < width and rows.is_broken:
        rows.rejects.append((begin, behind, BEHIND_OPEN_QUOTE))
    else:
        rows.is_broken = False
        rows.values.append((row + [""] * (width - len(row)))[:width] if len(row) != width else row)
        rows.starts.append(begin)
        rows.ends.append(behind)


def _take_line(rows: _Rows, line: str, header: _Header) -> None:
    """Sort in a line whose quotes do not fit: as it may be meant, if it has all values then."""
    begin, width = rows.end, len(header.names)
    is_tabbed = header.dialect["delimiter"] == "\t"
    # Values with tabs between need no quotes, so a quote is part of a text there.
    dialect = header.dialect | {"quoting": csv.QUOTE_NONE} if is_tabbed else header.dialect
    row, _ = _first_row([line], dialect)
    is_open = not is_tabbed and _is_left_open(line, header)
    if len(line) <= MAX_RECORD_CHARS and len(row) == width and not is_open:
        _take(rows, row, begin + 1, header)
        return
    reason = QUOTE_LEFT_OPEN if is_open else QUOTE_WITHIN
    rows.rejects.append((begin, begin + 1, TOO_LONG if len(line) > MAX_RECORD_CHARS else reason))
    rows.is_broken = is_open
    rows.end = begin + 1


def _is_left_open(line: str, header: _Header) -> bool:
    """Whether a quote in a line has no end there."""
    try:
        next(csv.reader([line], strict=True, **header.dialect), None)
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _part(rows: _Rows, names: Sequence[str], lines: Sequence[str], first_line: int) -> TablePart:
    """Rows and rejects as a part of a table, in the order of their lines."""
    rejects = [*zip(*rows.rejects, strict=True)] or [(), (), ()]
    starts, ends, reasons = ((*rows.starts, *rejects[0]), (*rows.ends, *rejects[1]), rejects[2])
    places = pl.DataFrame(
        {
            "line_start": pl.Series(starts, dtype=pl.Int64) + first_line,
            "line_end": pl.Series(ends, dtype=pl.Int64) + (first_line - 1),
            "reason": pl.Series([None] * len(rows.starts) + [*reasons], dtype=pl.String),
            "excerpt": pl.Series(
                [lines[at][:EXCERPT_CHARS].rstrip("\n") for at in starts], dtype=pl.String
            ),
        }
    )
    columns = zip(*rows.values, strict=True) if rows.values else ((),) * len(names)
    texts = pl.DataFrame(
        [
            pl.Series(name, values, pl.String).extend_constant(None, len(reasons))
            for name, values in zip(names, columns, strict=True)
        ]
    )
    if reasons:
        order = places["line_start"].arg_sort()
        places, texts = places[order], texts[order]
    return TablePart(texts, places, unit="line", chrome_line_count=rows.chrome)
