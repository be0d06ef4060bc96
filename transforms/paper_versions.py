"""The paper_versions table: one row per version of a paper."""

from __future__ import annotations

import polars as pl

from transforms.paper_records import KEY
from warehouse.schema import PAPER_VERSIONS


def paper_versions(records: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the versions that any record of a paper names, each with its earliest day.

    Args:
        records: Frame of `RECORD` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.

    Returns:
        Frame of `warehouse.schema.PAPER_VERSIONS`.
    """
    return (
        records.filter(pl.col("versions").list.len() > 0)
        .select(*KEY, "versions")
        .join(record_papers.filter(pl.col("paper_id").is_not_null()), on=KEY)
        .select("paper_id", "versions")
        .explode("versions")
        .unnest("versions")
        .group_by("paper_id", "version")
        .agg(pl.col("submitted_on").min())
        .select(PAPER_VERSIONS.column_names)
    )
