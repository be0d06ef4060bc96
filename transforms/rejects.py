"""The rejects table: one row per piece of a dump that was refused."""

from __future__ import annotations

import polars as pl

from warehouse.schema import REJECTS


def rejects(parsed_rejects: pl.LazyFrame) -> pl.LazyFrame:
    """List the rejects of all dumps.

    Args:
        parsed_rejects: Frame of `transforms.parsed_records.REJECT` and `dump_id`.

    Returns:
        Frame of `warehouse.schema.REJECTS`.
    """
    return parsed_rejects.select(REJECTS.column_names)
