"""The phrases of each paper: those of the record that speaks for it."""

from __future__ import annotations

import polars as pl


def paper_phrases(record_keywords: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """Take the phrases of the speaking records.

    Args:
        record_keywords: Frame of `RECORD_KEYWORD` and `dump_id`.
        paper_records: Frame (paper_id, dump_id, record_number, ...), one row per paper.

    Returns:
        Frame (paper_id, rank, keyword, stem_key, score, in_title, acronym).
    """
    return record_keywords.join(
        paper_records.select("paper_id", "dump_id", "record_number"),
        on=["dump_id", "record_number"],
    ).drop("dump_id", "record_number")
