"""How alike two texts are: the one measure that titles and names share."""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein


def similarity(left: pl.Series, right: pl.Series) -> pl.Series:
    """The normalised Levenshtein similarity of texts, pair by pair, from 0 to 1.

    1 minus the edits (insertion, deletion, replacement) over the length of the longer text.
    """
    found = process.cpdist(
        left.to_list(),
        right.to_list(),
        scorer=Levenshtein.normalized_similarity,
        dtype=np.float64,
        workers=1,
    )
    return pl.Series("similarity", found, dtype=pl.Float64)
