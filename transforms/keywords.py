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
import polars_hash  # noqa: F401  registers the `nchash` namespace

from transforms.words import stem
from warehouse.schema import KEYWORD_ALIASES, KEYWORDS, PAPER_KEYWORDS

DOMINANT_SHARE: Final = 0.8
"""An acronym has one meaning if this share of the papers that define it agree.

A study of 87,000 abstracts found that 757 of 2,305 acronyms do.
"""

LEAST_PAPERS: Final = 3
"""Papers that must define an acronym before it means anything beyond them."""

LOOKS_LIKE_ACRONYM: Final = r"^\p{L}*\p{Lu}[\p{L}\p{N}]*[\p{Lu}\p{N}]s?$"


class CanonicalKeywords(NamedTuple):
    """The three tables of keywords, with the columns that `warehouse.schema` declares."""

    keywords: pl.LazyFrame
    keyword_aliases: pl.LazyFrame
    paper_keywords: pl.LazyFrame


def canonical_keywords(paper_phrases: pl.LazyFrame) -> CanonicalKeywords:
    """Make one dimension of the keywords of all papers.

    Acronyms and their definitions are held in memory; everything else streams.

    Args:
        paper_phrases: One row per paper, source and phrase, in any order: paper_id, source, rank
            (from 1 without gaps, below 63), keyword, stem_key (one row per paper, source and stem
            key), score (or null), in_title, acronym (what the paper puts in brackets behind the
            phrase, or null).

    Returns:
        The tables `keywords`, `keyword_aliases` and `paper_keywords`.
    """
    defined = _definitions(paper_phrases).collect().lazy()
    phrases = _with_long_forms(paper_phrases, defined)
    joined = _joined_by_acronyms(phrases).collect().lazy()
    spellings = phrases.group_by("key", "stem_key", "keyword").agg(papers=pl.len()).collect().lazy()
    return CanonicalKeywords(
        _keywords(spellings),
        _aliases(spellings, _acronyms(paper_phrases)),
        _paper_keywords(phrases, joined),
    )


def keyword_id(stem_key: pl.Expr) -> pl.Expr:
    """Make a keyword's id: the first 16 hex digits of the MD5 of its stem key."""
    return stem_key.nchash.md5().str.slice(0, 16)  # type: ignore[attr-defined,no-any-return]


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
    """Add `key`: the stem key of the long form for acronyms, else the phrase's own.

    A word counts as an acronym only if it is written like one: `clip` is not `CLIP`.
    """
    columns = ["paper_id", "source", "stem_key", "keyword", "rank", "score", "in_title"]
    is_acronym = pl.col("keyword").str.contains(LOOKS_LIKE_ACRONYM)
    long_forms = (
        paper_phrases.filter(is_acronym)
        .select(*columns, paper=pl.col("paper_id").hash())
        .join(
            defined,
            left_on=["paper", "stem_key"],
            right_on=["paper", "acronym_key"],
            how="left",
        )
        .join(_dominant_meanings(defined), left_on="stem_key", right_on="acronym_key", how="left")
        .select(*columns, key=pl.coalesce("long_key", "dominant_key", "stem_key"))
    )
    others = paper_phrases.filter(~is_acronym).select(*columns, key="stem_key")
    return pl.concat([long_forms, others])


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


def _joined_by_acronyms(phrases: pl.LazyFrame) -> pl.LazyFrame:
    """Join the rows of one keyword in a paper and source, if an acronym stood for it.

    No others can have two rows. Besides the best rank, score and in_title, the result has
    `dropped`: the ranks that go, as bits of one number.
    """
    on = ["paper_id", "source", "key"]
    acronyms = phrases.filter(pl.col("key") != pl.col("stem_key")).select(on).unique()
    return (
        phrases.join(acronyms.collect().lazy(), on=on, how="semi")
        .group_by(on)
        .agg(
            pl.col("rank").min(),
            pl.col("score").max(),
            pl.col("in_title").any(),
            dropped=_bit(pl.col("rank")).sum(),
        )
        .with_columns(pl.col("dropped") - _bit(pl.col("rank")))
    )


def _bit(rank: pl.Expr) -> pl.Expr:
    """Give each rank a bit of its own."""
    return pl.lit(2, pl.Int64) ** rank.cast(pl.Int64)


def _paper_keywords(phrases: pl.LazyFrame, joined: pl.LazyFrame) -> pl.LazyFrame:
    """Put the joined rows in place, and close the gaps in the ranks that dropped rows leave."""
    columns = ["paper_id", "source", "key", "rank", "score", "in_title"]
    alone = phrases.join(joined, on=["paper_id", "source", "key"], how="anti").select(columns)
    dropped = joined.group_by("paper_id", "source").agg(pl.col("dropped").sum())
    below = pl.col("dropped").fill_null(0) & (_bit(pl.col("rank")) - 1)
    return (
        pl.concat([alone, joined.select(columns)])
        .join(dropped, on=["paper_id", "source"], how="left")
        .select(
            "paper_id",
            keyword_id=keyword_id(pl.col("key")),
            rank=pl.col("rank").cast(pl.Int64) - below.bitwise_count_ones().cast(pl.Int64),
            score=pl.col("score").cast(pl.Float64),
            source="source",
            in_title="in_title",
        )
        .select(PAPER_KEYWORDS.column_names)
    )
