"""The score of candidate phrases: what their features are worth under a profile.

The score is the chance that a profile's labels hold the phrase, as boosted trees put it. Every
tree asks the same four questions of every phrase and gives a weight for the sixteen ways to answer.
The trees are a table; `benchmarks/make_keyword_weights.py` makes it.

Here belongs the score. Here must not be the features (`phrase_features`) and the choice among
scored phrases (`record_keywords`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from transforms.background import score_trees
from transforms.phrase_features import FEATURES

BLOCK: Final = 16_384
"""Phrases at a time: their features and answers stay in the processor's cache."""


def score(featured: pl.DataFrame, profile: str) -> pl.DataFrame:
    """Score candidates.

    Args:
        featured: A frame as `phrase_features.features` makes it.
        profile: One of `record_keywords.PROFILES`.

    Returns:
        The rows with score (0 to 1, four decimals).
    """
    columns = featured.select(pl.col(FEATURES).cast(pl.Float32))
    blocks = [_sums(block, profile) for block in columns.iter_slices(BLOCK)]
    total = pl.Series("score", np.concatenate([np.zeros(0), *blocks]))
    return featured.with_columns(score=(1 / (1 + (-total).exp())).round(4))


def _sums(features: pl.DataFrame, profile: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Sum up the weights that the trees give each row."""
    columns = {name: features.get_column(name).to_numpy() for name in features.columns}
    total = np.zeros(features.height)
    for tree in score_trees(profile):
        answers = np.zeros(features.height, np.uint8)
        for feature, threshold in zip(tree.features, tree.thresholds, strict=True):
            answers += answers
            answers |= (columns[feature] >= threshold).view(np.uint8)
        total += np.take(np.asarray(tree.weights), answers)
    return total
