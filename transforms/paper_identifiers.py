"""The paper_identifiers table: one row per identifier of a paper."""

from __future__ import annotations

import polars as pl

from transforms.title_key import key_of_words
from warehouse.schema import PAPER_IDENTIFIERS


def paper_identifiers(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the identifiers under which each paper's records came.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).

    Returns:
        Frame of `warehouse.schema.PAPER_IDENTIFIERS`.
    """
    known = record_papers.drop_nulls("paper_id").join(
        record_keys.select(
            "dump_id",
            "record_number",
            "identifiers",
            arxiv="arxiv_id",
            doi="doi",
            title_key=key_of_words(pl.col("title_words")),
            local="local_id",
        ),
        on=["dump_id", "record_number"],
    )
    of_columns = [
        known.select("paper_id", scheme=pl.lit(scheme), value=pl.col(scheme))
        .filter(pl.col("value") != "")
        .unique()
        for scheme in ("arxiv", "doi", "title_key", "local")
    ]
    of_lists = (
        known.select("paper_id", "identifiers")
        .drop_nulls("identifiers")
        .explode("identifiers")
        .unnest("identifiers")
        .drop_nulls()
        .unique()
    )
    return pl.concat(
        each.select(PAPER_IDENTIFIERS.column_names) for each in (*of_columns, of_lists)
    )
