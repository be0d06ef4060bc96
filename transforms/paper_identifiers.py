"""The paper_identifiers table: one row per identifier of a paper."""

from __future__ import annotations

import polars as pl

from warehouse.schema import PAPER_IDENTIFIERS

_COLUMN_OF_SCHEME = {"arxiv": "arxiv_id", "doi": "doi", "title_key": "title_key"}


def paper_identifiers(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the identifiers under which each paper's records came.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).

    Returns:
        Frame of `warehouse.schema.PAPER_IDENTIFIERS`.
    """
    known = record_papers.join(record_keys, on=["dump_id", "record_number"])
    return pl.concat(
        known.select("paper_id", scheme=pl.lit(scheme), value=pl.col(column))
        .filter(pl.col("value").is_not_null() & (pl.col("value") != ""))
        .unique()
        for scheme, column in _COLUMN_OF_SCHEME.items()
    ).select(PAPER_IDENTIFIERS.column_names)
