"""The days of each dump: one row per dump and day on which it was listed.

Weekends repeat Friday: the same bytes may come under several dated names, and are one dump then,
which was listed on several days. Here belongs which days these are. Here must not be the day that a
record names itself (`transforms.listings`).
"""

from __future__ import annotations

import polars as pl

DUMP_DAYS = pl.Schema({"dump_id": pl.String(), "listed_on": pl.Date()})


def dump_days(named: pl.LazyFrame, parsed_tallies: pl.LazyFrame) -> pl.LazyFrame:
    """Tell on which days each dump was listed.

    For each of its names that is the user's word, else the page's, else the day in the name.

    Args:
        named: Frame (dump_id, listed_on_given, listed_on_named), a row or more per dump.
        parsed_tallies: Frame (dump_id, listed_on), one row per dump.

    Returns:
        Frame of `DUMP_DAYS`, sorted; a dump of no known day is not in it.
    """
    of_page = parsed_tallies.select(pl.col("dump_id").cast(pl.String), of_page="listed_on")
    return (
        named.join(of_page, on="dump_id")
        .select("dump_id", listed_on=pl.coalesce("listed_on_given", "of_page", "listed_on_named"))
        .drop_nulls()
        .unique()
        .sort("dump_id", "listed_on")
    )
