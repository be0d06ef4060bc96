"""Merged ids of OpenAlex: tables of the snapshot that tell which works became one.

Here belong those tables alone: CSV of the day, the id that went, and the id that stays. Here must
not be what follows when two ids are one paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import polars as pl

from transforms.formats.batches import to_batch
from transforms.formats.columns import identifiers
from transforms.formats.format import Format
from transforms.formats.openalex_works import DELETED_WORK, openalex_id
from transforms.parsed_records import Batch

NO_WORKS = "not a day and the ids of two works of OpenAlex"
CUT = "the dump ends within this line, so its last id may be cut"
DELETED = "it was deleted, not merged: OpenAlex puts all deleted works under this one id"
ITSELF = "merged into itself"

_HEADER = "merge_date,id,merge_into_id"
_NOT_OF_NAMES = r'["\s\x{feff}]'
_BLOCK_BYTES = 1 << 20


def recognises(head: bytes) -> bool:
    """Whether the first line names the columns of merged ids."""
    first_line, _, _ = head.lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")
    line = first_line.decode("utf-8", errors="replace")
    return bool(pl.select(_is_header(pl.lit(line))).item())


def _is_header(line: pl.Expr) -> pl.Expr:
    return line.str.replace_all(_NOT_OF_NAMES, "").str.to_lowercase() == _HEADER


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read merged ids; see `Format.parse`. Each record is two ids of one work."""
    next_line, record_count = 1, 0
    for text in _whole_lines(stream):
        lines = pl.Series("excerpt", text.removesuffix("\n").split("\n")).to_frame()
        numbered = lines.with_columns(
            line_start=pl.int_range(next_line, next_line + pl.len(), dtype=pl.Int64)
        )
        is_cut_short = not text.endswith("\n")
        line = pl.col("excerpt")
        content = numbered.filter(line.str.contains(r"\S") & ~_is_header(line))
        last_line = next_line + lines.height - 1
        rows = _rows(content, cut_line=last_line if is_cut_short else None)
        batch = to_batch(rows, after=record_count, unit="line")
        yield replace(
            batch, chrome_line_count=lines.height - content.height, is_cut_short=is_cut_short
        )
        next_line += lines.height
        record_count += batch.records.height


def _whole_lines(stream: BinaryIO) -> Iterator[str]:
    """The stream in blocks that end where a line ends; only the last may not."""
    rest = b""
    while block := stream.read(_BLOCK_BYTES):
        whole, newline, rest = (rest + block).rpartition(b"\n")
        if newline:
            yield (whole + newline).decode("utf-8", errors="replace")
    if rest:
        yield rest.decode("utf-8", errors="replace")


def _rows(content: pl.DataFrame, cut_line: int | None) -> pl.DataFrame:
    """Rows of two ids each.

    Args:
        content: (excerpt, line_start), without the header.
        cut_line: The line within which the dump ends, if it does.
    """
    values = pl.col("excerpt").str.replace_all('"', "", literal=True).str.split(",")
    went = values.list.get(1, null_on_oob=True).pipe(openalex_id)
    stays = values.list.get(2, null_on_oob=True).pipe(openalex_id)
    ids = content.select("excerpt", "line_start", went=went, stays=stays, count=values.list.len())
    return ids.select(
        "excerpt",
        "line_start",
        line_end="line_start",
        reason=pl.when(pl.col("line_start") == pl.lit(cut_line, pl.Int64))
        .then(pl.lit(CUT))
        .when(
            (pl.col("count") != _HEADER.count(",") + 1)
            | pl.any_horizontal(pl.col("went").is_null(), pl.col("stays").is_null())
        )
        .then(pl.lit(NO_WORKS))
        .when(pl.col("stays") == DELETED_WORK)
        .then(pl.lit(DELETED))
        .when(pl.col("went") == pl.col("stays"))
        .then(pl.lit(ITSELF)),
        identifiers=pl.concat_list(
            identifiers(openalex=pl.col("went")), identifiers(openalex=pl.col("stays"))
        ),
    )


OPENALEX_MERGED_IDS = Format(
    name="openalex_merged_ids",
    description="Merged ids of OpenAlex's works, from its snapshot (CSV)",
    recognises=recognises,
    parse=parse,
)
