"""What came of each dump: what was read of it, and why the rest was refused.

Here belongs what a build says of its dumps, from the archive. Here must not be how that is shown
(`orchestration.terminal`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.archive import PARSED_REJECTS, PARSED_TALLIES, archived, scan_archive
from orchestration.home import Home
from orchestration.listing_days import listing_days
from orchestration.registry import Dump, Place

SHOWN_REJECTS = 3

MUCH = 0.25
"""The share of a dump's pieces refused from which on a person should look at it."""

OTHER_NUMBERS = ", or with other numbers"


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
            differ in numbers alone are one, which says so.
        first_rejects: The first rejects, as `raw.rejects` has them.
        unmapped_columns: Columns of a table that are kept as JSON only, by their names.
        is_cut_short: Whether the file ends early.
        is_much_refused: Whether a quarter of the pieces or more was refused.
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
    is_much_refused: bool
    is_mostly_refused: bool


@dataclass(frozen=True)
class Copies:
    """Files with the same bytes, which are one dump.

    Attributes:
        places: Where they lie, in the order of their names.
        listed_on: The days on which the dump was listed.
    """

    places: Sequence[str]
    listed_on: Sequence[dt.date]


def dump_reports(home: Home, dumps: Sequence[Dump]) -> list[DumpReport]:
    """Tell what came of dumps that the archive holds, by their names."""
    if not dumps:
        return []
    tallies = _by_dump(scan_archive(home, PARSED_TALLIES, dumps))
    refused = [dump for dump in dumps if tallies[dump.dump_id]["reject_count"]]
    reason = pl.col("reason")
    reasons = _by_dump(
        scan_archive(home, PARSED_REJECTS, refused)
        .group_by("dump_id", kind=reason.str.replace_all(r"\d+", "0"))
        .agg(count=pl.len(), reason=reason.min(), last=reason.max())
        .with_columns(
            reason=pl.when(reason == pl.col("last"))
            .then(reason)
            .otherwise(pl.concat_str(reason, pl.lit(OTHER_NUMBERS)))
        )
        .group_by("dump_id")
        .agg(pl.struct("count", "reason").sort(descending=True).alias("reasons"))
    )
    first = {dump.dump_id: _first_rejects(home, dump) for dump in refused}
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
            first_rejects=first.get(dump.dump_id, ()),
            unmapped_columns=tally["unmapped_columns"],
            is_cut_short=tally["is_cut_short"],
            is_much_refused=tally["reject_count"] > 0
            and tally["reject_count"] >= MUCH * (tally["record_count"] + tally["reject_count"]),
            is_mostly_refused=tally["reject_count"] > tally["record_count"],
        )
        for dump in sorted(dumps, key=lambda dump: (dump.file_name, dump.dump_id))
        for tally in [tallies[dump.dump_id]]
    ]


def copies(home: Home, dumps: Sequence[Dump]) -> list[Copies]:
    """Tell which of the dumps that the archive holds lie in several files, and their days."""
    doubled = [dump for dump in dumps if len(_told_places(dump)) > 1]
    days = {dump.dump_id: list[dt.date]() for dump in doubled}
    for dump_id, day in listing_days(home, doubled).collect().iter_rows():
        days[dump_id].append(day)
    return [
        Copies(
            places=[
                str(place)
                for place in sorted(_told_places(dump), key=lambda at: (at.file_name, str(at)))
            ],
            listed_on=days[dump.dump_id],
        )
        for dump in sorted(doubled, key=lambda dump: (dump.file_name, dump.dump_id))
    ]


def mostly_refused(home: Home, dumps: Sequence[Dump]) -> list[Dump]:
    """Those of the dumps of which more pieces were refused than became records."""
    refused = _by_dump(
        scan_archive(home, PARSED_TALLIES, dumps).filter(
            pl.col("reject_count") > pl.col("record_count")
        )
    )
    return [dump for dump in dumps if dump.dump_id in refused]


def _told_places(dump: Dump) -> list[Place]:
    """The places of a dump, but for those from which the file was only moved away."""
    there = [place for place in dump.places if Path(place.path).exists()]
    names = {place.file_name for place in there}
    return [place for place in dump.places if place in there or place.file_name not in names]


def _first_rejects(home: Home, dump: Dump) -> list[dict[str, Any]]:
    """The first rejects of a dump; they are kept in the dump's order."""
    rejects = pl.scan_parquet(archived(home, PARSED_REJECTS, dump), glob=False)
    return rejects.head(SHOWN_REJECTS).collect().to_dicts()


def _by_dump(frame: pl.LazyFrame) -> dict[str, dict[str, Any]]:
    """The rows of a frame with one row a dump, by `dump_id`."""
    rows = frame.with_columns(pl.col("dump_id").cast(pl.String)).collect()
    return {row["dump_id"]: row for row in rows.iter_rows(named=True)}
