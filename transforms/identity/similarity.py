"""How alike two texts are: the one measure that titles and names share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein


def similarity(left: pl.Series, right: pl.Series) -> pl.Series:
    """The normalised Levenshtein similarity of texts, pair by pair, from 0 to 1.

    1 minus the edits (insertion, deletion, replacement) over the length of the longer text.
    """
    return _compared(left, right, Levenshtein.normalized_similarity)


def spelling_similarity(left: pl.Series, right: pl.Series) -> pl.Series:
    """The same where two letters that change places count as one edit: for single words."""
    return _compared(left, right, OSA.normalized_similarity)


def _compared(left: pl.Series, right: pl.Series, measure: Callable[..., float]) -> pl.Series:
    found = process.cpdist(
        left.to_list(), right.to_list(), scorer=measure, dtype=np.float64, workers=1
    )
    return pl.Series("similarity", found, dtype=pl.Float64)
