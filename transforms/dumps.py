"""The dumps table: one row per dump file, with what was counted in it."""

from __future__ import annotations

import polars as pl

from warehouse.schema import DUMPS


def dumps(registered: pl.LazyFrame, parsed_tallies: pl.LazyFrame) -> pl.LazyFrame:
    """Join what is known of each file with what was counted while it was parsed.

    The day of the listing is the user's word, then the page's, then the file name's.

    Args:
        registered: Frame (dump_id, file_name, format, size_bytes, listed_on_given,
            listed_on_named).
        parsed_tallies: Frame (dump_id, listed_on, listed_on_text, counted_in, is_cut_short,
            unmapped_columns and the counts), one row per dump.

    Returns:
        Frame of `warehouse.schema.DUMPS`.
    """
    return (
        registered.join(
            parsed_tallies.with_columns(pl.col("dump_id").cast(pl.String)), on="dump_id"
        )
        .with_columns(listed_on=pl.coalesce("listed_on_given", "listed_on", "listed_on_named"))
        .select(DUMPS.column_names)
        .sort("dump_id")
    )
