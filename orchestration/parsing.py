"""Parsing a dump into the archive: its records, its rejects, and what was counted.

Here belong the passage from a file to Parquet, and the second count of lines that a check holds
against the parser's. Here must not be how a format is read (`transforms.formats`).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

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
from orchestration.registry import Dump
from transforms.dump_file import DumpError, fingerprint, open_dump
from transforms.formats import FORMATS
from transforms.parsed_records import RECORD, REJECT, Batch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


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
        raise DumpError(f"{dump.path} is not what it was when it was registered; build it anew")
    parse = next(each.parse for each in FORMATS if each.name == dump.format)
    tally = _Tally()
    with (
        open_dump(Path(dump.path)) as stream,
        replacing(archived(home, PARSED_RECORDS, dump)) as path,
    ):
        lines = _CountedLines(stream)

        def record_frames(*_: object) -> Iterator[pl.DataFrame]:
            try:
                for batch in parse(cast("BinaryIO", lines)):
                    tally.add(batch)
                    advance(lines.byte_count, dump.size_bytes)
                    yield batch.records
            except DumpError as error:
                tally.error = error
                raise

        try:
            sink(register_io_source(record_frames, schema=RECORD), path)
        except pl.exceptions.PolarsError:
            if tally.error:
                raise tally.error from None
            raise
        tally.line_count = lines.line_count
        for step, frame in ((PARSED_REJECTS, tally.rejects), (PARSED_TALLIES, tally.frame())):
            with replacing(archived(home, step, dump)) as step_path:
                sink(frame.lazy(), step_path)


def _is_unchanged(dump: Dump) -> bool:
    """Whether a file still holds the bytes that its dump is named by."""
    path = Path(dump.path)
    if path.exists():
        state = path.stat()
        if (state.st_size, state.st_mtime_ns) == (dump.size_bytes, dump.modified_ns):
            return True
    return fingerprint(path).sha256 == dump.dump_id


class _Tally:
    """What the batches of a dump add up to."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys((n for n in PARSED_TALLIES.schema if n.endswith("_count")), 0)
        self.rejects = pl.DataFrame(schema=REJECT)
        self.listed_on: dt.date | None = None
        self.listed_on_text: str | None = None
        self.line_count = 0
        self.error: DumpError | None = None

    def add(self, batch: Batch) -> None:
        self.counts["record_count"] += batch.records.height
        self.counts["reject_count"] += batch.rejects.height
        self.counts["record_line_count"] += batch.record_line_count
        self.counts["chrome_line_count"] += batch.chrome_line_count
        self.counts["reject_line_count"] += batch.reject_line_count
        self.rejects = self.rejects.vstack(batch.rejects)
        self.listed_on = self.listed_on or batch.listed_on
        self.listed_on_text = self.listed_on_text or batch.listed_on_text

    def frame(self) -> pl.DataFrame:
        days = {"listed_on": self.listed_on, "listed_on_text": self.listed_on_text}
        counts = self.counts | {"line_count": self.line_count}
        return pl.DataFrame([days | counts], schema=PARSED_TALLIES.schema)


class _CountedLines(io.RawIOBase):
    """A stream that counts the lines read through it, apart from the parser that reads them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._newlines = 0
        self._last_byte = b""
        self.byte_count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        block = self._stream.read(len(view))
        view[: len(block)] = block
        self._newlines += block.count(b"\n")
        self._last_byte = block[-1:] or self._last_byte
        self.byte_count += len(block)
        return len(block)

    @property
    def line_count(self) -> int:
        """Lines so far: a last one without a newline counts too."""
        return self._newlines + (self._last_byte not in (b"", b"\n"))
