"""The paper_aliases table: paper_ids that would stand for a paper under another of its keys."""

from __future__ import annotations

import polars as pl

from transforms.record_papers import connected_keys, usable_keys
from warehouse.schema import PAPER_ALIASES


def paper_aliases(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """List the ids that a paper had, or would have had, before a better key of it was known.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.

    Returns:
        Frame of `warehouse.schema.PAPER_ALIASES`.
    """
    return (
        connected_keys(usable_keys(record_keys))
        .filter(pl.col("key") != pl.col("paper_id"))
        .rename({"key": "alias_id"})
        .select(PAPER_ALIASES.column_names)
    )
