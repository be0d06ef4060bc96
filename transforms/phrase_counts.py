"""How often words and phrases stand in some texts: counting, adding up, and keeping that small.

Counts of two sets of texts, added, are the counts of both, so tables grow with each set and nothing
is counted anew. Here must not be what the counts tell (`background`), nor where tables lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from transforms.acronyms import definitions
from transforms.phrases import LONGEST_PHRASE, describe_tokens, mix, occurrences
from transforms.tokens import TITLE, tokenize
from transforms.words import stem_hash, word_attributes

LEAST_TEXTS: Final = 3
"""Words and phrases of fewer texts are in no table: a document says as much of them by itself."""

MOST_ROWS: Final = 6_000_000
"""Rows that are held while counting: some 2 GB at their height."""

BATCH: Final = 8_000
"""Texts at a time: bounds the memory, changes no result."""

THREADS: Final = min(4, pl.thread_pool_size())
"""Batches at a time: much of the work on one takes one processor, and all are in memory."""

WORD_COUNTS: Final = ("texts", "titles", "title_opens", "title_closes", "count", "closes", "alone")
PHRASE_COUNTS: Final = ("texts", "titles", "count", "whole")

_SPREAD: Final = 0xD6E8_FEB8_6659_FD93
_PLACES: Final = tuple(f"word_{place}" for place in range(1, LONGEST_PHRASE + 1))

_WORDS: Final = pl.Schema(
    {"hash": pl.UInt64(), "stem": pl.String(), **dict.fromkeys(WORD_COUNTS, pl.UInt32())}
)
_PHRASES: Final = pl.Schema(
    {
        "key": pl.UInt64(),
        **dict.fromkeys(_PLACES, pl.UInt64()),
        **dict.fromkeys(PHRASE_COUNTS, pl.UInt32()),
    }
)


class Counts(NamedTuple):
    """What was counted in some texts.

    Most phrases stand in one text only, and their text would take most of the time and memory. So
    here they are numbers; `tables` writes those that are left at the end.

    Attributes:
        texts: How many.
        words: One row per stem: hash (`words.stem_hash`), stem; texts and titles (that hold it),
            title_opens and title_closes (titles in which it opens, closes a noun group); count
            (occurrences), closes and alone (those that close a noun group, that are one).
        phrases: One row per phrase: key (as `phrases.mix` makes it), the hashes of its words
            (word_1 to word_5, null where it is shorter); texts and titles (that hold it), count
            (occurrences), whole (those that are a whole noun group).
    """

    texts: int
    words: pl.DataFrame
    phrases: pl.DataFrame

    @property
    def rows(self) -> int:
        """Rows of both frames."""
        return self.words.height + self.phrases.height


NOTHING: Final = Counts(0, _WORDS.to_frame(), _PHRASES.to_frame())


def count_phrases(records: pl.DataFrame) -> Counts:
    """Count the words and phrases of some texts.

    Args:
        records: Columns title and abstract; either may be null.
    """
    return add(*_counts_of_slices(records))


def count_in_turn(batches: Iterable[pl.DataFrame], most_rows: int = MOST_ROWS) -> Counts:
    """Count the words and phrases of texts that need not fit in memory.

    Whenever more than `most_rows` rows are held, they are added up, and if that leaves more than
    half as many, the rarest are dropped: those of one text, then those of two, until it is half as
    many. So a count may lack what stood in texts before: for each round that dropped those of less
    than n texts, at most n - 1 texts. Counts are never too high, and what is frequent all the way
    is exact. (Lossy counting: Manku and Motwani, Approximate Frequency Counts over Data Streams,
    2002; here the rounds are set by memory.) With fewer rows nothing is dropped.

    Args:
        batches: Frames as `count_phrases` takes them, some ten thousand texts each.
        most_rows: Distinct words and phrases held at a time, those of one batch apart.
    """
    held: list[Counts] = []
    for batch in batches:
        held += _counts_of_slices(batch)
        if sum(counts.rows for counts in held) > most_rows:
            held = [_shrink(add(*held), most_rows // 2)]
    return add(*held)


def add(*counts: Counts) -> Counts:
    """Add up counts of different texts."""
    parts = (NOTHING, *counts)
    return Counts(
        sum(part.texts for part in parts),
        pl.concat([part.words for part in parts])
        .group_by("hash")
        .agg(pl.col("stem").first(), pl.col(WORD_COUNTS).sum()),
        pl.concat([part.phrases for part in parts])
        .group_by("key")
        .agg(pl.col(_PLACES).first(), pl.col(PHRASE_COUNTS).sum()),
    )


def prune(counts: Counts, least_texts: int) -> Counts:
    """Drop words and phrases of fewer texts; a phrase that stays keeps its words."""
    often = pl.col("texts") >= least_texts
    return Counts(counts.texts, counts.words.filter(often), counts.phrases.filter(often))


def tables(counts: Counts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write counts as the tables that `background.load_background` reads.

    Returns:
        Words by stem: stem and `WORD_COUNTS`. Phrases by stem_key (the stems, one space between
        them): stem_key and `PHRASE_COUNTS`.
    """
    hashes, stems = counts.words.get_column("hash"), counts.words.get_column("stem")
    phrases = counts.phrases.with_columns(
        pl.col(_PLACES).replace_strict(hashes, stems, default=None, return_dtype=pl.String)
    )
    return (
        counts.words.drop("hash").sort("stem"),
        phrases.select(
            pl.concat_str(_PLACES, separator=" ", ignore_nulls=True).alias("stem_key"),
            *PHRASE_COUNTS,
        ).sort("stem_key"),
    )


def read_tables(folder: Path) -> Counts:
    """Read tables of counts, to add to them.

    Args:
        folder: It holds what `tables` gives as `word_counts.parquet` and `phrases.parquet`; how
            many texts were counted is in their metadata as `texts`.
    """
    words = pl.read_parquet(folder / "word_counts.parquet")
    phrases = pl.read_parquet(folder / "phrases.parquet")
    split = phrases.with_columns(stems=pl.col("stem_key").str.split(" "))
    places = split.with_columns(
        pl.col("stems").list.get(at, null_on_oob=True).alias(place)
        for at, place in enumerate(_PLACES)
    ).with_columns(stem_hash(pl.col(_PLACES)))
    key = np.zeros(places.height, np.uint64)
    for place in _PLACES:
        has = places.get_column(place).is_not_null().to_numpy()
        key[has] = mix(key[has], places.get_column(place).drop_nulls().to_numpy())
    return Counts(
        int(pl.read_parquet_metadata(folder / "word_counts.parquet")["texts"]),
        words.with_columns(hash=stem_hash(pl.col("stem"))).select(_WORDS.names()),
        places.with_columns(key=pl.Series(key)).select(_PHRASES.names()),
    )


def _shrink(counts: Counts, most_rows: int) -> Counts:
    """Drop the rarest words and phrases until there are so few."""
    least_texts = 2
    while counts.rows > most_rows:
        counts = prune(counts, least_texts)
        least_texts += 1
    return counts


def _counts_of_slices(records: pl.DataFrame) -> Iterator[Counts]:
    """Count slices of some texts one by one, on all processors."""
    numbered = records.select("title", "abstract").with_row_index("record_number")
    with ThreadPoolExecutor(THREADS) as threads:
        yield from threads.map(_count, numbered.iter_slices(BATCH))


def _count(records: pl.DataFrame) -> Counts:
    """Count the words and phrases of a few texts."""
    tokens = tokenize(records)
    attributes = word_attributes(tokens.get_column("token").unique())
    described = describe_tokens(tokens, attributes)
    texts = records.filter(pl.any_horizontal(pl.col("title", "abstract").is_not_null())).height
    return Counts(texts, _count_words(described, attributes), _count_phrases(described))


def _count_words(described: pl.DataFrame, attributes: pl.DataFrame) -> pl.DataFrame:
    """Count words: the `words` of `Counts`."""
    in_title = pl.col("part") == TITLE
    opens, closes = pl.col("member") & pl.col("first"), pl.col("member") & pl.col("last")
    counted = (
        described.lazy()
        .filter("is_word")
        .select(
            "hash",
            id=_in_record(pl.col("hash")),
            titles=in_title,
            title_opens=in_title & opens,
            title_closes=in_title & closes,
            closes=closes,
            alone=opens & closes,
        )
        .group_by("id")
        .agg(
            pl.col("hash").first(),
            pl.col("titles", "title_opens", "title_closes").any(),
            pl.col("closes", "alone").sum(),
            count=pl.len(),
        )
        .group_by("hash")
        .agg(pl.all().exclude("id", "hash").sum(), texts=pl.len())
        .collect()
    )
    stems = attributes.select("hash", "stem").unique("hash")
    return counted.join(stems, on="hash").select(
        pl.col(name).cast(dtype) for name, dtype in _WORDS.items()
    )


def _in_record(hashed: pl.Expr) -> pl.Expr:
    """Make one number of a word and its record: grouping by two columns takes twice as long."""
    return hashed ^ (pl.col("record_number").cast(pl.UInt64) * pl.lit(_SPREAD, pl.UInt64))


def _count_phrases(described: pl.DataFrame) -> pl.DataFrame:
    """Count phrases: the `phrases` of `Counts`."""
    counted = (
        occurrences(described, definitions(described))
        .lazy()
        # A defined name may be longer; its first words alone are another phrase.
        .filter(pl.col("length") <= LONGEST_PHRASE)
        .select("id", "key", "row", "length", "whole", titles=pl.col("part") == TITLE)
        .group_by("id")
        .agg(
            pl.col("key", "row", "length").first(),
            pl.col("titles").any(),
            pl.col("whole").sum(),
            count=pl.len(),
        )
        .group_by("key")
        .agg(
            pl.col("row", "length").first(),
            pl.col("titles", "whole", "count").sum(),
            texts=pl.len(),
        )
        .collect()
    )
    hashes = described.get_column("hash")
    row, last = counted.get_column("row"), described.height - 1
    words = [
        pl.when(pl.col("length") > at)
        .then(hashes.gather((row + at).clip(upper_bound=max(last, 0))))
        .alias(place)
        for at, place in enumerate(_PLACES)
    ]
    return counted.with_columns(words).select(
        pl.col(name).cast(dtype) for name, dtype in _PHRASES.items()
    )
