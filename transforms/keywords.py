"""The keywords of all papers: one row per keyword, its spellings, and the papers that carry it.

Keywords found in texts and those given with the records are one set; `source` tells them apart.

Here belongs what only all papers together can tell: which spelling is the usual one, and which rows
of a paper are one keyword. A keyword is its key; a phrase that holds an acronym joins the phrase
that has it written out.

Here must not be: what makes a key of a phrase (`keyword_keys`), what acronyms mean
(`acronym_meanings`), nor how keywords are found in a text (`record_keywords`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from transforms.acronym_meanings import Meanings, definitions, meanings, own_keys
from transforms.given_keywords import keyword_id
from transforms.keyword_keys import keyword_keys
from warehouse.schema import KEYWORD_ALIASES, KEYWORDS, PAPER_KEYWORDS

COLUMNS: Final = [
    "paper_id", "source", "stem_key", "keyword", "rank", "score", "in_title", "occurrence_count",
    "first_position",
]  # fmt: skip
"""What is carried of a phrase."""

ODD: Final = (
    r"""["`\u201c\u201d\u00ab\u00bb]|\s[-\u2010-\u2014]|[-\u2010-\u2014]\s|['\u2019]s?$"""
    r"|^[^\p{L}\p{N}]"
)
"""Quotation marks, a torn hyphen, a genitive: no name for a keyword that has another spelling."""

WEAK_CAPITALS: Final = r"(?:^|[ -])\p{Lu}\p{Ll}|\p{Lu}{6}"
"""Titles, starts of sentences, lists in capitals: they hardly tell how a keyword is written."""

STRONG: Final = 4
"""So many papers with weak capitals count as much as one without."""


class CanonicalKeywords(NamedTuple):
    """The three tables of keywords, with the columns that `warehouse.schema` declares."""

    keywords: pl.LazyFrame
    keyword_aliases: pl.LazyFrame
    paper_keywords: pl.LazyFrame


def canonical_keywords(paper_phrases: pl.LazyFrame) -> CanonicalKeywords:
    """Make one dimension of the keywords of all papers.

    Held in memory are the distinct spellings, and of the phrases only those that hold an acronym
    that some paper defines, and those that they join; everything else streams.

    Args:
        paper_phrases: One row per paper, source and phrase, in any order: paper_id, source, rank
            (from 1 without gaps, below 63), keyword, stem_key (its key by
            `keyword_keys.keyword_keys`; one row per paper, source and key), keyword_id (that of the
            key), score (or null), in_title, occurrence_count, first_position, acronym (what the
            paper puts in brackets behind the phrase, or null). It is scanned several times.

    Returns:
        The tables `keywords`, `keyword_aliases` and `paper_keywords`.
    """
    written = paper_phrases.group_by("stem_key", "keyword").agg(papers=pl.len()).collect()
    told = meanings(written, definitions(paper_phrases).collect())
    abbreviated = _abbreviated(paper_phrases, written, told).lazy()
    joined = _joined_by_acronyms(paper_phrases, abbreviated, told).collect().lazy()
    spellings = _spellings(written, abbreviated, told).collect()
    return CanonicalKeywords(
        _keywords(spellings).lazy(),
        _aliases(spellings.lazy(), _acronyms(paper_phrases, told), told),
        _paper_keywords(paper_phrases, abbreviated, joined, told),
    )


def _abbreviated(
    paper_phrases: pl.LazyFrame, written: pl.DataFrame, told: Meanings
) -> pl.DataFrame:
    """Take the phrases that hold an acronym, and add `key`: that of the phrase written out.

    A paper's own meaning counts, if the phrase with it is a keyword that some paper has.
    """
    phrases = (
        paper_phrases.filter(_is_abbreviated(told))
        .select(*COLUMNS, paper=pl.col("paper_id").hash())
        .collect()
    )
    own = own_keys(phrases.select("paper", "keyword").unique(), told)
    keys = told.spellings.select("keyword", "key")
    spelled_out = written.join(keys, on="keyword", how="left").select(
        own_key=pl.coalesce("key", "stem_key")
    )
    own = own.join(spelled_out, on="own_key", how="semi")
    return (
        phrases.join(own, on=["paper", "keyword"], how="left")
        .join(keys, on="keyword")
        .select(*COLUMNS, key=pl.coalesce("own_key", "key"))
    )


def _is_abbreviated(told: Meanings) -> pl.Expr:
    """Whether a phrase holds an acronym that some paper defines."""
    return pl.col("keyword").is_in(told.spellings["keyword"].implode())


def _spellings(written: pl.DataFrame, abbreviated: pl.LazyFrame, told: Meanings) -> pl.LazyFrame:
    """Count how often each keyword is written in which way: key, keyword, papers, unfit.

    `unfit` tells how little a spelling is fit to name the keyword: it is odd (1), an acronym alone
    (2), or means another keyword to most papers (4).
    """
    others = written.lazy().filter(~_is_abbreviated(told))
    odd = pl.col("keyword").str.contains(ODD).cast(pl.Int32)
    of_phrases = (
        abbreviated.group_by("key", "stem_key", "keyword")
        .agg(papers=pl.len())
        .join(told.spellings.lazy().select("keyword", "is_acronym", usual_key="key"), on="keyword")
    )
    is_acronym = pl.col("is_acronym") & (pl.col("key") != pl.col("stem_key"))
    elsewhere = pl.col("key") != pl.col("usual_key")
    return pl.concat(
        [
            others.select("keyword", "papers", key="stem_key", unfit=odd),
            of_phrases.select(
                "keyword", "papers", "key", unfit=odd + is_acronym * 2 + elsewhere * 4
            ),
        ]
    )


def _keywords(spellings: pl.DataFrame) -> pl.DataFrame:
    """Choose each keyword's usual spelling: first the most frequent letters, then their case.

    Ties go to the first in the alphabet.
    """
    alone = (
        spellings.group_by("key")
        .agg(pl.len(), value=pl.col("keyword").first())
        .filter(pl.col("len") == 1)
        .select("key", "value")
    )
    several = spellings.join(alone, on="key", how="anti")
    fittest = several.group_by("key").agg(pl.col("unfit").min())
    spelled = several.join(fittest, on=["key", "unfit"]).select(
        "key", "keyword", "papers", letters=pl.col("keyword").str.to_lowercase()
    )
    usual_letters = _most_frequent(
        spelled.group_by("key", value="letters").agg(pl.col("papers").sum())
    )
    weight = pl.when(pl.col("keyword").str.contains(WEAK_CAPITALS)).then(1).otherwise(STRONG)
    usual = _most_frequent(
        spelled.join(usual_letters, left_on=["key", "letters"], right_on=["key", "value"]).select(
            "key", value="keyword", papers=pl.col("papers") * weight
        )
    )
    return (
        pl.concat([alone, usual])
        .select(keyword_id=keyword_id(pl.col("key")), keyword="value")
        .select(KEYWORDS.column_names)
    )


def _most_frequent(counts: pl.DataFrame) -> pl.DataFrame:
    """Keep each key's most frequent value: key, value."""
    best = counts.group_by("key").agg(most=pl.col("papers").max())
    return (
        counts.join(best, on="key")
        .filter(pl.col("papers") == pl.col("most"))
        .group_by("key")
        .agg(pl.col("value").min())
    )


def _acronyms(paper_phrases: pl.LazyFrame, told: Meanings) -> pl.LazyFrame:
    """List the acronyms that papers give for a phrase: key, alias."""
    return (
        paper_phrases.filter(pl.col("acronym").is_not_null())
        .select("stem_key", "keyword", alias=pl.col("acronym").str.to_lowercase())
        .unique()
        .join(told.spellings.lazy().select("keyword", "key"), on="keyword", how="left")
        .select(pl.coalesce("key", "stem_key"), "alias")
        .unique()
    )


def _aliases(spellings: pl.LazyFrame, acronyms: pl.LazyFrame, told: Meanings) -> pl.LazyFrame:
    """List every way to write a keyword, and the acronyms that papers give for it.

    An acronym of one meaning is an alias of that keyword alone, though a few papers mean another
    by it: who asks for it wants that one. A keyword keeps at least one alias.
    """
    written = spellings.select("key", alias=pl.col("keyword").str.to_lowercase())
    known = spellings.select("key").unique()
    aliases = pl.concat([written, acronyms.join(known, on="key", how="semi")]).unique()
    # What is longer, or several words, is no acronym, and its key is not worth making.
    like_acronym = pl.when(pl.col("alias").str.contains(r"^\S{2,10}$")).then("alias")
    acronym_key = like_acronym.fill_null("").map_batches(
        keyword_keys, pl.String, is_elementwise=True
    )
    is_meant = (pl.col("key") == pl.col("dominant_key")).fill_null(value=True)
    return (
        aliases.with_columns(acronym_key=acronym_key)
        .join(told.dominant.lazy(), on="acronym_key", how="left")
        .with_columns(meant=is_meant | (pl.col("key") == pl.col("acronym_key")))
        .filter(pl.col("meant") | ~pl.col("meant").any().over("key"))
        .select("alias", keyword_id=keyword_id(pl.col("key")))
        .select(KEYWORD_ALIASES.column_names)
    )


def _joined_by_acronyms(
    paper_phrases: pl.LazyFrame, abbreviated: pl.LazyFrame, told: Meanings
) -> pl.LazyFrame:
    """Join the rows of one keyword in a paper and source, if an acronym stood for it.

    No others can have two rows. Besides what they say together, the result has `taken`: the ranks
    of the rows that were joined, as bits of one number.
    """
    on = ["paper_id", "source", "key"]
    moved = abbreviated.filter(pl.col("key") != pl.col("stem_key")).select(on).unique().collect()
    # The test of one column comes first: it needs no paper, so most rows are never looked up.
    others = paper_phrases.filter(
        pl.col("stem_key").is_in(moved["key"].unique().implode()), ~_is_abbreviated(told)
    ).select(*COLUMNS, key="stem_key")
    return (
        pl.concat([abbreviated, others])
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
    paper_phrases: pl.LazyFrame, abbreviated: pl.LazyFrame, joined: pl.LazyFrame, told: Meanings
) -> pl.LazyFrame:
    """Put the joined rows in place, and close the gaps in the ranks that dropped rows leave."""
    rank, taken, dropped = pl.col("rank"), pl.col("taken"), pl.col("dropped")
    columns = ["keyword_id", *(each for each in COLUMNS if each != "stem_key")]
    id_of_key = keyword_id(pl.col("key"))
    phrases = pl.concat(
        [
            abbreviated.with_columns(keyword_id=id_of_key).select(columns),
            paper_phrases.filter(~_is_abbreviated(told)).select(columns),
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
