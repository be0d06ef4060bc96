r"""How alike two titles are, and whether what tells them apart makes them two papers.

Here belong comparisons of the words of titles (`transforms.title_key.title_words`). Here must not
be how alike a rule wants them to be.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.identity.similarity import similarity, spelling_similarity
from transforms.title_key import key_of_words
from transforms.word_lists import FUNCTION_WORDS

AGREEMENT = 0.6
"""Similarity, or share of the shorter title's words, from which titles under one id agree."""

REPLACED_WORDS_AGREEMENT = 0.7
"""Similarity of the words by which two near titles differ, below which they mean two things."""

_NUMBER = (
    r"^(?:\S*\d\S*|x{0,3}(?:ix|iv|v?i{0,3})|[b-z]"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen(?:th)?"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ieth)"
    r"|erster?|zweiter?|premiere?|deuxieme|primer[ao]?|segund[ao])$"
)
_PARTS = (
    r"(?:part|parts|volume|vol|chapter|section|no|nr|number|paper|lecture|day|teil|partie|task"
    r"|subtask|track|phase|stage|module|lesson|episode|exercise|study|problem|type|group)"
)
_PART = rf"^{_PARTS}$"
_PART_A = rf"\b{_PARTS} a$"
_ARTICLE = r"(?:^| )a(?: |$)"
_NEXT_LETTERS = r"(?:^| )[bcd](?: |$)"
"""*Task A* and *Task B*; for other letters the article is misread."""

_REPORT = r" (?:technical report|system card|model card)$"
_NEGATION = r"^(?:not|no|non|without|un|anti|semi|weakly|quasi|pseudo|multi|self)$"


def title_similarity(pairs: pl.DataFrame) -> pl.Series:
    """The similarity of the title keys of `left_words` and `right_words`; null without both."""
    keys = pairs.select(key_of_words(pl.col("left_words", "right_words")))
    both = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    present = keys.filter(both)
    found = similarity(present["left_words"], present["right_words"])
    places = pl.Series(np.flatnonzero(both.to_numpy()))
    empty = pl.Series("similarity", [None] * pairs.height, dtype=pl.Float64)
    return empty.scatter(places, found)


def shared_words() -> pl.Expr:
    """The share of the words of the shorter title that the other one has too."""
    left, right = _words("left_words"), _words("right_words")
    shorter = pl.min_horizontal(left.list.len(), right.list.len())
    return left.list.set_intersection(right).list.len() / shorter


def with_difference(pairs: pl.DataFrame) -> pl.DataFrame:
    """Add to pairs of titles what tells them apart.

    Args:
        pairs: Frame with `left_words` and `right_words`.

    Returns:
        The frame with `left_only` and `right_only`, the words that the other title lacks, in order,
        and `difference`, the similarity of the two as text.
    """
    numbered = pairs.with_row_index("pair")
    left, right = (
        numbered.select("pair", word=pl.col(name).str.split(" ")).explode("word")
        for name in ("left_words", "right_words")
    )
    compared = (
        numbered.join(_lacking(left, right, "left_only"), on="pair", how="left")
        .join(_lacking(right, left, "right_only"), on="pair", how="left")
        .sort("pair")
        .drop("pair")
        .with_columns(pl.col("left_only", "right_only").fill_null(""))
    )
    keys = compared.select(key_of_words(pl.col("left_only", "right_only")))
    return compared.with_columns(
        difference=spelling_similarity(keys["left_only"], keys["right_only"])
    )


def differs_in_numbers() -> pl.Expr:
    """Whether two titles (`with_difference`) are parts, years or volumes of a series.

    That is, both have numbers that the other lacks, or nothing else tells them apart.
    """
    is_number = pl.element().str.contains(_NUMBER)
    is_other = ~(is_number | pl.element().str.contains(_PART))
    sides = [pl.col(name).str.extract_all(r"\S+") for name in ("left_only", "right_only")]
    left, right = (side.list.eval(is_number).list.sum() for side in sides)
    others = pl.sum_horizontal(side.list.eval(is_other).list.sum() for side in sides)
    return (
        ((left > 0) & (right > 0))
        | ((left + right > 0) & (others == 0))
        | _has_letter_a("left", "right")
        | _has_letter_a("right", "left")
    )


def _has_letter_a(side: str, other: str) -> pl.Expr:
    """Whether a title has the letter A where the other has one of the next, or none."""
    has_a = pl.col(f"{side}_only").str.contains(_ARTICLE)
    is_part_a = pl.col(f"{side}_words").str.contains(_PART_A)
    return has_a & (pl.col(f"{other}_only").str.contains(_NEXT_LETTERS) | is_part_a)


def differs_in_digits() -> pl.Expr:
    """Whether a title (`with_difference`) has a word with a digit that the other one lacks."""
    return (pl.col("left_only") + pl.col("right_only")).str.contains(r"\d")


def differs_in_meaning() -> pl.Expr:
    """Whether the words that one title (`with_difference`) has for the other's are not the same.

    That is, they are no spelling of them; or one has a negation more, or a word in the name of what
    a technical report is about. One letter more or less in a function word is a slip.
    """
    left, right = pl.col("left_only"), pl.col("right_only")
    both = (left != "") & (right != "")
    is_negation = ~both & (left + right).str.contains(_NEGATION)
    longer = pl.max_horizontal(left.str.len_chars(), right.str.len_chars())
    is_slip = pl.any_horizontal(side.is_in(sorted(FUNCTION_WORDS)) for side in (left, right)) & (
        (1 - pl.col("difference")) * longer < 1.5
    )
    is_other_report = (
        ~both
        & pl.all_horizontal(pl.col("left_words", "right_words").str.contains(_REPORT))
        & ~(left + right).is_in(sorted(FUNCTION_WORDS))
    )
    is_unlike = both & (pl.col("difference") < REPLACED_WORDS_AGREEMENT) & ~is_slip
    return (is_unlike | is_negation | is_other_report).fill_null(value=False)


def _lacking(words: pl.DataFrame, other: pl.DataFrame, name: str) -> pl.DataFrame:
    """The words of each title that the other one of its pair has not."""
    return (
        words.with_row_index("place")
        .join(other, on=["pair", "word"], how="anti")
        .sort("place")
        .group_by("pair", maintain_order=True)
        .agg(pl.col("word").str.join(" ").alias(name))
    )


def _words(name: str) -> pl.Expr:
    return pl.col(name).str.split(" ")
