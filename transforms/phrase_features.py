"""What speaks for and against each candidate phrase.

Here belong the features: what the record, the background texts and the phrase's words say of it.
Here must not be how phrases are found (`phrases`) and what the features are worth
(`phrase_scores`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.acronyms import definitions
from transforms.background import PRIOR_SHARE, PRIOR_TEXTS, Background
from transforms.phrases import candidates, describe_tokens, occurrences
from transforms.tokens import tokenize
from transforms.words import word_attributes

FEATURES: Final = (
    "words",  # how many
    "letters",  # of the words, one more for each gap between them
    "rarity",  # idf, on average over the words
    "title_share",  # of the texts that hold the phrase, those with it in the title
    "wholeness",  # of its occurrences anywhere, those that are a whole noun group
    "tail_share",  # of the occurrences without its first word anywhere, those that are this phrase
    "count",  # of occurrences in the record
    "own_wholeness",  # of those, the ones that are a whole noun group
    "absorbed",  # of those, the ones within the commonest phrase that is one word longer
    "sentences",  # that hold it
    "place",  # of the first occurrence, in words
    "sentence",  # of the first occurrence
    "whole_in_title",
    "defines",  # an acronym
    "after_preposition",  # share of the occurrences
    "after_comma",
    "before_comma",
    "first_rarity",  # the rest is of its first word and its last: see `background.Background`
    "first_noun",
    "first_title_share",
    "first_opens_titles",
    "first_alone_share",
    "last_verb",
    "last_alone_share",
    "last_closes_titles",
    "last_closing_in_titles",
)

WORD_FEATURES: Final = {
    "first": {
        "rarity": "idf", "noun": "noun", "title_share": "title_share",
        "opens_titles": "opens_titles", "alone_share": "alone_share",
    },
    "last": {
        "verb": "verb", "alone_share": "alone_share", "closes_titles": "closes_titles",
        "closing_in_titles": "closing_in_titles",
    },
}  # fmt: skip
"""Names of features of the first and the last word, and the columns of `describe`."""


def describe(records: pl.DataFrame, background: Background) -> pl.DataFrame:
    """Cut records into tokens, and say of each what it is and what is known of its word.

    Args:
        records: Columns record_number, title, abstract.
        background: What other texts say.

    Returns:
        A frame as `phrases.describe_tokens` makes it, with the columns of `background.words`.
    """
    tokens = tokenize(records)
    attributes = word_attributes(tokens.get_column("token").unique())
    return describe_tokens(tokens, background.describe(attributes))


def features(described: pl.DataFrame, background: Background) -> pl.DataFrame:
    """Find the candidate phrases and what speaks for and against each.

    Args:
        described: A frame as `describe` makes it.
        background: What other texts say.

    Returns:
        One row per record and phrase, in no order: id, record_number, row, length, in_title, head
        and tail as `phrases.candidates` has them; acronym; and the `FEATURES`, without nulls.
    """
    defined = definitions(described)
    places = occurrences(described, defined)
    found = candidates(places)
    found = (
        found.join(background.phrases, on="key", how="left")
        .join(_in_longer_phrases(found), on="id", how="left")
        .join(_acronyms(defined, places), on="id", how="left")
    )
    unknown = pl.col("known_texts").is_null()
    generic, fragment = (pl.col(what).fill_null(value=False) for what in ("generic", "fragment"))
    dropped = generic | (fragment & (pl.col("count_whole") == 0)) | (unknown & pl.col("doubtful"))
    found = found.filter(~dropped | pl.col("acronym").is_not_null())
    texts, titles, count, whole = (
        pl.col(f"known_{what}").fill_null(0) for what in ("texts", "titles", "count", "whole")
    )
    return found.with_columns(
        *_of_words(described, found),
        words=pl.col("length"),
        title_share=(titles + PRIOR_SHARE * PRIOR_TEXTS) / (texts + PRIOR_TEXTS),
        wholeness=(whole + pl.col("count_whole")) / (count + pl.col("count")),
        tail_share=pl.col("tail_share").fill_null(-1.0),
        own_wholeness=pl.col("count_whole") / pl.col("count"),
        absorbed=pl.col("longer_count").fill_null(0) / pl.col("count"),
        defines=pl.col("acronym").is_not_null(),
    ).select(
        "id", "record_number", "row", "length", "in_title", "acronym", "head", "tail", *FEATURES
    )


def _acronyms(defined: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """List the acronym that a record gives first for a phrase: id, acronym."""
    return (
        defined.select("row", "length", "acronym")
        .join(places.select("row", "length", "id"), on=["row", "length"])
        .sort("row")
        .unique("id", keep="first", maintain_order=True)
        .select("id", "acronym")
    )


def _in_longer_phrases(found: pl.DataFrame) -> pl.DataFrame:
    """Count how often each phrase stands in the most frequent phrase that is one word longer."""
    longer = found.filter(pl.col("length") > 1)
    parts = [longer.select("count", id=part) for part in ("head", "tail")]
    return pl.concat(parts).group_by("id").agg(longer_count=pl.col("count").max())


def _of_words(described: pl.DataFrame, found: pl.DataFrame) -> list[pl.Series]:
    """Look up the features of the phrases' words."""
    first = found.get_column("row")
    last = first + found.get_column("length") - 1
    columns = [
        described.get_column(column).gather(at).alias(f"{which}_{feature}")
        for which, at in (("first", first), ("last", last))
        for feature, column in WORD_FEATURES[which].items()
    ]
    # Sums of whole numbers do not depend on the records before.
    sums = described.select(pl.col("idf", "letters").cast(pl.Int64).cum_sum())
    of_first = described.select("idf", "letters")
    length = found.get_column("length").cast(pl.Int64)
    idf, letters = (
        sums.get_column(what).gather(last)
        - sums.get_column(what).gather(first)
        + of_first.get_column(what).gather(first)
        for what in ("idf", "letters")
    )
    return [*columns, (idf / length).alias("rarity"), (letters + length - 1).alias("letters")]
