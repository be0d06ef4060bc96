"""The listings table: one row per appearance of a paper in a dump, on each day of the dump."""

from __future__ import annotations

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import LISTINGS


def listings(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dump_days: pl.LazyFrame
) -> pl.LazyFrame:
    """Place every record of a paper in its dump.

    A record that names a day itself was listed on that day alone.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        dump_days: Frame of `transforms.dump_days.DUMP_DAYS`.

    Returns:
        Frame of `warehouse.schema.LISTINGS`: a row for each record with a paper and each day of its
        dump, or one without a day where none is known.
    """
    dump_ids = record_keys.collect_schema()["dump_id"]
    days = dump_days.select(
        pl.col("dump_id").cast(dump_ids),
        day="listed_on",
        is_first=pl.col("listed_on") == pl.col("listed_on").min().over("dump_id"),
    )
    has_own_day = pl.col("listed_on").is_not_null()
    return (
        record_papers.filter(pl.col("paper_id").is_not_null())
        .join(record_keys.select(*KEY, "listed_on", "upvotes"), on=KEY)
        .join(days, on="dump_id", how="left")
        .filter(~has_own_day | pl.col("is_first").fill_null(value=True))
        .with_columns(position="record_number", listed_on=pl.coalesce("listed_on", "day"))
        .select(LISTINGS.column_names)
    )
