"""Parsing a dump into the archive: its records, its rejects, and what was counted.

Here belong the passage from a file to Parquet, and the second count of lines that a check holds
against the parser's. Here must not be how a format is read (`transforms.formats`).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import polars as pl
from polars.io.plugins import register_io_source

from orchestration.archive import (
    PARSED_RECORDS,
    PARSED_REJECTS,
    PARSED_TALLIES,
    archived,
    sink,
)
from orchestration.files import replacing
from orchestration.home import Home
from orchestration.recognition import parser
from orchestration.registry import Dump
from transforms.dump_file import (
    DumpError,
    DumpState,
    dump_state,
    fingerprint,
    is_parquet,
    open_dump,
)
from transforms.formats import HEAD_BYTES
from transforms.parsed_records import RECORD, REJECT, Batch, Unit

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 1 << 20


def parse_dump(home: Home, dump: Dump, advance: Callable[[int, int], None]) -> None:
    """Parse a dump into the archive: its records, its rejects and what was counted.

    The records are put in place last, so a dump counts as parsed only when all of it is there.

    Args:
        home: The state folder.
        dump: The dump.
        advance: Is told how many bytes of the file have been read, and how many it has.

    Raises:
        DumpError: If the file is gone, was changed, or is damaged beyond what its format can read.
    """
    if not _is_unchanged(dump):
        raise DumpError(f"{dump.place} is not what it was when it was registered; build it anew")
    parse = parser(dump.format, dump.mapping)
    tally = _Tally()
    with (
        open_dump(Path(dump.path), dump.member) as stream,
        replacing(archived(home, PARSED_RECORDS, dump)) as path,
    ):
        lines = _CountedLines(stream)
        # Parquet has no lines, and is read from its end: only the file itself can be sought in.
        has_lines = not is_parquet(stream.peek(HEAD_BYTES))
        source = io.BufferedReader(lines, BLOCK_BYTES) if has_lines else stream

        def record_frames(*_: object) -> Iterator[pl.DataFrame]:
            try:
                for batch in parse(source):
                    tally.add(batch)
                    advance(stream.source_bytes, dump.size_bytes)
                    yield batch.records
                # What a parser leaves unread counts too, and shows whether the file is whole.
                while has_lines and source.read(BLOCK_BYTES):
                    pass
            except DumpError as error:
                tally.error = error
                raise

        try:
            sink(register_io_source(record_frames, schema=RECORD), path)
        except (pl.exceptions.PolarsError, DumpError):
            if tally.error:
                raise _named(tally.error, dump) from None
            raise
        tally.is_cut_short |= stream.is_cut_short
        for step, frame in (
            (PARSED_REJECTS, tally.rejects),
            (PARSED_TALLIES, tally.frame(lines.line_count)),
        ):
            with replacing(archived(home, step, dump)) as step_path:
                sink(frame.lazy(), step_path)


def _is_unchanged(dump: Dump) -> bool:
    """Whether a file still holds the bytes that its dump is named by."""
    path = Path(dump.path)
    if dump_state(path, dump.member) == DumpState(dump.size_bytes, dump.modified_ns):
        return True
    return fingerprint(path, dump.member).sha256 == dump.dump_id


def _named(error: DumpError, dump: Dump) -> DumpError:
    """The error with the dump's place, which a format does not know."""
    text = str(error)
    return error if text.startswith(dump.place) else DumpError(f"{dump.place}: {text}")


class _Tally:
    """What the batches of a dump add up to."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(
            (
                "record_count",
                "reject_count",
                "record_line_count",
                "chrome_line_count",
                "reject_line_count",
            ),
            0,
        )
        self.rejects = pl.DataFrame(schema=REJECT)
        self.unit: Unit = "line"
        self.is_cut_short = False
        self.unmapped_columns: dict[str, None] = {}
        self.listed_on: dt.date | None = None
        self.listed_on_text: str | None = None
        self.error: DumpError | None = None

    def add(self, batch: Batch) -> None:
        self.counts["record_count"] += batch.records.height
        self.counts["reject_count"] += batch.rejects.height
        self.counts["record_line_count"] += batch.record_line_count
        self.counts["chrome_line_count"] += batch.chrome_line_count
        self.counts["reject_line_count"] += batch.reject_line_count
        self.rejects = self.rejects.vstack(batch.rejects)
        self.unit = batch.unit
        self.is_cut_short |= batch.is_cut_short
        self.unmapped_columns |= dict.fromkeys(batch.unmapped_columns)
        self.listed_on = self.listed_on or batch.listed_on
        self.listed_on_text = self.listed_on_text or batch.listed_on_text

    def frame(self, line_count: int) -> pl.DataFrame:
        """The one row of `PARSED_TALLIES`.

        Args:
            line_count: The lines of the file, as counted apart from the parser. Elements cannot be
                counted without parsing, so of these the parser's own counts are added up.
        """
        counts = self.counts
        if self.unit == "element":
            line_count = sum(
                counts[f"{part}_line_count"] for part in ("record", "chrome", "reject")
            )
        row = {
            **counts,
            "line_count": line_count,
            "counted_in": self.unit,
            "is_cut_short": self.is_cut_short,
            "unmapped_columns": ", ".join(self.unmapped_columns) or None,
            "listed_on": self.listed_on,
            "listed_on_text": self.listed_on_text,
        }
        return pl.DataFrame([row], schema=PARSED_TALLIES.schema)


class _CountedLines(io.RawIOBase):
    """A stream that counts the lines read through it, apart from the parser that reads them.

    Lines end in a line feed. In a file without any in its head, carriage returns end them, as on
    the old Macintosh.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ends: tuple[bytes, ...] = ()
        self._line_ends = 0
        self._last_byte = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        block = self._stream.read(len(view))
        view[: len(block)] = block
        if not self._ends:
            head = block[:HEAD_BYTES]
            is_macintosh = b"\r" in head[:-1] and b"\n" not in head
            self._ends = (b"\r", b"\n") if is_macintosh else (b"\n",)
        self._line_ends += sum(block.count(end) for end in self._ends)
        self._last_byte = block[-1:] or self._last_byte
        return len(block)

    @property
    def line_count(self) -> int:
        """Lines so far: a last one without an end counts too."""
        return self._line_ends + (self._last_byte not in (b"", *self._ends))
