"""The paper_authors table: one row per author of a paper, in order."""

from __future__ import annotations

import polars as pl

from warehouse.schema import PAPER_AUTHORS


def paper_authors(records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the authors as the record that speaks for the paper names them.

    Args:
        records: Frame of `RECORD` and `dump_id`.
        paper_records: Frame (paper_id, dump_id, record_number, ...), one row per paper.

    Returns:
        Frame of `warehouse.schema.PAPER_AUTHORS`.
    """
    return (
        records.filter(pl.col("authors").list.len() > 0)
        .select(
            "dump_id",
            "record_number",
            author_name="authors",
            position=pl.int_ranges(1, pl.col("authors").list.len() + 1),
        )
        .join(
            paper_records.select("paper_id", "dump_id", "record_number"),
            on=["dump_id", "record_number"],
        )
        .explode("author_name", "position")
        .select(PAPER_AUTHORS.column_names)
    )
