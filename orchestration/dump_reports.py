"""What came of each dump: what was read of it, and why the rest was refused.

Here belongs what a build says of its dumps, from the archive. Here must not be how that is shown
(`orchestration.terminal`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from orchestration.archive import PARSED_REJECTS, PARSED_TALLIES, scan_archive
from orchestration.home import Home
from orchestration.registry import Dump
from transforms.parsed_records import REJECT

SHOWN_REJECTS = 3


@dataclass(frozen=True)
class DumpReport:
    """What came of a dump.

    Attributes:
        dump_id: The dump.
        file_name: Its file's name.
        place: Where it was last seen.
        format: The format that recognised it.
        counted_in: Whether its pieces are lines or elements.
        record_count: Records parsed.
        reject_count: Pieces refused.
        reasons: How many pieces were refused for each reason, the most frequent first; reasons that
            differ in numbers alone are one, with N for the numbers.
        first_rejects: The first rejects, as `raw.rejects` has them.
        unmapped_columns: Columns of a table that are kept as JSON only, by their names.
        is_cut_short: Whether the file ends early.
        is_mostly_refused: Whether more pieces were refused than became records.
    """

    dump_id: str
    file_name: str
    place: str
    format: str
    counted_in: str
    record_count: int
    reject_count: int
    reasons: Mapping[str, int]
    first_rejects: Sequence[Mapping[str, Any]]
    unmapped_columns: str | None
    is_cut_short: bool
    is_mostly_refused: bool


def dump_reports(home: Home, dumps: Sequence[Dump]) -> list[DumpReport]:
    """Tell what came of dumps that the archive holds, by their names."""
    if not dumps:
        return []
    tallies = _by_dump(scan_archive(home, PARSED_TALLIES, dumps))
    refused = [dump for dump in dumps if tallies[dump.dump_id]["reject_count"]]
    rejects = scan_archive(home, PARSED_REJECTS, refused)
    reasons = _by_dump(
        rejects.group_by("dump_id", kind=pl.col("reason").str.replace_all(r"\d+", "N"))
        .agg(count=pl.len(), reason=pl.col("reason").min())
        .with_columns(reason=pl.when(pl.col("count") > 1).then("kind").otherwise("reason"))
        .group_by("dump_id")
        .agg(pl.struct("count", "reason").sort(descending=True).alias("reasons"))
    )
    first = _by_dump(
        rejects.group_by("dump_id").agg(
            pl.struct(REJECT.names()).bottom_k_by("line_number", SHOWN_REJECTS).alias("rejects")
        )
    )
    return [
        DumpReport(
            dump_id=dump.dump_id,
            file_name=dump.file_name,
            place=dump.place,
            format=dump.format,
            counted_in=tally["counted_in"],
            record_count=tally["record_count"],
            reject_count=tally["reject_count"],
            reasons={
                each["reason"]: each["count"]
                for each in reasons.get(dump.dump_id, {"reasons": ()})["reasons"]
            },
            first_rejects=sorted(
                first.get(dump.dump_id, {"rejects": ()})["rejects"],
                key=lambda reject: reject["line_number"],
            ),
            unmapped_columns=tally["unmapped_columns"],
            is_cut_short=tally["is_cut_short"],
            is_mostly_refused=tally["reject_count"] > tally["record_count"],
        )
        for dump in sorted(dumps, key=lambda dump: (dump.file_name, dump.dump_id))
        for tally in [tallies[dump.dump_id]]
    ]


def mostly_refused(home: Home, dumps: Sequence[Dump]) -> list[Dump]:
    """Those of the dumps of which more pieces were refused than became records."""
    refused = _by_dump(
        scan_archive(home, PARSED_TALLIES, dumps).filter(
            pl.col("reject_count") > pl.col("record_count")
        )
    )
    return [dump for dump in dumps if dump.dump_id in refused]


def _by_dump(frame: pl.LazyFrame) -> dict[str, dict[str, Any]]:
    """The rows of a frame with one row a dump, by `dump_id`."""
    rows = frame.with_columns(pl.col("dump_id").cast(pl.String)).collect()
    return {row["dump_id"]: row for row in rows.iter_rows(named=True)}
