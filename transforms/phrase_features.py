"""What speaks for and against each candidate phrase.

Here belong the features: what the record, the background texts and the phrase's words say of it.
Here must not be how phrases are found (`phrases`) and what the features are worth
(`phrase_scores`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
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
    "last_general",  # it is of `word_lists.GENERAL_HEADS`
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
        "general": "general", "verb": "verb", "alone_share": "alone_share",
        "closes_titles": "closes_titles", "closing_in_titles": "closing_in_titles",
    },
}  # fmt: skip
"""Names of features of the first and the last word, and the columns of `describe`."""


Numbers = np.ndarray[tuple[int], np.dtype[Any]]


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
        One row per record and phrase, record after record: record_number, row, length, in_title,
        head and tail as `phrases.candidates` has them; acronym (that the record gives for it, or
        null); and the `FEATURES`, without nulls.
    """
    defined = definitions(described)
    places = occurrences(described, defined)
    found = candidates(places)
    found = found.with_columns(
        longer_count=_in_longer_phrases(found), acronym=_acronyms(defined, places, found)
    ).join(background.phrases, on="key", how="left", maintain_order="left")
    dropped = _says_little(found) | _is_hollow(described, found)
    found = _kept(found, ~dropped | found.get_column("acronym").is_not_null())
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
        absorbed=pl.col("longer_count") / pl.col("count"),
        defines=pl.col("acronym").is_not_null(),
    ).select("record_number", "row", "length", "in_title", "acronym", "head", "tail", *FEATURES)


def _kept(found: pl.DataFrame, kept: pl.Series) -> pl.DataFrame:
    """Keep some of the candidates; head and tail say where those are now."""
    flags = kept.to_numpy()
    moved = np.where(flags, np.cumsum(flags) - 1, -1)
    # The last place is that of -1, which means none.
    moved = np.append(moved, -1)
    return found.with_columns(
        pl.Series(part, moved[found.get_column(part).to_numpy()]) for part in ("head", "tail")
    ).filter(kept)


def _says_little(found: pl.DataFrame) -> pl.Series:
    """Tell phrases that other texts know to say little, unless the record makes them a subject.

    A common word must be in the title and somewhere a noun group, a subject of research in the
    title or twice a noun group, a vague word a noun group of the title, a fragment somewhere one.
    """
    generic, common, subject, vague, fragment = (
        pl.col(what).fill_null(value=False)
        for what in ("generic", "common", "subject", "vague", "fragment")
    )
    never_whole = pl.col("count_whole") == 0
    is_subject = pl.col("in_title") | (subject & (pl.col("count_whole") > 1))
    return found.select(
        generic
        | ((fragment | common) & never_whole)
        | (common & ~is_subject)
        | (vague & ~pl.col("whole_in_title"))
        | (pl.col("known_texts").is_null() & pl.col("doubtful"))
    ).to_series()


def _is_hollow(described: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """Tell phrases that a general head makes of another term, in no title: `alignment method`."""
    row, length = found.get_column("row"), found.get_column("length").cast(pl.UInt32)
    is_general = described.get_column("general").gather(row + length - 1)
    after_noun = described.get_column("closes").gather(row + length.clip(2) - 2)
    hollow = pl.col("hollow").fill_null(value=False) & ~pl.col("whole_in_title")
    return found.select(hollow & is_general & after_noun).to_series()


def _acronyms(defined: pl.DataFrame, places: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """The acronym that a record gives first for each candidate."""
    at_same_row = places.filter(pl.col("row").is_in(defined.get_column("row").implode()))
    given = (
        at_same_row.select("row", "length", "id")
        .join(defined.select("row", "length", "acronym"), on=["row", "length"])
        .sort("row")
        .unique("id", keep="first", maintain_order=True)
    )
    at = found.get_column("id").search_sorted(given.get_column("id"))
    acronyms = pl.repeat(None, found.height, dtype=pl.String, eager=True)
    return acronyms.scatter(at, given.get_column("acronym"))


def _in_longer_phrases(found: pl.DataFrame) -> pl.Series:
    """Count how often each phrase stands in the most frequent phrase that is one word longer."""
    count = found.get_column("count").to_numpy()
    longer_count = np.zeros(found.height + 1, np.int64)
    for part in ("head", "tail"):
        # What is in no candidate is counted behind the last.
        np.maximum.at(longer_count, found.get_column(part).to_numpy(), count)
    return pl.Series(longer_count[:-1])


def _of_words(described: pl.DataFrame, found: pl.DataFrame) -> list[pl.Series]:
    """Look up the features of the phrases' words."""
    first = found.get_column("row")
    last = first + found.get_column("length") - 1
    columns = [
        described.get_column(column).gather(at).alias(f"{which}_{feature}")
        for which, at in (("first", first), ("last", last))
        for feature, column in WORD_FEATURES[which].items()
    ]
    length = found.get_column("length").to_numpy()
    idf, letters = (
        _sum_of_words(described.get_column(what).to_numpy(), first.to_numpy(), length)
        for what in ("idf", "letters")
    )
    return [*columns, pl.Series("rarity", idf / length), pl.Series("letters", letters + length - 1)]


def _sum_of_words(values: Numbers, first: Numbers, length: Numbers) -> Numbers:
    """Sum up what is said of the words of phrases."""
    sums = values[first].astype(np.int64)
    for offset in range(1, length.max(initial=1)):
        longer = np.flatnonzero(length > offset)
        sums[longer] += values[first[longer] + offset]
    return sums
