"""The dumps table: one row per dump file, with what was counted in it."""

from __future__ import annotations

import polars as pl

from warehouse.schema import DUMPS


def dumps(
    registered: pl.LazyFrame, parsed_tallies: pl.LazyFrame, dump_days: pl.LazyFrame
) -> pl.LazyFrame:
    """Join what is known of each file with what was counted while it was parsed.

    Of several days on which it was listed, the last one counts.

    Args:
        registered: Frame (dump_id, file_name, format, size_bytes).
        parsed_tallies: Frame (dump_id, listed_on_text, counted_in, is_cut_short, unmapped_columns
            and the counts), one row per dump.
        dump_days: Frame of `transforms.dump_days.DUMP_DAYS`.

    Returns:
        Frame of `warehouse.schema.DUMPS`.
    """
    counted = parsed_tallies.drop("listed_on").with_columns(pl.col("dump_id").cast(pl.String))
    last_day = dump_days.group_by("dump_id").agg(pl.col("listed_on").max())
    return (
        registered.join(counted, on="dump_id")
        .join(last_day, on="dump_id", how="left")
        .select(DUMPS.column_names)
        .sort("dump_id")
    )
