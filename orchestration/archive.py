"""The archive: what was made of each dump, one Parquet file per step, code version and dump.

Parsing and all row-local work is done once per dump and kept here, so a build costs what its new
dumps cost. Files are immutable: other code writes to another folder.

Here belong the steps, their files, and filling what is missing. Here must not be what a step
computes (`transforms`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import polars as pl
from polars.io.plugins import register_io_source

from orchestration.code_version import code_version
from orchestration.files import replacing
from orchestration.home import Home
from orchestration.registry import Dump, registered_dumps
from transforms.dump_file import DumpError, open_dump
from transforms.formats import FORMATS
from transforms.parsed_records import RECORD, REJECT, Batch
from warehouse.schema import DUMPS

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ROW_GROUP_SIZE = 16_384
"""Records a row group: small enough that a batch of them fits in memory many times over."""

COMPRESSION: Literal["lz4"] = "lz4"


@dataclass(frozen=True)
class Step:
    """A row-local step: its name, the module whose code makes it, and the frame that it gives."""

    name: str
    module: str
    schema: pl.Schema


def step_version(step: Step, dump: Dump) -> str:
    """The code version of a step for one dump: its own code and that which parsed the dump."""
    parser = code_version(f"transforms.formats.{dump.format}")
    both = f"{code_version(step.module)}{parser}{code_version('transforms.dump_file')}"
    return hashlib.sha256(both.encode()).hexdigest()[:12]


PARSED_RECORDS = Step("parsed_records", "transforms.parsed_records", RECORD)
PARSED_REJECTS = Step("parsed_rejects", "transforms.parsed_records", REJECT)
PARSED_TALLIES = Step(
    "parsed_tallies",
    "transforms.parsed_records",
    pl.Schema(
        {
            name: DUMPS.polars_schema[name]
            for name in (
                "listed_on",
                "listed_on_text",
                "record_count",
                "reject_count",
                "line_count",
                "record_line_count",
                "chrome_line_count",
                "reject_line_count",
            )
        }
    ),
)
"""What the parsing of a dump counted: one row."""


def archived(home: Home, step: Step, dump: Dump) -> Path:
    """Where the result of a step for a dump is kept."""
    version = step_version(step, dump)
    return home.archive / step.name / version / f"{dump.dump_id}.parquet"


def missing(home: Home, step: Step, dumps: Sequence[Dump]) -> list[Dump]:
    """The dumps whose result of a step is not kept yet, or was made by other code."""
    return [dump for dump in dumps if not archived(home, step, dump).exists()]


def held_dumps(home: Home) -> list[Dump]:
    """The registered dumps that the present code has parsed: those that the tables are made of.

    A dump that the sensor registers while a build runs is not among them until its own run.
    """
    return [
        dump for dump in registered_dumps(home) if archived(home, PARSED_RECORDS, dump).exists()
    ]


def scan_archive(home: Home, step: Step, dumps: Sequence[Dump]) -> pl.LazyFrame:
    """All kept results of a step, with the `dump_id` as an enum of the dumps' ids."""
    dump_ids = pl.Enum(sorted(dump.dump_id for dump in dumps))
    frames = [
        pl.scan_parquet(archived(home, step, dump)).with_columns(
            dump_id=pl.lit(dump.dump_id, dtype=dump_ids)
        )
        for dump in dumps
    ]
    empty = pl.LazyFrame(schema={**step.schema, "dump_id": dump_ids})
    return pl.concat([empty, *frames])


def fill(
    home: Home,
    step: Step,
    source: Step,
    dumps: Sequence[Dump],
    compute: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> list[Dump]:
    """Compute a row-local step for the dumps that lack it.

    Args:
        home: The state folder.
        step: The step to fill.
        source: The step that it reads.
        dumps: The dumps wanted.
        compute: From the source's frame of one dump to the step's.

    Returns:
        The dumps that were computed.
    """
    lacking = missing(home, step, dumps)
    for dump in lacking:
        with replacing(archived(home, step, dump)) as path:
            sink(compute(pl.scan_parquet(archived(home, source, dump))), path)
    return lacking


def sink(frame: pl.LazyFrame, path: Path) -> None:
    """Write a lazy frame to a Parquet file without holding it in memory."""
    frame.sink_parquet(path, compression=COMPRESSION, row_group_size=ROW_GROUP_SIZE)


def in_batches(
    frame: pl.LazyFrame,
    compute: Callable[[pl.DataFrame], pl.DataFrame],
    schema: pl.Schema,
    advance: Callable[[int, int], None],
) -> pl.LazyFrame:
    """Apply a row-local function to one batch of rows after the other, while they stream through.

    Args:
        frame: The rows.
        compute: The function, which needs no other rows than those of its batch.
        schema: The schema of what it gives.
        advance: Is told how many rows are done, and how many there are.
    """

    def computed(*_: object) -> Iterator[pl.DataFrame]:
        total = frame.select(pl.len()).collect().item()
        done = 0
        for batch in frame.collect_batches(chunk_size=ROW_GROUP_SIZE, maintain_order=True):
            yield compute(batch)
            done += batch.height
            advance(done, total)

    return register_io_source(computed, schema=schema)


def with_chosen(
    records: pl.LazyFrame,
    chosen: pl.LazyFrame,
    compute: Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame],
    schema: pl.Schema,
) -> pl.LazyFrame:
    """Apply a function to one batch of records and what is chosen of it, batch after batch.

    A join over all records at once would hold much of their text in memory; this holds `chosen`.

    Args:
        records: Wide rows with `dump_id` and `record_number`, in the order of both.
        chosen: Narrow rows with `dump_id` and `record_number`, in any order.
        compute: From a batch of records, and the rows chosen near it, to rows of the result.
        schema: The schema of the result.
    """

    def computed(*_: object) -> Iterator[pl.DataFrame]:
        held = chosen.collect()
        number = pl.col("record_number")
        for batch in records.collect_batches(chunk_size=ROW_GROUP_SIZE, maintain_order=True):
            numbers = batch["record_number"]
            near = held.filter(
                number.is_between(numbers.min(), numbers.max()),
                pl.col("dump_id").is_in(batch["dump_id"].unique().implode()),
            )
            yield compute(batch.lazy(), near.lazy()).collect()

    return register_io_source(computed, schema=schema)


def parse_dump(home: Home, dump: Dump, advance: Callable[[int, int], None]) -> None:
    """Parse a dump into the archive: its records, its rejects and what was counted.

    The records are put in place last, so a dump counts as parsed only when all of it is there.

    Args:
        home: The state folder.
        dump: The dump.
        advance: Is told how many bytes of the file have been read, and how many it has.

    Raises:
        DumpError: If the file is gone, or damaged beyond what its format can read.
    """
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
