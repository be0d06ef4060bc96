"""Acronyms that a paper defines: `Long Form (LF)`.

Here belongs the search for definitions in the tokens of papers. Here must not be what an acronym
means in other papers (`acronym_meanings`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

LONGEST_FORM: Final = 6
"""Words in the longest long form, the small words among them counted."""

ACRONYM: Final = r"^\p{L}[\p{L}\p{N}]{1,7}$"


def definitions(described: pl.DataFrame) -> pl.DataFrame:
    """Find acronyms that stand in brackets behind the words whose initials they are.

    The initials are those of all words before the bracket, or of the words that are no function
    words: `Internet of Things (IoT)`, `area under the curve (AUC)`. A final s of the acronym is
    its plural.

    Args:
        described: A frame as `phrases.describe_tokens` makes it.

    Returns:
        One row per definition, in order: row (of the long form's first word), length (words),
        acronym (as written, without the plural s).
    """
    brackets = _bracketed(described)
    if brackets.is_empty():
        return brackets.select("row", length=pl.lit(0, pl.UInt8), acronym="acronym")
    before = _words_before(described, brackets)
    matches = [
        _match(brackets, before, pl.lit(value=True)),
        _match(brackets, before, ~pl.col("function_word")),
    ]
    found = (
        pl.concat(matches)
        .sort("row", "length")
        .unique("row", keep="first", maintain_order=True)
        .select(
            row=pl.col("row") - pl.col("length"),
            length=pl.col("length").cast(pl.UInt8),
            acronym="acronym",
        )
    )
    return _from_whole_words(described, found)


def _from_whole_words(described: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Begin a long form where its compound does: `multi-modal fusion (MF)`."""
    before = described.get_column("tied").gather(found.get_column("row")).cast(pl.UInt8)
    return found.with_columns(row=pl.col("row") - before, length=pl.col("length") + before)


def _bracketed(described: pl.DataFrame) -> pl.DataFrame:
    """Find single words in brackets that look like acronyms; `row` is the bracket's."""
    opening = described.filter(pl.col("token") == "(").select("record_number", "part", "row")
    words = described.select("record_number", "token")
    last = max(described.height - 1, 0)
    following = [
        words[(opening.get_column("row") + distance).clip(upper_bound=last)] for distance in (1, 2)
    ]
    word, closing = (each.get_column("token").cast(pl.String) for each in following)
    is_plural = pl.col("word").str.contains(r"\p{Lu}.*s$")
    return (
        opening.with_columns(
            word=word, closing=closing, same=following[1].get_column("record_number")
        )
        .with_columns(
            acronym=pl.when(is_plural)
            .then(pl.col("word").str.strip_suffix("s"))
            .otherwise(pl.col("word"))
        )
        .filter(
            (pl.col("same") == pl.col("record_number"))
            & pl.col("closing").is_in([")", ",", ";", ":"])
            & pl.col("acronym").str.contains(ACRONYM)
        )
        .with_columns(wanted=pl.col("acronym").str.to_lowercase())
        .drop("word", "closing", "same")
    )


def _words_before(described: pl.DataFrame, brackets: pl.DataFrame) -> pl.DataFrame:
    """List the words in front of each bracket, up to the first sign that is no word."""
    row = brackets.get_column("row")
    steps = []
    for distance in range(1, LONGEST_FORM + 1):
        at = described.select("token", "is_word", "record_number", "part", "inside", "glued")[
            (row.cast(pl.Int64) - distance).clip(lower_bound=0)
        ]
        steps.append(
            at.select(
                row=row,
                distance=pl.lit(distance, pl.UInt8),
                initial=pl.col("token")
                .cast(pl.String)
                .str.extract(r"([\p{L}\p{N}])")
                .str.to_lowercase(),
                function_word=~pl.col("inside") & ~pl.col("glued"),
                broken=~pl.col("is_word")
                | (pl.col("record_number") != brackets.get_column("record_number"))
                | (pl.col("part") != brackets.get_column("part"))
                | (row < distance),
            )
        )
    return (
        pl.concat(steps)
        .sort("row", "distance")
        .with_columns(broken=pl.col("broken").cum_max().over("row"))
        .filter(~pl.col("broken"))
    )


def _match(brackets: pl.DataFrame, before: pl.DataFrame, counts: pl.Expr) -> pl.DataFrame:
    """Compare acronyms with the initials of the words that count; length is the long form's."""
    backwards = (
        before.filter(counts)
        .group_by("row", maintain_order=True)
        .agg("initial", "distance", "function_word")
        .with_columns(initials=pl.col("initial").list.reverse())
    )
    size = pl.col("wanted").str.len_chars()
    return (
        brackets.join(backwards, on="row")
        .filter(pl.col("initial").list.len() >= size)
        .filter(pl.col("initials").list.tail(size).list.join("") == pl.col("wanted"))
        .filter(~pl.col("function_word").list.get(size - 1))
        .with_columns(length=pl.col("distance").list.get(size - 1))
        .select("row", "acronym", "length")
    )
