"""The listings table: one row per appearance of a paper in a dump."""

from __future__ import annotations

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import LISTINGS


def listings(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Place every record of a paper in its dump.

    The day that a record itself names comes before that of its dump.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        dumps: Frame of `warehouse.schema.DUMPS`.

    Returns:
        Frame of `warehouse.schema.LISTINGS`, as many rows as there are records with a paper.
    """
    dump_ids = record_keys.collect_schema()["dump_id"]
    days = dumps.select(pl.col("dump_id").cast(dump_ids), day="listed_on")
    return (
        record_papers.filter(pl.col("paper_id").is_not_null())
        .join(record_keys.select(*KEY, "listed_on", "upvotes"), on=KEY)
        .join(days, on="dump_id")
        .with_columns(position="record_number", listed_on=pl.coalesce("listed_on", "day"))
        .select(LISTINGS.column_names)
    )
