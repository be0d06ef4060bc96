"""The archive: what was made of each dump, one Parquet file per step, code version and dump.

Parsing and all row-local work is done once per dump and kept here, so a build costs what its new
dumps cost. Files are immutable: other code writes to another folder.

Here belong the steps, their files, filling what is missing, and working through the rows in
batches. Here must not be parsing (`orchestration.parsing`) or what a step computes (`transforms`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl
from polars.io.plugins import register_io_source

from orchestration.code_version import code_version
from orchestration.files import replacing
from orchestration.home import Home
from orchestration.recognition import parser_module
from orchestration.registry import Dump, registered_dumps
from transforms.parsed_records import RECORD, REJECT
from warehouse.schema import DUMPS

ROW_GROUP_SIZE = 16_384
"""Records a row group: small enough that a batch of them fits in memory many times over."""

TABLE_ROW_GROUP_SIZE = 122_880
"""Rows a row group where no text is long: as many as in DuckDB's own, which it then takes over."""

LIST_ROW_GROUP_SIZE = 2_048
"""Rows a row group where columns are lists of thousands."""

COMPRESSION: Literal["lz4"] = "lz4"

_FILE = "archive_file"


@dataclass(frozen=True)
class Step:
    """A row-local step.

    Attributes:
        name: Its name.
        module: The module whose code makes it.
        schema: The frame that it gives.
        settings: Tells what else its results depend on; nothing if that is an empty text.
    """

    name: str
    module: str
    schema: pl.Schema
    settings: Callable[[Home], str] | None = None


def step_version(home: Home, step: Step, dump: Dump) -> str:
    """The version of a step for one dump: its own code and settings, and what parsed the dump."""
    parts = [
        code_version(step.module),
        code_version(parser_module(dump.format)),
        code_version("transforms.dump_file"),
    ]
    if dump.mapping:
        parts.append(json.dumps(dump.mapping, sort_keys=True))
    if step.settings:
        parts.append(step.settings(home))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:12]


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
                "counted_in",
                "line_count",
                "record_line_count",
                "chrome_line_count",
                "reject_line_count",
                "is_cut_short",
                "unmapped_columns",
            )
        }
    ),
)
"""What the parsing of a dump counted: one row."""


def archived(home: Home, step: Step, dump: Dump) -> Path:
    """Where the result of a step for a dump is kept."""
    version = step_version(home, step, dump)
    return home.archive / step.name / version / f"{dump.dump_id}.parquet"


def missing(home: Home, step: Step, dumps: Sequence[Dump]) -> list[Dump]:
    """The dumps whose result of a step is not kept yet, or was made by other code."""
    return [dump for dump in dumps if not archived(home, step, dump).exists()]


def was_parsed(home: Home, dump: Dump) -> bool:
    """Whether any code, the present or an earlier one, has parsed a dump."""
    return any((home.archive / PARSED_RECORDS.name).glob(f"*/{dump.dump_id}.parquet"))


def was_used(home: Home) -> bool:
    """Whether any dump was ever parsed into a home."""
    return any((home.archive / PARSED_RECORDS.name).glob("*/*.parquet"))


def held_dumps(home: Home) -> list[Dump]:
    """The registered dumps that the present code has parsed: those that the tables are made of."""
    return [
        dump for dump in registered_dumps(home) if archived(home, PARSED_RECORDS, dump).exists()
    ]


def scan_archive(home: Home, step: Step, dumps: Sequence[Dump]) -> pl.LazyFrame:
    """All kept results of a step, with the `dump_id` as an enum of the dumps' ids."""
    return scan_files(step, {dump.dump_id: archived(home, step, dump) for dump in dumps}, dumps)


def scan_files(step: Step, files: Mapping[str, Path], dumps: Sequence[Dump]) -> pl.LazyFrame:
    """The results of a step in files by dump, with the `dump_id` as an enum of all dumps' ids.

    One scan of all files: a scan for each takes fifty times as long where there are a thousand.
    """
    dump_ids = pl.Enum(sorted(dump.dump_id for dump in dumps))
    if not files:
        return pl.LazyFrame(schema={**step.schema, "dump_id": dump_ids})
    paths = [str(path) for path in files.values()]
    of_file = pl.col(_FILE).replace_strict(paths, list(files), return_dtype=dump_ids)
    scanned = pl.scan_parquet(paths, glob=False, include_file_paths=_FILE)
    return scanned.with_columns(dump_id=of_file).drop(_FILE)


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
            sink(compute(pl.scan_parquet(archived(home, source, dump), glob=False)), path)
    return lacking


def sink(frame: pl.LazyFrame, path: Path, row_group_size: int = ROW_GROUP_SIZE) -> None:
    """Write a lazy frame to a Parquet file without holding more than a row group in memory."""
    frame.sink_parquet(path, compression=COMPRESSION, row_group_size=row_group_size)


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
            # A batch is in memory already: streaming it through once more would cost time.
            yield compute(batch.lazy(), near.lazy()).collect(engine="in-memory")

    return register_io_source(computed, schema=schema)
