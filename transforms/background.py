"""The tables of keyword extraction: what other texts say of phrases, and the weights.

Here belong loading and keying those tables. Here must not be how they were counted or fitted
(`benchmarks`) or how they are used (`phrase_features`, `phrase_scores`).
"""

from __future__ import annotations

import functools
import itertools
from typing import Final, NamedTuple

import polars as pl

from transforms.phrases import LONGEST_PHRASE, mix
from transforms.word_lists import COMMON_TERMS, EMPTY_TERMS
from transforms.words import BACKGROUND_TEXTS, DATA, stem_hash, stem_keys

FRAGMENT_TEXTS: Final = 10
FRAGMENT_SHARE: Final = 0.02
"""A fragment is in so many texts, but in a smaller share of its occurrences a noun group."""


@functools.cache
def phrase_background() -> pl.DataFrame:
    """Load what the background texts say of phrases.

    Returns:
        One row per phrase: key (as `phrases.mix` makes it); known_texts, known_titles (texts that
        hold it, that hold it in the title); known_count, known_whole (occurrences, those that are
        a whole noun group); tail_share (of the occurrences of the phrase without its first word,
        those that are this phrase, 1 where nothing is known of it); generic (it says nothing by
        itself); fragment (it is hardly ever a whole noun group: `large language`).
    """
    table = pl.read_parquet(DATA / "phrases.parquet")
    words = table.select(pl.col("stem_key").str.split(" ")).to_series()
    distinct = words.explode().unique()
    hashed = distinct.to_frame("stem").select(stem_hash(pl.col("stem"))).to_series()
    # Each part is a column before the next is made of it: as one expression it is computed anew
    # wherever it stands, in three times the time.
    hashes = words.to_frame("words").select(
        pl.col("words")
        .list.get(at, null_on_oob=True)
        .replace_strict(distinct, hashed, default=None)
        .alias(f"{at}")
        for at in range(LONGEST_PHRASE)
    )
    places = [pl.col(name) for name in hashes.columns]
    keys = hashes.select(
        key=pl.coalesce(reversed(list(itertools.accumulate(places, mix)))),
        tail=pl.coalesce(reversed(list(itertools.accumulate(places[1:], mix)))),
        words=words.list.len(),
    )
    keyed = table.hstack(keys)
    tails = keyed.select(tail="key", tail_count="count")
    return keyed.join(tails, on="tail", how="left").select(
        "key",
        known_texts="texts",
        known_titles="titles",
        known_count="count",
        known_whole="whole",
        tail_share=(pl.col("count") / pl.col("tail_count")).fill_null(1.0).cast(pl.Float32),
        generic=_is_generic(pl.col("words")),
        fragment=(pl.col("words") > 1)
        & (pl.col("texts") >= FRAGMENT_TEXTS)
        & (pl.col("whole") < FRAGMENT_SHARE * pl.col("count")),
    )


def _is_generic(length: pl.Expr) -> pl.Expr:
    """Whether a word is in many texts but hardly in titles, or the phrase is a stock one."""
    share = pl.col("texts") / BACKGROUND_TEXTS
    lift = pl.col("titles") / pl.col("texts")
    common = ((share >= 0.05) & (lift < 0.14)) | ((share >= 0.01) & (lift < 0.06))
    common &= (length == 1) & ~pl.col("stem_key").is_in(stem_keys(COMMON_TERMS))
    return common | pl.col("stem_key").is_in(stem_keys(EMPTY_TERMS))


class Tree(NamedTuple):
    """Questions, whether a feature reaches a threshold, and a weight for each way to answer them.

    The weight's place is the answers as bits, the first question's highest.
    """

    features: list[str]
    thresholds: list[float]
    weights: list[float]


@functools.cache
def score_trees(profile: str) -> list[Tree]:
    """Load the trees of a profile's score, each two of them as one of twice the questions."""
    table = pl.read_parquet(DATA / "keyword_weights.parquet").filter(pl.col("profile") == profile)
    trees = [Tree(*row) for row in table.select(Tree._fields).iter_rows()]
    return [_joined(*pair) for pair in zip(trees[::2], trees[1::2], strict=True)]


def _joined(first: Tree, second: Tree) -> Tree:
    """Make one tree of two: a weight is looked up once for both."""
    return Tree(
        first.features + second.features,
        first.thresholds + second.thresholds,
        [one + other for one in first.weights for other in second.weights],
    )
