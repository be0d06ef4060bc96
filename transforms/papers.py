"""The papers table: one row per distinct paper.

Here belong the choice of the record that speaks for a paper and the making of its row. Here must
not be which records are one paper (`transforms.record_papers`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema import PAPERS

CODE_STATUS = pl.Enum(["linked", "promised", "mentioned", "none"])
"""From the strongest: a paper has the strongest status of its records."""


def paper_records(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Choose the record that speaks for each paper, and gather what all its records know.

    Of the records with an abstract the one that was updated last speaks, then the one with the
    longest abstract; ties are broken by the dump's bytes and the record's number, so the order of
    loading does not matter.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).

    Returns:
        Frame (paper_id, dump_id, record_number, arxiv_id, doi, published_on, updated_on,
        primary_category), one row per paper.
    """
    known = record_papers.join(record_keys, on=["dump_id", "record_number"])
    gathered = known.group_by("paper_id").agg(
        pl.col("arxiv_id").min(),
        pl.col("doi").min(),
        pl.col("published_on").min(),
        pl.col("updated_on").max(),
    )
    speaking = (
        known.select(
            "paper_id",
            "dump_id",
            "record_number",
            "primary_category",
            has_abstract=pl.col("abstract_length") > 0,
            latest="updated_on",
            length="abstract_length",
        )
        .sort(
            "paper_id",
            "has_abstract",
            "latest",
            "length",
            "dump_id",
            "record_number",
            descending=[False, True, True, True, False, False],
            nulls_last=True,
        )
        .unique("paper_id", keep="first", maintain_order=True)
        .drop("has_abstract", "latest", "length")
    )
    return speaking.join(gathered, on="paper_id")


def paper_code_status(
    record_code_status: pl.LazyFrame, record_papers: pl.LazyFrame, code_links: pl.LazyFrame
) -> pl.LazyFrame:
    """Say of each paper what its links, and else the words of its records, tell of its code.

    Args:
        record_code_status: Frame (dump_id, record_number, code_status) of records that speak of it.
        record_papers: Frame (dump_id, record_number, paper_id).
        code_links: Frame of `warehouse.schema.CODE_LINKS`.

    Returns:
        Frame (paper_id, code_status as `CODE_STATUS`) of the papers whose status is not `none`.
    """
    rank = pl.col("code_status").cast(CODE_STATUS)
    said = record_papers.join(record_code_status, on=["dump_id", "record_number"])
    linked = code_links.select("paper_id", code_status=pl.lit("linked"))
    return (
        pl.concat([said.select("paper_id", "code_status"), linked])
        .group_by("paper_id")
        .agg(rank.min())
    )


def papers(records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """Make the row of each paper.

    Args:
        records: Frame of `RECORD` and `dump_id`, or a part of it.
        paper_records: The frame of `paper_records` with a column `code_status`, null for `none`.

    Returns:
        Frame of `warehouse.schema.PAPERS`, for the papers whose speaking record is in `records`.
    """
    return (
        records.select("dump_id", "record_number", "title", "abstract")
        .join(paper_records, on=["dump_id", "record_number"], maintain_order="left")
        .with_columns(pl.col("code_status").cast(pl.String).fill_null("none"))
        .select(PAPERS.column_names)
    )
