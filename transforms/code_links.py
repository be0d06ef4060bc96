"""The code_links table: one row per code or project link of a paper.

Here belongs the gathering of what the paper's records link. Here must not be how a link is found
(`transforms.record_code_links`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema import CODE_LINKS

SOURCE_FIELDS = ["metadata", "abstract", "comment", "listing"]
"""From the most trusted: of several places that link the same URL, the first is the evidence."""


def code_links(record_code_links: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Gather the links of each paper from all its records, each URL once.

    Args:
        record_code_links: Frame of `RECORD_CODE_LINKS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).

    Returns:
        Frame of `warehouse.schema.CODE_LINKS`. Of several records with the same link, the most
        trusted field is kept, then the first dump by its id and the first record.
    """
    return (
        record_code_links.join(record_papers, on=["dump_id", "record_number"])
        .sort(
            "paper_id",
            "url",
            pl.col("source_field").cast(pl.Enum(SOURCE_FIELDS)),
            "dump_id",
            "record_number",
            "raw_text",
        )
        .unique(["paper_id", "url"], keep="first", maintain_order=True)
        .select(CODE_LINKS.column_names)
    )
