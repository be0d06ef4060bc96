"""The paper_authors table: one row per author of a paper, in order."""

from __future__ import annotations

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import PAPER_AUTHORS


def author_records(paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the records that give the authors of papers.

    Args:
        paper_records: Frame of `transforms.paper_records.PAPER_RECORDS`.

    Returns:
        Frame (paper_id, dump_id, record_number), one row per paper with authors.
    """
    return paper_records.filter(pl.col("authors_dump_id").is_not_null()).select(
        "paper_id", dump_id="authors_dump_id", record_number="authors_record_number"
    )


def paper_authors(records: pl.LazyFrame, author_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the authors as the record that gives them names them.

    Args:
        records: Frame of `RECORD` and `dump_id`, or a part of it.
        author_records: The frame of `author_records`.

    Returns:
        Frame of `warehouse.schema.PAPER_AUTHORS`, for the papers whose record is in `records`.
    """
    return (
        records.filter(pl.col("authors").list.len() > 0)
        .select(
            *KEY,
            author_name="authors",
            position=pl.int_ranges(1, pl.col("authors").list.len() + 1),
        )
        .join(author_records, on=KEY, maintain_order="left")
        .explode("author_name", "position")
        .select(PAPER_AUTHORS.column_names)
    )
