"""The tables of keyword extraction: what other texts say of phrases, and the weights.

Here belong loading and keying those tables. Here must not be how they were counted or fitted
(`benchmarks`) or how they are used (`record_keywords`).
"""

from __future__ import annotations

import functools
import itertools

import polars as pl

from transforms.phrases import LONGEST_PHRASE, mix
from transforms.word_lists import EMPTY_TERMS
from transforms.words import BACKGROUND_TEXTS, DATA, stem_hash, stem_keys


@functools.cache
def phrase_background() -> pl.DataFrame:
    """Load what the background texts say of phrases.

    Returns:
        One row per phrase: key (as `phrases.mix` makes it); known_texts, known_titles (texts that
        hold it, that hold it in the title); known_count, known_whole (occurrences, those that are
        a whole noun group); generic (it says nothing by itself).
    """
    table = pl.read_parquet(DATA / "phrases.parquet")
    words = pl.col("stem_key").str.split(" ")
    distinct = table.select(stem=words).explode("stem").unique()
    hashed = distinct.with_columns(hash=stem_hash(pl.col("stem")))
    hashes = [
        words.list.get(at, null_on_oob=True).replace_strict(
            hashed["stem"], hashed["hash"], default=None
        )
        for at in range(LONGEST_PHRASE)
    ]
    from_first = list(itertools.accumulate(hashes, mix))
    return table.select(
        key=pl.coalesce(reversed(from_first)),
        known_texts="texts",
        known_titles="titles",
        known_count="count",
        known_whole="whole",
        generic=_is_generic(words.list.len()),
    )


def _is_generic(length: pl.Expr) -> pl.Expr:
    """Whether a word is in too many texts or too few titles, or the phrase is a stock one."""
    share = pl.col("texts") / BACKGROUND_TEXTS
    lift = pl.col("titles") / pl.col("texts")
    common = (length == 1) & ((share >= 0.05) | ((share >= 0.01) & (lift < 0.07)))
    return common | pl.col("stem_key").is_in(stem_keys(EMPTY_TERMS))


@functools.cache
def score_weights() -> dict[str, list[tuple[float, float]]]:
    """Load the score's weights: by feature, the thresholds and what reaching each one adds."""
    table = pl.read_parquet(DATA / "keyword_weights.parquet")
    weights: dict[str, list[tuple[float, float]]] = {}
    for feature, threshold, weight in table.iter_rows():
        weights.setdefault(feature, []).append((threshold, weight))
    return weights
