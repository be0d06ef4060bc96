"""The keywords of each record by itself: those of its title and abstract, and those given with it.

Here belong the order of the steps and the choice of the best phrases. A record's keywords depend on
its own text and on the shipped tables alone.

Here must not be: how phrases are found (`phrases`) and scored (`phrase_scores`), what is a keyword
among those given (`given_keywords`), and what keywords mean across papers (`keywords`).
"""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from transforms.background import Background, load_background
from transforms.given_keywords import GIVEN, given_keywords, keyword_id
from transforms.keyword_keys import each_once, keyword_keys
from transforms.phrase_features import describe, features
from transforms.phrase_scores import DECIMALS, score
from transforms.phrases import write_phrases

Order = np.ndarray[tuple[int], np.dtype[np.int64]]

MOST_KEYWORDS: Final = 15
BATCH: Final = 8_192
"""Records at a time, at most 2**15: bounds the memory, changes no result.

The more there are, the fewer of their tokens are new: each is described once in a batch.
"""

THREADS: Final = min(4, pl.thread_pool_size())
"""Batches at a time: much of the work on one takes one processor, and all are in memory."""


class Profile(NamedTuple):
    """Whose taste the keywords follow, and how many of them there are."""

    name: str
    sure: int
    """A record gets this many phrases, and beyond them only those of at least `least_score`."""
    least_score: float


LEAST_SCORE: Final = 0.02
"""No phrase below is a keyword, however few a record has."""

FAR_BETTER: Final = 4.0
"""How many times a phrase's score a longer phrase must reach to stand for both."""

CHOSEN_BY: Final = (
    "record_number", "row", "length", "count", "place", "in_title", "acronym", "score",
)  # fmt: skip

PROFILES: Final = {
    profile.name: profile
    for profile in (
        Profile("author", 10, 0.1),  # what authors would choose
        Profile("index", 5, 0.15),  # what an indexer would note
    )
}

RECORD_KEYWORD: Final = pl.Schema({**GIVEN, "keyword_id": pl.String()})
"""A keyword of a record; `source` and `keyword_id` as in `main.paper_keywords`.

The id follows from the key alone, so it is made here, once for each dump.
"""


def extract_keywords(
    records: pl.DataFrame, profile: str = "author", background: Background | None = None
) -> pl.DataFrame:
    """Extract keywords from titles and abstracts, and add those that are given with the records.

    Args:
        records: Columns record_number (Int64, distinct), title, abstract, keywords and categories
            as `transforms.parsed_records.RECORD` has them.
        profile: One of `PROFILES`.
        background: What other texts say of words and phrases; the shipped one if there is none.

    Returns:
        One row per record, source and keyword, by record_number, source and rank: `RECORD_KEYWORD`.
        rank counts from 1 without gaps; stem_key is the phrase's identity; acronym is what stands
        in brackets behind the phrase. Of extracted ones there are at most `MOST_KEYWORDS`, and
        their score falls from 1 to 0 with the rank; of others see `given_keywords`.
    """
    extract = functools.partial(
        _extract_batch,
        profile=PROFILES[profile],
        background=background or load_background(),
    )
    with ThreadPoolExecutor(THREADS) as threads:
        batches = list(threads.map(extract, records.sort("record_number").iter_slices(BATCH)))
    return pl.concat([RECORD_KEYWORD.to_frame(), *batches])


def _extract_batch(records: pl.DataFrame, profile: Profile, background: Background) -> pl.DataFrame:
    """Extract the keywords of some records."""
    described = describe(records, background)
    scored = score(features(described, background), profile.name)
    keywords = choose(described, scored, profile)
    given = given_keywords(records)
    if not given.is_empty():
        keywords = keywords.vstack(given).sort("record_number", "source", "rank")
    return keywords.with_columns(keyword_id=keyword_id(pl.col("stem_key")))


def choose(described: pl.DataFrame, scored: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Keep each record's best phrases and write them as the text does.

    Args:
        described: A frame as `phrases.describe_tokens` makes it.
        scored: A frame as `phrase_scores.score` makes it.
        profile: It says how many phrases a record gets.

    Returns:
        Frame of `GIVEN`, of the source `extracted`, by record_number and rank.
    """
    stands = (scored.get_column("score") >= LEAST_SCORE) & ~_absorbed(scored)
    chosen = scored.select(CHOSEN_BY).filter(stands)
    best_first = chosen[_best_first(chosen)]
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    start = pl.when(pl.col("record_number").is_first_distinct()).then(place).forward_fill()
    ranked = best_first.with_columns(rank=place - start + 1).filter(
        (pl.col("rank") <= profile.sure)
        | (pl.col("rank") <= MOST_KEYWORDS) & (pl.col("score") >= profile.least_score)
    )
    return (
        write_phrases(described, ranked)
        .with_columns(
            source=pl.lit("extracted"),
            stem_key=pl.col("keyword").map_batches(keyword_keys, pl.String, is_elementwise=True),
            occurrence_count=pl.col("count").cast(pl.Int64),
            first_position=pl.col("place").cast(pl.Int64) + 1,
        )
        .select(GIVEN.names())
        .pipe(each_once)
    )


def _best_first(scored: pl.DataFrame) -> Order:
    """The order by score from record to record; of equals the earlier, and the longer, is first.

    The rows of one record stand together. One number says it all: sorting by several columns takes
    many times as long.
    """
    record = scored.get_column("record_number").rle_id().to_numpy().astype(np.int64)
    worse = DECIMALS - (scored.get_column("score") * DECIMALS).round().to_numpy().astype(np.int64)
    row, length = (
        scored.get_column(name).to_numpy().astype(np.int64) for name in ("row", "length")
    )
    return np.argsort((((record << 14 | worse) << 31) | row) << 3 | 7 - length)


def _absorbed(scored: pl.DataFrame) -> pl.Series:
    """Whether the record has a phrase only as a part of a longer one that scores better.

    A word goes if the longer phrase scores as well, a phrase if that scores `FAR_BETTER`.
    """
    score, count = (scored.get_column(name).to_numpy() for name in ("score", "count"))
    is_word = scored.get_column("length").to_numpy() == 1
    enough = np.where(is_word, 1.0, FAR_BETTER) * score
    absorbed = np.zeros(scored.height, bool)
    for name in ("head", "tail"):
        part = scored.get_column(name).to_numpy()
        longer = np.flatnonzero((part >= 0) & (score >= LEAST_SCORE))
        part = part[longer]
        absorbs = (count[longer] >= count[part]) & (score[longer] >= enough[part])
        absorbed[part[absorbs]] = True
    return pl.Series(absorbed) & scored.get_column("acronym").is_null()
