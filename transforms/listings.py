"""The listings table: one row per appearance of a paper in a dump."""

from __future__ import annotations

import polars as pl

from warehouse.schema import LISTINGS


def listings(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Place every record in its dump.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).
        dumps: Frame of `warehouse.schema.DUMPS`.

    Returns:
        Frame of `warehouse.schema.LISTINGS`, as many rows as records.
    """
    return (
        record_papers.join(
            record_keys.select("dump_id", "record_number", "upvotes"),
            on=["dump_id", "record_number"],
        )
        .with_columns(pl.col("dump_id").cast(pl.String))
        .join(dumps.select("dump_id", "listed_on"), on="dump_id")
        .with_columns(position="record_number")
        .select(LISTINGS.column_names)
    )
