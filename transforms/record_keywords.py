"""The keywords of each record by itself: those of its title and abstract, and those given with it.

Here belong what speaks for a candidate phrase (its features), the score, and the choice of the
best. A record's keywords depend on its own text and on the shipped tables alone.

Here must not be: how phrases are found (`phrases`), what is a keyword among those given
(`given_keywords`), and what keywords mean across papers (`keywords`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.acronyms import definitions
from transforms.background import phrase_background, score_weights
from transforms.given_keywords import GIVEN, given_keywords, keyword_id
from transforms.phrases import (
    candidates,
    describe_tokens,
    longest,
    occurrences,
    places_of,
    tokenize,
    write_phrases,
)
from transforms.words import BACKGROUND_TEXTS

MOST_KEYWORDS: Final = 15
BATCH: Final = 4_000
"""Records at a time: bounds the memory, changes no result."""

LEAST_SCORE: Final = 0.08
SURE_KEYWORDS: Final = 5
"""A record gets this many phrases, and beyond them only those of at least `LEAST_SCORE`."""

PRIOR_TEXTS: Final = 3
LIFT_PRIOR: Final = 0.1
"""An unknown phrase counts as three texts, a tenth of them with the phrase in the title."""

FEATURES: Final = (
    "lift_one", "lift_more", "rarity_one", "rarity_more", "tf_one", "tf_more",
    "word_tfidf_one", "word_tfidf_more", "first_place_one", "first_place_more",
    "title_one", "title_more", "wholeness_absorbed", "wholeness_free", "spread", "absorbed",
    "defines", "words",
)  # fmt: skip
"""What speaks for or against a phrase; the weights are in `data/keyword_weights.parquet`."""

RECORD_KEYWORD: Final = pl.Schema({**GIVEN, "keyword_id": pl.String()})
"""A keyword of a record; `source` and `keyword_id` as in `main.paper_keywords`.

The id follows from the stem key alone, so it is made here, once for each dump.
"""


def extract_keywords(records: pl.DataFrame) -> pl.DataFrame:
    """Extract keywords from titles and abstracts, and add those that are given with the records.

    Args:
        records: Columns record_number (Int64, distinct), title, abstract, keywords and categories
            as `transforms.parsed_records.RECORD` has them.

    Returns:
        One row per record, source and keyword, by record_number, source and rank: `RECORD_KEYWORD`.
        rank counts from 1 without gaps; stem_key is the phrase's identity; acronym is what stands
        in brackets behind the phrase. Of extracted ones there are at most `MOST_KEYWORDS`, and
        their score falls from 1 to 0 with the rank; of others see `given_keywords`.
    """
    batches = [_extract_batch(batch) for batch in records.iter_slices(BATCH)]
    return (
        pl.concat([GIVEN.to_frame(), *batches])
        .with_columns(keyword_id=keyword_id(pl.col("stem_key")))
        .sort("record_number", "source", "rank")
    )


def _extract_batch(records: pl.DataFrame) -> pl.DataFrame:
    """Extract the keywords of some records."""
    described = describe_tokens(tokenize(records))
    scored = score(features(described))
    return choose(described, scored).vstack(given_keywords(records))


def features(described: pl.DataFrame) -> pl.DataFrame:
    """Find the candidate phrases and what speaks for and against each.

    Args:
        described: A frame as `phrases.describe_tokens` makes it.

    Returns:
        One row per record and phrase, in no order: record_number, key, row, length, in_title,
        acronym, and one column per feature, without nulls. A feature whose name ends in `_one` or
        `_more` is -1 for the phrases of more words or of one.
    """
    defined = definitions(described)
    found = candidates(pl.concat([occurrences(described), places_of(described, defined)]))
    found = (
        found.join(phrase_background(), on="key", how="left")
        .join(_in_longer_phrases(found), on=["record_number", "key"], how="left")
        .join(_acronyms(described, defined), on=["record_number", "key"], how="left")
    )
    unknown = pl.col("known_texts").is_null()
    plain = ~(pl.col("generic").fill_null(value=False)) & ~(unknown & pl.col("doubtful"))
    found = found.filter(plain | pl.col("acronym").is_not_null())
    texts, titles, count, whole = (
        pl.col(f"known_{what}").fill_null(0) for what in ("texts", "titles", "count", "whole")
    )
    lift = (titles + LIFT_PRIOR * PRIOR_TEXTS) / (texts + PRIOR_TEXTS)
    is_one = pl.col("length") == 1
    rarity = _rarity(described, found)
    found = found.with_columns(
        lift=lift,
        wholeness=(whole + pl.col("count_whole")) / (count + pl.col("count")),
        rarity=(BACKGROUND_TEXTS / (texts + 1)).log(),
        tf=pl.col("count").log1p(),
        word_tfidf=rarity,
        first_place=pl.col("place").cast(pl.Float64).log1p(),
        spread=(pl.col("last_place") - pl.col("place")).cast(pl.Float64).log1p(),
        title=pl.col("in_title").cast(pl.Float64),
        absorbed=(pl.col("longer_count").fill_null(0) / pl.col("count")),
        defines=pl.col("acronym").is_not_null().cast(pl.Float64),
        words=pl.col("length").cast(pl.Float64),
    )
    by_length = [
        pl.when(is_one == one).then(pl.col(name)).otherwise(-1.0).alias(f"{name}_{suffix}")
        for name in ("lift", "rarity", "tf", "word_tfidf", "first_place", "title")
        for one, suffix in ((True, "one"), (False, "more"))
    ]
    is_absorbed = pl.col("absorbed") >= 1
    by_absorption = [
        pl.when(is_absorbed == absorbed).then(pl.col("wholeness")).otherwise(-1.0).alias(name)
        for absorbed, name in ((True, "wholeness_absorbed"), (False, "wholeness_free"))
    ]
    return found.with_columns(by_length + by_absorption).select(
        "record_number",
        "key",
        "row",
        "length",
        "in_title",
        "acronym",
        "count",
        "head",
        "tail",
        *FEATURES,
    )


def _acronyms(described: pl.DataFrame, defined: pl.DataFrame) -> pl.DataFrame:
    """List the acronym that a record gives first for a phrase."""
    return (
        places_of(described, defined)
        .join(defined.select("row", "acronym"), on="row")
        .sort("row")
        .unique(["record_number", "key"], keep="first", maintain_order=True)
        .select("record_number", "key", "acronym")
    )


def _in_longer_phrases(found: pl.DataFrame) -> pl.DataFrame:
    """Count how often each phrase stands in the most frequent phrase that is one word longer."""
    longer = found.filter(pl.col("length") > 1)
    parts = [longer.select("record_number", "count", key=part) for part in ("head", "tail")]
    return pl.concat(parts).group_by("record_number", "key").agg(longer_count=pl.col("count").max())


def _rarity(described: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """Average over a phrase's words how often each stands in the record times how rare it is."""
    weight = described.select(
        pl.len().over("record_number", "hash").cast(pl.Float32).log1p() * pl.col("idf")
    ).to_series()
    row, length = found.get_column("row"), found.get_column("length")
    total = pl.lit(0.0, pl.Float32)
    for offset in range(longest(length)):
        at = (row + offset).clip(upper_bound=max(described.height - 1, 0))
        total = total + pl.when(length > offset).then(weight.gather(at)).otherwise(0.0)
    return pl.select(total / length).to_series()


def score(featured: pl.DataFrame) -> pl.DataFrame:
    """Score candidates: the logistic function of the sum of the weights that their features earn.

    Args:
        featured: A frame as `features` makes it.

    Returns:
        The rows with score (0 to 1, four decimals) in place of the features.
    """
    total = pl.lit(0.0)
    for feature, steps in score_weights().items():
        for threshold, weight in steps:
            total = total + pl.when(pl.col(feature) >= threshold).then(weight).otherwise(0.0)
    return featured.with_columns(score=(1 / (1 + (-total).exp())).round(4)).drop(FEATURES)


def choose(described: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    """Keep each record's best phrases and write them as the text does.

    Args:
        described: A frame as `phrases.describe_tokens` makes it.
        scored: A frame as `score` makes it.

    Returns:
        Frame of `GIVEN`, of the source `extracted`.
    """
    scored = _without_absorbed(scored)
    place = pl.col("score").rank("min", descending=True).over("record_number")
    best = write_phrases(described, scored.filter(place <= MOST_KEYWORDS))
    return (
        best.sort("record_number", "score", "stem_key", descending=[False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("record_number"))
        .filter((pl.col("rank") <= SURE_KEYWORDS) | (pl.col("score") >= LEAST_SCORE))
        .filter(pl.col("rank") <= MOST_KEYWORDS)
        .with_columns(source=pl.lit("extracted"))
        .select(GIVEN.names())
    )


def _without_absorbed(scored: pl.DataFrame) -> pl.DataFrame:
    """Drop phrases that the record has only as a part of a longer phrase that scores as well."""
    longer = pl.concat(
        scored.filter(pl.col(part).is_not_null()).select(
            "record_number", key=part, longer_count="count", longer_score="score"
        )
        for part in ("head", "tail")
    )
    absorbed = (
        scored.join(longer, on=["record_number", "key"])
        .filter(
            (pl.col("longer_count") >= pl.col("count"))
            & (pl.col("longer_score") >= pl.col("score"))
            & pl.col("acronym").is_null()
        )
        .select("record_number", "key")
    )
    return scored.join(absorbed, on=["record_number", "key"], how="anti")
