"""The score of candidate phrases: what their features are worth under a profile.

The score is the chance that a profile's labels hold the phrase, as boosted trees put it. Every
tree asks the same four questions of every phrase and gives a weight for the sixteen ways to answer.
The trees are a table; `benchmarks/make_keyword_weights.py` makes it.

Here belongs the score. Here must not be the features (`phrase_features`) and the choice among
scored phrases (`record_keywords`).
"""

from __future__ import annotations

import functools
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from transforms.phrase_features import FEATURES
from transforms.words import DATA

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


class Tree(NamedTuple):
    """Questions, whether a feature reaches a threshold, and a weight for each way to answer them.

    The weight's place is the answers as bits, the first question's highest.
    """

    features: list[str]
    thresholds: list[float]
    weights: list[float]


@functools.cache
def score_trees(profile: str) -> list[Tree]:
    """Load the trees of a profile's score, each two of them as one of twice the questions."""
    table = pl.read_parquet(DATA / "keyword_weights.parquet").filter(pl.col("profile") == profile)
    trees = [Tree(*row) for row in table.select(Tree._fields).iter_rows()]
    return [_joined(*pair) for pair in zip(trees[::2], trees[1::2], strict=True)]


def _joined(first: Tree, second: Tree) -> Tree:
    """Make one tree of two: a weight is looked up once for both."""
    return Tree(
        first.features + second.features,
        first.thresholds + second.thresholds,
        [one + other for one in first.weights for other in second.weights],
    )
