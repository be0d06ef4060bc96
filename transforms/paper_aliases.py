"""The paper_aliases table: paper_ids that would stand for a paper under another of its keys."""

from __future__ import annotations

import polars as pl

from transforms.identity.paper_ids import best_keys, hex_ids
from transforms.identity.resolve import Identity


def paper_aliases(identity: Identity) -> pl.LazyFrame:
    """List the ids that a paper had, or would have had, before a better key of it was known.

    Args:
        identity: Which records are one paper (`transforms.identity.resolve`).

    Returns:
        Frame of `warehouse.schema.PAPER_ALIASES`.
    """
    others = identity.keys.join(
        best_keys(identity.keys).rename({"hash": "best"}), on="label"
    ).filter(pl.col("hash") != pl.col("best"))
    return others.select(alias_id=hex_ids(others["hash"]), paper_id=hex_ids(others["best"])).lazy()
