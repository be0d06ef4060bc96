"""The paper_categories table: one row per subject category of a paper."""

from __future__ import annotations

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import PAPER_CATEGORIES


def paper_categories(
    records: pl.LazyFrame, record_papers: pl.LazyFrame, paper_records: pl.LazyFrame
) -> pl.LazyFrame:
    """List the categories that any record of a paper names.

    Args:
        records: Frame of `RECORD` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        paper_records: Frame of `transforms.paper_records.PAPER_RECORDS`.

    Returns:
        Frame of `warehouse.schema.PAPER_CATEGORIES`.
    """
    is_primary = (pl.col("scheme") == pl.col("primary_scheme")) & (
        pl.col("category") == pl.col("primary_category")
    )
    return (
        records.filter(pl.col("categories").list.len() > 0)
        .select(*KEY, "categories")
        .join(record_papers.filter(pl.col("paper_id").is_not_null()), on=KEY)
        .select("paper_id", "categories")
        .explode("categories")
        .unnest("categories")
        .unique()
        .join(paper_records.select("paper_id", "primary_scheme", "primary_category"), on="paper_id")
        .with_columns(is_primary=is_primary)
        .select(PAPER_CATEGORIES.column_names)
    )
