"""What other texts say of words and phrases: counts, shipped or made of one's own archive.

Here belong loading and keying the two tables of counts, and what the counts say. Here must not be
how they were counted (`phrase_counts`) or how they are used (`phrase_features`).
"""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from transforms.phrases import LONGEST_PHRASE, mix
from transforms.term_lists import COMMON_TERMS, EMPTY_TERMS
from transforms.words import DATA, stem_hash, stem_keys

FRAGMENT_TEXTS: Final = 10
FRAGMENT_SHARE: Final = 0.02
"""A fragment is in so many texts, but in a smaller share of its occurrences a noun group."""

BROKEN_OFF: Final = (0.4, 0.2)
CUT_SHORT: Final = (0.65, 0.1)
"""And so is a phrase if at least the first share of its occurrences go on with the same word (have
the same word before them), and less than the second share are a noun group."""

COMMON_SHARE: Final = 0.003
VAGUE_SHARE: Final = 0.03
"""A word of so many texts says little by itself, of ten times as many hardly anything."""

RAREST_TEXTS: Final = 2
"""Texts that are taken to hold a word that the tables do not know."""

PRIOR_TEXTS: Final = 3
PRIOR_SHARE: Final = 0.1
"""Shares of counts are drawn towards a tenth by so many texts, so that few texts prove little."""

WORD_SHARES: Final = (
    ("title_share", "titles", "texts"),
    ("opens_titles", "title_opens", "texts"),
    ("closes_titles", "title_closes", "texts"),
    ("alone_share", "alone", "count"),
    ("closing_in_titles", "title_closes", "closes"),
)
"""Names of the shares, and which counts they divide."""


class Background(NamedTuple):
    """What some texts say of words and phrases.

    Attributes:
        words: One row per stem: stem; idf (thousandths of the natural logarithm of texts by texts
            that hold it); title_share, opens_titles, closes_titles (of the texts that hold it,
            those that have it in the title, and there open, and close, a noun group); alone_share
            (of its occurrences, those that are a noun group); closing_in_titles (of its occurrences
            that close a noun group, those in titles).
        phrases: One row per phrase: key (as `phrases.mix` makes it); known_texts, known_titles
            (texts that hold it, that hold it in the title); known_count, known_whole (occurrences,
            those that are a whole noun group); tail_share (of the occurrences of the phrase without
            its first word, those that are this phrase, 1 where nothing is known of it); generic (it
            says nothing by itself); common (a word of many texts), subject (one of
            `term_lists.COMMON_TERMS`), vague (a word of very many texts, and no subject); fragment
            (it is hardly ever a whole noun group, or mostly a part of the same longer phrase);
            hollow (without its last word it is a noun group as often as it occurs).
        rarest: The idf of a word that is not among `words`.
    """

    words: pl.DataFrame
    phrases: pl.DataFrame
    rarest: int

    def describe(self, attributes: pl.DataFrame) -> pl.DataFrame:
        """Add to words what the texts say of each.

        Args:
            attributes: Any columns, `stem` among them.

        Returns:
            The rows in the same order, with the columns of `words`, none null.
        """
        return attributes.join(
            self.words, on="stem", how="left", maintain_order="left"
        ).with_columns(
            pl.col("idf").fill_null(self.rarest),
            *(pl.col(share).fill_null(PRIOR_SHARE) for share, _, _ in WORD_SHARES),
        )


@functools.cache
def load_background(folder: Path = DATA) -> Background:
    """Load the background of a folder, once: by default the shipped one.

    Args:
        folder: As for `read_background`.
    """
    return read_background(folder)


def read_background(folder: Path) -> Background:
    """Load the background of a folder as it is now.

    Args:
        folder: It holds `word_counts.parquet` and `phrases.parquet`, as `phrase_counts` makes them.
    """
    words = pl.read_parquet(folder / "word_counts.parquet")
    texts = int(pl.read_parquet_metadata(folder / "word_counts.parquet")["texts"])
    return background_of(words, pl.read_parquet(folder / "phrases.parquet"), texts)


def background_of(words: pl.DataFrame, phrases: pl.DataFrame, texts: int) -> Background:
    """Make a background of counts.

    Args:
        words: Counts of words, as `word_counts.parquet` holds them.
        phrases: Counts of phrases, as `phrases.parquet` holds them.
        texts: In how many texts they were counted.
    """
    rarest = round(math.log(texts / RAREST_TEXTS) * 1000)
    return Background(_words(words, texts), _phrases(phrases, texts), rarest)


def _words(counts: pl.DataFrame, texts: int) -> pl.DataFrame:
    """Say of each word what its counts tell."""
    return counts.select(
        "stem",
        idf=((texts / pl.col("texts")).log() * 1000).round().cast(pl.Int32),
        **{
            share: (
                (pl.col(part) + PRIOR_SHARE * PRIOR_TEXTS) / (pl.col(whole) + PRIOR_TEXTS)
            ).cast(pl.Float32)
            for share, part, whole in WORD_SHARES
        },
    )


def _phrases(table: pl.DataFrame, texts: int) -> pl.DataFrame:
    """Say of each phrase what its counts tell."""
    words = table.select(pl.col("stem_key").str.split(" ")).to_series()
    distinct = words.explode().unique()
    hashed = distinct.to_frame("stem").select(stem_hash(pl.col("stem"))).to_series()
    key, head, tail = np.zeros((3, table.height), np.uint64)
    for at in range(LONGEST_PHRASE):
        longer = (words.list.len() > at).arg_true().to_numpy()
        word = words.gather(longer).list.get(at).replace_strict(distinct, hashed).to_numpy()
        if at > 0:
            head[longer] = key[longer]
            tail[longer] = mix(tail[longer], word)
        key[longer] = mix(key[longer], word)
    keys = pl.DataFrame(
        {"key": key, "head": head, "tail": tail, "words": words.list.len()}
    ).with_columns(pl.when(pl.col("words") > 1).then(part).alias(part) for part in ("head", "tail"))
    keyed = table.hstack(keys)
    subject = pl.col("stem_key").is_in(stem_keys(COMMON_TERMS))
    tails = keyed.select(tail="key", tail_count="count")
    starts_of = keyed.select(head="key", head_whole="whole")
    broken_off, cut_short = (
        keyed.group_by(key=part).agg(pl.col("count").max().alias(name)).drop_nulls()
        for part, name in (("head", "broken_off"), ("tail", "cut_short"))
    )
    return (
        keyed.join(tails, on="tail", how="left")
        .join(starts_of, on="head", how="left")
        .join(broken_off, on="key", how="left")
        .join(cut_short, on="key", how="left")
        .select(
            "key",
            known_texts="texts",
            known_titles="titles",
            known_count="count",
            known_whole="whole",
            tail_share=(pl.col("count") / pl.col("tail_count"))
            .clip(upper_bound=1)
            .fill_null(1.0)
            .cast(pl.Float32),
            generic=_is_generic(pl.col("words"), texts),
            common=(pl.col("words") == 1) & (pl.col("texts") >= COMMON_SHARE * texts),
            subject=subject,
            vague=(pl.col("words") == 1) & (pl.col("texts") >= VAGUE_SHARE * texts) & ~subject,
            hollow=(pl.col("head_whole") >= pl.col("count")).fill_null(value=False),
            fragment=(pl.col("words") > 1)
            & (pl.col("texts") >= FRAGMENT_TEXTS)
            & (
                (pl.col("whole") < FRAGMENT_SHARE * pl.col("count"))
                | _is_mostly("broken_off", *BROKEN_OFF)
                | _is_mostly("cut_short", *CUT_SHORT)
            ),
        )
    )


def _is_mostly(longer: str, share: float, whole: float) -> pl.Expr:
    """Whether phrases are mostly a part of one longer phrase, and seldom a noun group."""
    within = (pl.col(longer) >= share * pl.col("count")).fill_null(value=False)
    return within & (pl.col("whole") < whole * pl.col("count"))


def _is_generic(length: pl.Expr, texts: int) -> pl.Expr:
    """Whether a word is in many texts but hardly in titles, or the phrase is a stock one."""
    share = pl.col("texts") / texts
    lift = pl.col("titles") / pl.col("texts")
    common = ((share >= 0.05) & (lift < 0.14)) | ((share >= 0.01) & (lift < 0.06))
    common &= (length == 1) & ~pl.col("stem_key").is_in(stem_keys(COMMON_TERMS))
    return common | pl.col("stem_key").is_in(stem_keys(EMPTY_TERMS))
