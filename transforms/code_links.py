"""The code_links table: one row per code or project link of a paper.

Here belongs the gathering of what the paper's records link. Here must not be how a link is found
(`transforms.record_code_links`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.paper_records import KEY
from transforms.trust import dump_trust
from warehouse.schema import CODE_LINKS

SOURCE_FIELDS: Final = ["metadata", "abstract", "comment", "listing"]
"""From the most trusted: of several places that link the same URL, the first is the evidence."""

FLAGS: Final = ("is_official", "mentioned_in_paper", "mentioned_in_github")
"""True if a record says so, else false if a record denies it, else null."""


def code_links(
    record_code_links: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Gather the links of each paper from all its records, each URL once.

    URLs that differ in case alone are one.

    Args:
        record_code_links: Frame of `RECORD_CODE_LINKS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        dumps: Frame of `warehouse.schema.DUMPS`.

    Returns:
        Frame of `warehouse.schema.CODE_LINKS`. Of several records with the same link, the most
        trusted field is kept, then the most trusted format, then the first dump by its id and the
        first record. The flags are those of all of them, the framework the first that is known.
    """
    dump_ids = record_code_links.collect_schema()["dump_id"]
    trust = dump_trust(dumps).with_columns(pl.col("dump_id").cast(dump_ids))
    first = [name for name in CODE_LINKS.column_names if name not in ("paper_id", *FLAGS)]
    return (
        record_code_links.join(record_papers.filter(pl.col("paper_id").is_not_null()), on=KEY)
        .join(trust, on="dump_id")
        .with_columns(key=pl.col("url").str.to_lowercase())
        .sort(
            "paper_id",
            "key",
            pl.col("source_field").cast(pl.Enum(SOURCE_FIELDS)),
            "trust",
            *KEY,
            "raw_text",
        )
        .group_by("paper_id", "key", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in first if name != "framework"),
            *(pl.col(name).max() for name in FLAGS),
            framework=pl.col("framework").drop_nulls().first(),
        )
        .select(CODE_LINKS.column_names)
    )
