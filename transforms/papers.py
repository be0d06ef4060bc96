"""The papers table: one row per distinct paper.

Here belongs the making of a paper's row. Here must not be which records are one paper
(`transforms.record_papers`), nor which of them speaks for it (`transforms.paper_records`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import PAPERS

BORROWED: Final = ("title", "comment", "venue")
"""Texts that may come from another record than the abstract does."""

READ: Final = [*KEY, "abstract", *BORROWED]
"""What `papers` reads of the records."""

HELD: Final = [*KEY, *(each for each in PAPERS.column_names if each != "abstract")]
"""What `papers` needs to know of a paper before its records stream by."""

CODE_STATUS = pl.Enum(["linked", "promised", "mentioned", "none"])
"""From the strongest: a paper has the strongest status of its records."""


def paper_code_status(
    record_code_status: pl.LazyFrame, record_papers: pl.LazyFrame, code_links: pl.LazyFrame
) -> pl.LazyFrame:
    """Say of each paper what its links, and else the words of its records, tell of its code.

    Args:
        record_code_status: Frame (dump_id, record_number, code_status) of records that speak of it.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        code_links: Frame of `warehouse.schema.CODE_LINKS`.

    Returns:
        Frame (paper_id, code_status as `CODE_STATUS`) of the papers whose status is not `none`.
    """
    rank = pl.col("code_status").cast(CODE_STATUS)
    of_papers = record_papers.filter(pl.col("paper_id").is_not_null())
    said = of_papers.join(record_code_status, on=["dump_id", "record_number"])
    linked = code_links.select("paper_id", code_status=pl.lit("linked"))
    return (
        pl.concat([said.select("paper_id", "code_status"), linked])
        .group_by("paper_id")
        .agg(rank.min())
    )


def borrowed_texts(records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """Gather the texts of papers that another record gives than the one with the abstract.

    Args:
        records: Frame of `RECORD` and `dump_id`.
        paper_records: Frame of `transforms.paper_records.PAPER_RECORDS`.

    Returns:
        Frame (paper_id, title, comment, venue), null where the record with the abstract gives it;
        the papers that borrow nothing have no row.
    """
    wanted = [_borrowed(paper_records, field) for field in BORROWED]
    return (
        pl.concat(wanted)
        .join(records.select(*KEY, *BORROWED), on=KEY)
        .group_by("paper_id")
        .agg(pl.when(pl.col("field") == field).then(field).max().alias(field) for field in BORROWED)
    )


def _borrowed(paper_records: pl.LazyFrame, field: str) -> pl.LazyFrame:
    """The papers that borrow a field, and the record that they borrow it from."""
    dump_id, record_number = pl.col(f"{field}_dump_id"), pl.col(f"{field}_record_number")
    is_other = (dump_id != pl.col("dump_id")) | (record_number != pl.col("record_number"))
    return paper_records.filter(is_other).select(
        "paper_id", dump_id=dump_id, record_number=record_number, field=pl.lit(field)
    )


def papers(records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """Make the row of each paper.

    Args:
        records: Frame of `RECORD` and `dump_id`, or a part of it.
        paper_records: Frame with the columns `HELD`: those of `PAPER_RECORDS` with
            `borrowed_texts`, and `code_status`, null for `none`.

    Returns:
        Frame of `warehouse.schema.PAPERS`, for the papers whose speaking record is in `records`.
    """
    texts = records.select(*KEY, "abstract", **{f"own_{field}": field for field in BORROWED})
    return (
        texts.join(paper_records, on=KEY, maintain_order="left")
        .with_columns(
            *(pl.coalesce(field, f"own_{field}").alias(field) for field in BORROWED),
            code_status=pl.col("code_status").cast(pl.String).fill_null("none"),
        )
        .select(PAPERS.column_names)
    )
