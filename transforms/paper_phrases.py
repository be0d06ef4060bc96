"""The keywords of each paper before their spellings are joined: found in its text, and given.

Here belongs which records speak. Here must not be what one record says (`record_keywords`), nor
what keywords mean across papers (`keywords`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.given_keywords import MOST_GIVEN, holds, stems
from transforms.paper_records import KEY

EXTRACTED: Final = "extracted"
COLUMNS: Final = [
    "paper_id", "source", "rank", "keyword", "stem_key", "keyword_id", "score", "in_title",
    "occurrence_count", "first_position", "acronym",
]  # fmt: skip
WITH_TITLE: Final = [*COLUMNS, "title"]

RECORDS_PER_DUMP: Final = pl.lit(2**40, pl.Int64)
"""More than any dump has."""


def paper_phrases(
    record_keywords: pl.LazyFrame,
    retitled_keywords: pl.LazyFrame,
    record_papers: pl.LazyFrame,
    paper_records: pl.LazyFrame,
    borrowed_texts: pl.LazyFrame,
) -> pl.LazyFrame:
    """Take the phrases found in each paper's abstract, and what any of its records gives.

    Args:
        record_keywords: Frame of `RECORD_KEYWORD` and `dump_id`, an enum of all dumps.
        retitled_keywords: A frame like it, of the records whose phrases were found again with a
            title that another record gives; these take the place of those found without.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        paper_records: Frame of `transforms.paper_records.PAPER_RECORDS`.
        borrowed_texts: Frame (paper_id, title) of the papers whose title is another record's than
            their abstract; null or absent for others.

    Returns:
        Frame of `COLUMNS`: one row per paper, source and key; rank counts from 1 without gaps
        in a paper and source.
    """
    is_extracted = pl.col("source") == EXTRACTED
    titles = borrowed_texts.filter(pl.col("title").is_not_null()).select(
        "paper_id", title=pl.col("title").map_batches(stems, pl.String, is_elementwise=True)
    )
    place = _place(record_keywords.collect_schema()["dump_id"])
    columns = record_keywords.collect_schema().names()
    retitled = retitled_keywords.select(*columns, place=place)
    extracted = record_keywords.filter(is_extracted).select(*columns, place=place)
    alone = extracted.join(retitled.select("place").unique(), on="place", how="anti")
    of_papers = _with_titles(paper_records.select("paper_id", place=place), titles)
    speaking = pl.concat([alone, retitled]).join(of_papers, on="place")
    given = _given(record_keywords.filter(~is_extracted), _with_titles(record_papers, titles))
    phrases = pl.concat([speaking.select(WITH_TITLE), given])
    in_title = pl.struct("title", "keyword", "in_title").map_batches(
        _in_title, pl.Boolean, is_elementwise=True
    )
    return phrases.with_columns(in_title=in_title).select(COLUMNS)


def _place(dump_ids: pl.DataType) -> pl.Expr:
    """A record's dump and number as one number, by which millions of rows join a third faster."""
    return pl.col("dump_id").cast(dump_ids).to_physical() * RECORDS_PER_DUMP + pl.col(
        "record_number"
    )


def _in_title(phrases: pl.Series) -> pl.Series:
    """Whether the paper's title, borrowed or the record's own, holds each phrase."""
    frame = phrases.struct.unnest()
    if frame["title"].null_count() == frame.height:
        return frame["in_title"]
    held = frame.filter(pl.col("title").is_not_null()).select("keyword").unique()
    held = held.with_columns(phrase=stems(held["keyword"]))
    return (
        frame.join(held, on="keyword", how="left", maintain_order="left")
        .select(pl.coalesce(holds(pl.col("title"), pl.col("phrase")), "in_title"))
        .to_series()
    )


def _with_titles(records: pl.LazyFrame, titles: pl.LazyFrame) -> pl.LazyFrame:
    """Add the stems of a borrowed title to each record of its paper."""
    return records.filter(pl.col("paper_id").is_not_null()).join(titles, on="paper_id", how="left")


def _given(given: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """The keywords that come with the records, those of several records of a paper united.

    Here `record_papers` has the `title` that a paper borrows too.

    Held in memory are the papers that have such keywords from several records.
    """
    of_papers = given.join(record_papers, on=KEY)
    several = (
        of_papers.filter(pl.col("rank") == 1)
        .group_by("paper_id", "source")
        .len()
        .filter(pl.col("len") > 1)
        .select("paper_id", "source")
        .collect()
        .lazy()
    )
    on = ["paper_id", "source"]
    alone = of_papers.join(several, on=on, how="anti")
    return pl.concat(
        [alone.select(WITH_TITLE), _united(of_papers.join(several, on=on, how="semi"))]
    )


def _united(given: pl.LazyFrame) -> pl.LazyFrame:
    """Each keyword of a paper and source once, at its best rank; the ranks counted anew."""
    return (
        given.sort("rank", "keyword", "acronym", nulls_last=True)
        .group_by("paper_id", "source", "stem_key", maintain_order=True)
        .agg(
            pl.col("rank", "keyword", "keyword_id", "acronym", "title").first(),
            pl.col("occurrence_count", "first_position").first(),
            pl.col("score").max(),
            pl.col("in_title").any(),
        )
        .sort("paper_id", "source", "rank", "stem_key")
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("paper_id", "source"))
        .filter(pl.col("rank") <= MOST_GIVEN)
        .select(WITH_TITLE)
    )
