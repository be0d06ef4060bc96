"""Which dumps hold every paper once: two records of such a dump are two papers.

A dump whose records have ids of their own, such as a table or a BibTeX file, is a source. Whether
it repeats itself is judged from the dump: curated ones, such as an export of DBLP, hardly ever hold
the same long title twice by one author and of one year, and know their years; crawled ones, such
as of Google Scholar, do not. Here must not be what follows from it.
"""

from __future__ import annotations

import polars as pl

LONG_TITLE_WORDS = 4
"""Shorter titles, such as those of columns and editorials, come back in curated sources too."""

HIGHEST_SHARE_OF_REPEATS = 0.004
"""The share of records that repeat another's title, author and year above which a dump repeats
itself: curated exports stay below, crawled ones lie far above."""

HIGHEST_SHARE_WITHOUT_YEAR = 0.1
"""The share of records without a year above which a dump that knows years is no curated one."""


def sources_without_repeats(record_keys: pl.LazyFrame) -> pl.DataFrame:
    """Find the dumps that hold every paper once.

    Args:
        record_keys: Frame of `transforms.record_keys.RECORD_KEYS` and `dump_id`.

    Returns:
        Frame (dump_id).
    """
    has_long_title = pl.col("is_distinctive") & (
        pl.col("title_words").str.count_matches(" ", literal=True) >= LONG_TITLE_WORDS - 1
    )
    records = record_keys.filter(pl.col("local_id").is_not_null()).select(
        "dump_id",
        "record_number",
        "year",
        "author_keys",
        title_hash=pl.when(has_long_title).then("title_hash"),
    )
    counts = records.group_by("dump_id").agg(
        pl.col("title_hash").count().alias("long_titles"),
        without_year=pl.col("year").is_null().mean(),
    )
    repeats = (
        records.drop_nulls("title_hash")
        .filter(pl.len().over("dump_id", "title_hash") > 1)
        .explode("author_keys", empty_as_null=True)
        .group_by("dump_id", "title_hash", "author_keys")
        .agg(
            repeats=pl.len() - pl.max_horizontal(pl.col("year").drop_nulls().n_unique(), pl.lit(1))
        )
        .group_by("dump_id", "title_hash")
        .agg(pl.col("repeats").max())
        .group_by("dump_id")
        .agg(pl.col("repeats").sum())
    )
    share = pl.col("repeats").fill_null(0) / pl.max_horizontal("long_titles", pl.lit(1))
    return (
        counts.join(repeats, on="dump_id", how="left")
        .filter(
            share <= HIGHEST_SHARE_OF_REPEATS,
            (pl.col("without_year") <= HIGHEST_SHARE_WITHOUT_YEAR) | (pl.col("without_year") == 1),
        )
        .select("dump_id")
        .collect()
    )
