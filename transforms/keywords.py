"""The keywords of all papers: one row per keyword, its spellings, and the papers that carry it.

Keywords found in texts and those given with the records are one set; `source` tells them apart.

Here belongs what only all papers together can tell: which spelling is the usual one, and what an
acronym stands for. A keyword is its stem key; an acronym joins the long form that the paper itself
gives, or else the one that nearly all papers give.

Here must not be: how keywords are found in a text (`record_keywords`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from transforms.given_keywords import keyword_id
from transforms.words import stem
from warehouse.schema import KEYWORD_ALIASES, KEYWORDS, PAPER_KEYWORDS

DOMINANT_SHARE: Final = 0.8
"""An acronym has one meaning if this share of the papers that define it agree.

A study of 87,000 abstracts found that 757 of 2,305 acronyms do.
"""

LEAST_PAPERS: Final = 3
"""Papers that must define an acronym before it means anything beyond them."""

LOOKS_LIKE_ACRONYM: Final = r"^\p{L}*\p{Lu}[\p{L}\p{N}]*[\p{Lu}\p{N}]s?$"

COLUMNS: Final = [
    "paper_id", "source", "stem_key", "keyword", "rank", "score", "in_title", "occurrence_count",
    "first_position",
]  # fmt: skip
"""What is carried of a phrase."""


class CanonicalKeywords(NamedTuple):
    """The three tables of keywords, with the columns that `warehouse.schema` declares."""

    keywords: pl.LazyFrame
    keyword_aliases: pl.LazyFrame
    paper_keywords: pl.LazyFrame


def canonical_keywords(paper_phrases: pl.LazyFrame) -> CanonicalKeywords:
    """Make one dimension of the keywords of all papers.

    Held in memory are the phrases written like acronyms with their definitions, those that they
    join, and the distinct spellings; everything else streams.

    Args:
        paper_phrases: One row per paper, source and phrase, in any order: paper_id, source, rank
            (from 1 without gaps, below 63), keyword, stem_key (one row per paper, source and stem
            key), keyword_id (that of the stem key), score (or null), in_title, occurrence_count,
            first_position, acronym (what the paper puts in brackets behind the phrase, or null). It
            is scanned several times.

    Returns:
        The tables `keywords`, `keyword_aliases` and `paper_keywords`.
    """
    defined = _definitions(paper_phrases).collect().lazy()
    acronyms = _with_long_forms(paper_phrases, defined).collect().lazy()
    joined = _joined_by_acronyms(paper_phrases, acronyms).collect().lazy()
    spellings = _spellings(paper_phrases, acronyms).collect().lazy()
    return CanonicalKeywords(
        _keywords(spellings),
        _aliases(spellings, _acronyms(paper_phrases)),
        _paper_keywords(paper_phrases, acronyms, joined),
    )


def _definitions(paper_phrases: pl.LazyFrame) -> pl.LazyFrame:
    """List what each paper's acronyms stand for: paper, acronym_key, long_key.

    Where a paper gives an acronym twice, its better phrase counts. `paper` is a hash of the id,
    good for joins within a run alone: a million ids take 8 MB.
    """
    return (
        paper_phrases.filter(pl.col("acronym").is_not_null())
        .select(
            "rank",
            paper=pl.col("paper_id").hash(),
            long_key="stem_key",
            acronym_key=_stem_of(pl.col("acronym")),
        )
        .filter(pl.col("acronym_key") != pl.col("long_key"))
        .group_by("paper", "acronym_key", "long_key")
        .agg(pl.col("rank").min())
        .sort("rank", "long_key")
        .unique(["paper", "acronym_key"], keep="first", maintain_order=True)
        .drop("rank")
    )


def _stem_of(acronym: pl.Expr) -> pl.Expr:
    """Stem acronyms as words are stemmed, each distinct one once."""

    def stem_all(acronyms: pl.Series) -> pl.Series:
        distinct = acronyms.unique()
        stems = pl.Series([stem(each) for each in distinct.str.to_lowercase()], dtype=pl.String)
        return acronyms.replace_strict(distinct, stems, return_dtype=pl.String)

    return acronym.map_batches(stem_all, return_dtype=pl.String, is_elementwise=True)


def _dominant_meanings(defined: pl.LazyFrame) -> pl.LazyFrame:
    """List the acronyms that mean the same in nearly all papers: acronym_key, dominant_key."""
    meanings = defined.group_by("acronym_key", "long_key").agg(papers=pl.len())
    totals = meanings.group_by("acronym_key").agg(total=pl.col("papers").sum())
    return (
        meanings.join(totals, on="acronym_key")
        .filter(
            (pl.col("total") >= LEAST_PAPERS)
            & (pl.col("papers") >= DOMINANT_SHARE * pl.col("total"))
        )
        .select("acronym_key", dominant_key="long_key")
    )


def _with_long_forms(paper_phrases: pl.LazyFrame, defined: pl.LazyFrame) -> pl.LazyFrame:
    """Add `key` to the phrases written like acronyms: the stem key of the long form, or their own.

    A word counts as an acronym only if it is written like one: `clip` is not `CLIP`.
    """
    return (
        paper_phrases.filter(_is_acronym())
        .select(*COLUMNS, paper=pl.col("paper_id").hash())
        .join(
            defined,
            left_on=["paper", "stem_key"],
            right_on=["paper", "acronym_key"],
            how="left",
        )
        .join(_dominant_meanings(defined), left_on="stem_key", right_on="acronym_key", how="left")
        .select(*COLUMNS, key=pl.coalesce("long_key", "dominant_key", "stem_key"))
    )


def _is_acronym() -> pl.Expr:
    return pl.col("keyword").str.contains(LOOKS_LIKE_ACRONYM)


def _spellings(paper_phrases: pl.LazyFrame, acronyms: pl.LazyFrame) -> pl.LazyFrame:
    """Count how often each phrase is written in which way: key, stem_key, keyword, papers.

    What looks like an acronym is told by its spelling, so the distinct ones are enough to ask.
    """
    written = paper_phrases.group_by("stem_key", "keyword").agg(papers=pl.len())
    others = written.collect().lazy().filter(~_is_acronym())
    return pl.concat(
        [
            others.select("stem_key", "keyword", "papers", key="stem_key"),
            acronyms.group_by("key", "stem_key", "keyword")
            .agg(papers=pl.len())
            .select("stem_key", "keyword", "papers", "key"),
        ]
    )


def _keywords(spellings: pl.LazyFrame) -> pl.LazyFrame:
    """Choose each keyword's usual spelling: first the most frequent letters, then their case.

    An acronym never names a keyword that has a long form. Ties go to the first in the alphabet.
    """
    spelled = spellings.filter(pl.col("key") == pl.col("stem_key")).select(
        "key", "keyword", "papers", letters=pl.col("keyword").str.to_lowercase()
    )
    usual_letters = _most_frequent(
        spelled.group_by("key", value="letters").agg(pl.col("papers").sum())
    )
    usual = _most_frequent(
        spelled.join(usual_letters, left_on=["key", "letters"], right_on=["key", "value"]).select(
            "key", "papers", value="keyword"
        )
    )
    return usual.select(keyword_id=keyword_id(pl.col("key")), keyword="value").select(
        KEYWORDS.column_names
    )


def _most_frequent(counts: pl.LazyFrame) -> pl.LazyFrame:
    """Keep each key's most frequent value: key, value."""
    best = counts.group_by("key").agg(most=pl.col("papers").max())
    return (
        counts.join(best, on="key")
        .filter(pl.col("papers") == pl.col("most"))
        .group_by("key")
        .agg(pl.col("value").min())
    )


def _acronyms(paper_phrases: pl.LazyFrame) -> pl.LazyFrame:
    """List the acronyms that papers give for a phrase: key, alias."""
    return (
        paper_phrases.filter(pl.col("acronym").is_not_null())
        .select(key="stem_key", alias=pl.col("acronym").str.to_lowercase())
        .unique()
    )


def _aliases(spellings: pl.LazyFrame, acronyms: pl.LazyFrame) -> pl.LazyFrame:
    """List every way to write a keyword, and the acronyms that papers give for it."""
    written = spellings.select("key", alias=pl.col("keyword").str.to_lowercase())
    known = spellings.select("key").unique()
    return (
        pl.concat([written, acronyms.join(known, on="key", how="semi")])
        .unique()
        .select("alias", keyword_id=keyword_id(pl.col("key")))
        .select(KEYWORD_ALIASES.column_names)
    )


def _joined_by_acronyms(paper_phrases: pl.LazyFrame, acronyms: pl.LazyFrame) -> pl.LazyFrame:
    """Join the rows of one keyword in a paper and source, if an acronym stood for it.

    No others can have two rows. Besides what they say together, the result has `taken`: the ranks
    of the rows that were joined, as bits of one number.
    """
    on = ["paper_id", "source", "key"]
    moved = acronyms.filter(pl.col("key") != pl.col("stem_key")).select(on).unique().collect()
    # The test of one column comes first: it needs no paper, so most rows are never looked up.
    others = paper_phrases.filter(
        pl.col("stem_key").is_in(moved["key"].unique().implode()), ~_is_acronym()
    ).select(*COLUMNS, key="stem_key")
    return (
        pl.concat([acronyms, others])
        .join(moved.lazy(), on=on, how="semi")
        .group_by(on)
        .agg(
            pl.col("rank").min(),
            pl.col("score").max(),
            pl.col("in_title").any(),
            pl.when(pl.col("occurrence_count").count() > 0)
            .then(pl.col("occurrence_count").sum())
            .alias("occurrence_count"),
            pl.col("first_position").min(),
            pl.col("keyword").sort_by("rank").first(),
            taken=_bit(pl.col("rank")).sum(),
        )
    )


def _bit(rank: pl.Expr) -> pl.Expr:
    """Give each rank a bit of its own."""
    return pl.lit(2, pl.Int64) ** rank.cast(pl.Int64)


def _paper_keywords(
    paper_phrases: pl.LazyFrame, acronyms: pl.LazyFrame, joined: pl.LazyFrame
) -> pl.LazyFrame:
    """Put the joined rows in place, and close the gaps in the ranks that dropped rows leave."""
    rank, taken, dropped = pl.col("rank"), pl.col("taken"), pl.col("dropped")
    columns = ["keyword_id", *(each for each in COLUMNS if each != "stem_key")]
    id_of_key = keyword_id(pl.col("key"))
    phrases = pl.concat(
        [
            acronyms.with_columns(keyword_id=id_of_key).select(columns),
            paper_phrases.filter(~_is_acronym()).select(columns),
        ]
    )
    of_papers = joined.group_by("paper_id", "source").agg(
        taken.sum(), dropped=(taken - _bit(rank)).sum()
    )
    alone = phrases.join(of_papers, on=["paper_id", "source"], how="left").filter(
        taken.is_null() | (taken & _bit(rank) == 0)
    )
    instead = joined.drop("taken").join(of_papers, on=["paper_id", "source"])
    below = dropped.fill_null(0) & (_bit(rank) - 1)
    return (
        pl.concat(
            [
                alone.select(*columns, "dropped"),
                instead.with_columns(keyword_id=id_of_key).select(*columns, "dropped"),
            ]
        )
        .with_columns(rank=rank.cast(pl.Int64) - below.bitwise_count_ones().cast(pl.Int64))
        .with_columns(pl.col("score").cast(pl.Float64), surface="keyword")
        .select(PAPER_KEYWORDS.column_names)
    )
