"""The paper_categories table: one row per subject category of a paper."""

from __future__ import annotations

import polars as pl

from warehouse.schema import PAPER_CATEGORIES


def paper_categories(records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the categories as the record that speaks for the paper names them.

    Args:
        records: Frame of `RECORD` and `dump_id`.
        paper_records: Frame (paper_id, dump_id, record_number, primary_category, ...).

    Returns:
        Frame of `warehouse.schema.PAPER_CATEGORIES`.
    """
    return (
        records.filter(pl.col("categories").list.len() > 0)
        .select("dump_id", "record_number", category="categories")
        .join(
            paper_records.select("paper_id", "dump_id", "record_number", "primary_category"),
            on=["dump_id", "record_number"],
        )
        .explode("category")
        .with_columns(is_primary=pl.col("category") == pl.col("primary_category"))
        .unique(["paper_id", "category"])
        .select(PAPER_CATEGORIES.column_names)
    )
