"""What acronyms stand for, by the papers that define them, and the keys of phrases that hold some.

Here belongs which meaning an acronym has: the paper's own, or else the one that nearly all papers
give, or else a known one. An acronym in a phrase stands for its words there as it does alone: `LLM
agents` is the same keyword as `large language model agents`.

Here must not be how definitions are found in a text (`acronyms`), nor the tables of keywords
(`keywords`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from transforms.keyword_keys import (
    LIKE_ACRONYM,
    join_keys,
    key_words,
    keys_of,
    keyword_keys,
    word_keys,
)
from transforms.term_lists import AMBIGUOUS_ACRONYMS, KNOWN_ACRONYMS, NO_ACRONYMS

DOMINANT_SHARE: Final = 0.8
"""An acronym has one meaning if this share of the papers that define it agree.

A study of 87,000 abstracts found that 757 of 2,305 acronyms do.
"""

LEAST_PAPERS: Final = 3
"""Papers that must define an acronym before it means anything beyond them."""

FUSED: Final = r"\b(\p{L}\p{Ll}{2,})(\p{Lu}{2,}s?)\b"
"""A word and an acronym written as one: `GraphRAG` means what `Graph RAG` does."""

LONGEST_CHAIN: Final = 3
"""Acronyms that may stand in each other's long forms: `MLLM` is `multimodal LLM`."""


class Meanings(NamedTuple):
    """What the spellings of keywords mean.

    Attributes:
        spellings: One row per spelling that holds a defined acronym: keyword; key (that of the
            phrase with the acronyms written out that have one meaning, if another spelling comes to
            the same; else its own); is_acronym (the spelling is nothing else).
        words: One row per word of these: keyword, place (from 0), key, is_acronym.
        dominant: One row per acronym of one meaning: acronym_key, dominant_key.
        own: One row per paper and acronym to which it gives another meaning: paper, acronym_key,
            long_key.
        alone: One row per key to which a single keyword comes: key, stem_key (that keyword's own).
    """

    spellings: pl.DataFrame
    words: pl.DataFrame
    dominant: pl.DataFrame
    own: pl.DataFrame
    alone: pl.DataFrame


def definitions(paper_phrases: pl.LazyFrame) -> pl.LazyFrame:
    """List what each paper's acronyms stand for.

    Where a paper gives an acronym twice, its better phrase counts.

    Args:
        paper_phrases: As `keywords.canonical_keywords` takes them.

    Returns:
        Frame (paper, acronym_key, long_key, keyword): keyword is the long form as written, `paper`
        a hash of the id, good for joins within a run alone: a million ids take 8 MB.
    """
    return (
        paper_phrases.filter(pl.col("acronym").is_not_null())
        .select(
            "rank",
            "keyword",
            paper=pl.col("paper_id").hash(),
            long_key="stem_key",
            acronym_key=pl.col("acronym").map_batches(
                keyword_keys, return_dtype=pl.String, is_elementwise=True
            ),
        )
        .filter(pl.col("acronym_key") != pl.col("long_key"))
        .sort("rank", "long_key", "keyword")
        .unique(["paper", "acronym_key"], keep="first", maintain_order=True)
        .drop("rank")
    )


def meanings(written: pl.DataFrame, defined: pl.DataFrame) -> Meanings:
    """Tell what the spellings mean that hold acronyms.

    Args:
        written: One row per spelling: stem_key, keyword.
        defined: A frame as `definitions` makes it.
    """
    words = _words(written, pl.concat([defined["acronym_key"], _known()["acronym_key"]]).unique())
    in_itself = words.filter("is_acronym").select("keyword", acronym_key="key")
    defined = defined.join(in_itself, on=["keyword", "acronym_key"], how="anti")
    long_forms = words.join(defined, on="keyword", how="semi")
    dominant = _dominant(defined)
    for _ in range(LONGEST_CHAIN):
        written_out = _written_out(long_forms, dominant).select("keyword", chained="key")
        defined = defined.join(written_out, on="keyword", how="left").select(
            "paper", "acronym_key", "keyword", long_key=pl.coalesce("chained", "long_key")
        )
        dominant = _dominant(defined)
    own = (
        defined.join(dominant, on="acronym_key", how="left")
        .filter(pl.col("long_key").ne_missing(pl.col("dominant_key")))
        .select("paper", "acronym_key", "long_key")
    )
    spellings = _written_out(words, dominant).join(
        written.select("keyword", "stem_key"), on="keyword"
    )
    alone = _alone(spellings.select("key", "stem_key"), written["stem_key"])
    return Meanings(_kept_apart(spellings, alone), words, dominant, own, alone)


def _alone(keys: pl.DataFrame, written: pl.Series) -> pl.DataFrame:
    """List the keys that one keyword alone comes to, which so keeps its id: key, stem_key."""
    as_written = written.unique().to_frame("key").with_columns(stem_key="key")
    comers = pl.concat([keys, as_written.join(keys, on="key", how="semi")]).unique()
    return comers.filter(pl.len().over("key") == 1)


def _kept_apart(phrases: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    """Give the keys of keywords that join no other back to them."""
    own = alone.select("key", apart="stem_key")
    return (
        phrases.join(own, on="key", how="left")
        .with_columns(key=pl.coalesce("apart", "key"))
        .drop("apart")
    )


def _words(written: pl.DataFrame, acronyms: pl.Series) -> pl.DataFrame:
    """Cut the spellings that hold defined acronyms: keyword, place, key, is_acronym.

    A word counts as an acronym only if it is written like one: `clip` is not `CLIP`.
    """
    cut = written.select("keyword").filter(pl.col("keyword").str.contains(LIKE_ACRONYM))
    parted = pl.col("keyword").str.replace_all(FUSED, "${1} ${2}")
    cut = cut.with_columns(word=key_words(parted))
    each = cut.explode("word")
    distinct = each["word"].unique()
    is_like = distinct.str.contains(rf"^(?:{LIKE_ACRONYM})$") & ~distinct.is_in(NO_ACRONYMS)
    names = word_keys(distinct.filter(is_like))
    names = names.filter(pl.col("key").is_in(acronyms.implode()))
    is_acronym = pl.col("word").is_in(names["word"].implode())
    held = cut.join(each.filter(is_acronym).select("keyword").unique(), on="keyword", how="semi")
    of_words = word_keys(held["word"].explode().unique())
    return (
        held.select("keyword", "word", key=keys_of(pl.col("word"), of_words))
        .with_columns(place=pl.int_ranges(pl.col("key").list.len()))
        .explode("word", "key", "place")
        .select("keyword", "place", "key", is_acronym=is_acronym)
    )


def _dominant(defined: pl.DataFrame) -> pl.DataFrame:
    """List the acronyms that mean the same in nearly all papers: acronym_key, dominant_key."""
    meanings = defined.group_by("acronym_key", "long_key").agg(papers=pl.len())
    totals = meanings.group_by("acronym_key").agg(total=pl.col("papers").sum())
    declared = (
        meanings.join(totals, on="acronym_key")
        .filter(
            (pl.col("total") >= LEAST_PAPERS)
            & (pl.col("papers") >= DOMINANT_SHARE * pl.col("total"))
        )
        .filter(~pl.col("acronym_key").is_in(AMBIGUOUS_ACRONYMS))
        .select("acronym_key", dominant_key="long_key")
    )
    return pl.concat([declared, _known().join(declared, on="acronym_key", how="anti")])


def _known() -> pl.DataFrame:
    """List the acronyms of `term_lists.KNOWN_ACRONYMS`: acronym_key, dominant_key."""
    acronyms = pl.DataFrame(
        {"acronym_key": KNOWN_ACRONYMS.keys(), "dominant_key": KNOWN_ACRONYMS.values()},
        schema={"acronym_key": pl.String, "dominant_key": pl.String},
    )
    return acronyms.with_columns(pl.col("dominant_key").map_batches(keyword_keys))


def _written_out(words: pl.DataFrame, dominant: pl.DataFrame) -> pl.DataFrame:
    """Write out the acronyms of one meaning: keyword, key, is_acronym."""
    of_acronym = words.join(dominant, left_on="key", right_on="acronym_key", how="left")
    part = pl.when("is_acronym").then(pl.coalesce("dominant_key", "key")).otherwise("key")
    return (
        of_acronym.group_by("keyword")
        .agg(part.sort_by("place").alias("key"), (pl.col("is_acronym").all() & (pl.len() == 1)))
        .with_columns(key=join_keys(pl.col("key")))
    )


def own_keys(phrases: pl.DataFrame, told: Meanings) -> pl.DataFrame:
    """Write out the acronyms of phrases by what their own papers say.

    Args:
        phrases: One row per phrase of a paper: paper, keyword.
        told: What `meanings` tells.

    Returns:
        Frame (paper, keyword, own_key), of the phrases alone that hold an acronym to which their
        paper gives a meaning of its own.
    """
    words = phrases.join(told.own.select("paper").unique(), on="paper", how="semi").join(
        told.words, on="keyword"
    )
    meant = words.join(
        told.own, left_on=["paper", "key"], right_on=["paper", "acronym_key"], how="left"
    ).join(told.dominant, left_on="key", right_on="acronym_key", how="left")
    is_own = pl.col("is_acronym") & pl.col("long_key").is_not_null()
    part = (
        pl.when("is_acronym").then(pl.coalesce("long_key", "dominant_key", "key")).otherwise("key")
    )
    return (
        meant.filter(is_own.any().over("paper", "keyword"))
        .group_by("paper", "keyword")
        .agg(key=part.sort_by("place"))
        .with_columns(key=join_keys(pl.col("key")))
        .pipe(_kept_apart, told.alone)
        .rename({"key": "own_key"})
    )
