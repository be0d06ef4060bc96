"""Parsing a dump into the archive: its records, its rejects, and what was counted.

Here belong the passage from a file to Parquet, and the second count of lines that a check holds
against the parser's. Here must not be how a format is read (`transforms.formats`).
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import polars as pl
from polars.io.plugins import register_io_source

from orchestration.archive import (
    COMPRESSION,
    PARSED_RECORDS,
    PARSED_REJECTS,
    PARSED_TALLIES,
    ROW_GROUP_SIZE,
    archived,
    sink,
)
from orchestration.files import replacing
from orchestration.home import Home, make_folder
from orchestration.recognition import parser
from orchestration.registry import Dump, Place
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
    place = _unchanged_place(dump)
    parse = parser(dump.format, dump.mapping)
    tally = _Tally()
    with (
        open_dump(Path(place.path), place.member) as stream,
        replacing(archived(home, PARSED_RECORDS, dump)) as path,
        _kept_rejects(home, dump) as rejects,
    ):
        lines = _CountedLines(stream)
        # Parquet has no lines, and is read from its end: only the file itself can be sought in.
        has_lines = not is_parquet(stream.peek(HEAD_BYTES))
        source = io.BufferedReader(lines, BLOCK_BYTES) if has_lines else stream

        def record_frames(*_: object) -> Iterator[pl.DataFrame]:
            try:
                for batch in parse(source):
                    tally.add(batch)
                    rejects.add(batch.rejects)
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
            (PARSED_REJECTS, rejects.scan()),
            (PARSED_TALLIES, tally.frame(lines.line_count).lazy()),
        ):
            with replacing(archived(home, step, dump)) as step_path:
                sink(frame, step_path)


def _unchanged_place(dump: Dump) -> Place:
    """A place that still holds the bytes that a dump is named by, the last one seen if it does.

    Raises:
        DumpError: If none does; the message is of the last one seen.
    """
    first_error: DumpError | None = None
    for place in dump.places:
        try:
            if _is_unchanged(dump, place):
                return place
            error = DumpError(f"{place} is not what it was when it was registered; build it anew")
        except DumpError as found:
            error = found
        first_error = first_error or error
    raise first_error or DumpError(f"nobody knows where {dump.dump_id} lies; build it anew")


def _is_unchanged(dump: Dump, place: Place) -> bool:
    path = Path(place.path)
    if dump_state(path, place.member) == DumpState(dump.size_bytes, place.modified_ns):
        return True
    return fingerprint(path, place.member).sha256 == dump.dump_id


class _Rejects:
    """The rejects of a dump, kept on the disk while it is parsed: there may be many millions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = pl.DataFrame(schema=REJECT)
        self._parts: list[Path] = []

    def add(self, rejects: pl.DataFrame) -> None:
        """Add rejects behind those that are there."""
        if rejects.is_empty():
            return
        self._held = self._held.vstack(rejects)
        if self._held.height >= ROW_GROUP_SIZE:
            path = self._folder / f"{len(self._parts)}.parquet"
            self._held.write_parquet(path, compression=COMPRESSION)
            self._parts.append(path)
            self._held = self._held.clear()

    def scan(self) -> pl.LazyFrame:
        """All of them, in the dump's order."""
        parts = [pl.scan_parquet(path, glob=False) for path in self._parts]
        return pl.concat([*parts, self._held.lazy()])


@contextmanager
def _kept_rejects(home: Home, dump: Dump) -> Iterator[_Rejects]:
    """A place for rejects as long as a dump is parsed; nothing of it outlives the build."""
    make_folder(home.staging)
    with tempfile.TemporaryDirectory(prefix=f"{dump.dump_id[:8]}-", dir=home.staging) as folder:
        yield _Rejects(Path(folder))


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
