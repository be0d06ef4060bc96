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

DECIMALS: Final = 10_000
"""Weights have four decimals: as whole numbers their sum is exact, whatever the order."""


def score(featured: pl.DataFrame, profile: str) -> pl.DataFrame:
    """Score candidates.

    Args:
        featured: A frame as `phrase_features.features` makes it.
        profile: One of `record_keywords.PROFILES`.

    Returns:
        The rows with score (0 to 1, four decimals).
    """
    trees = score_trees(profile)
    features = featured.select(pl.col(FEATURES).cast(pl.Float32))
    columns = {name: features.get_column(name).to_numpy() for name in FEATURES}
    asked = dict.fromkeys(question for tree in trees for question in tree.questions)
    yes = {
        question: (columns[question.feature] >= np.float32(question.threshold)).view(np.uint8)
        for question in asked
    }
    total = np.zeros(featured.height, np.int32)
    for tree in trees:
        answers = np.zeros(featured.height, np.uint8)
        for question in tree.questions:
            answers += answers
            answers |= yes[question]
        # All answers are in range; without a check for it the look-up takes two thirds of the time.
        total += np.take(tree.weights, answers, mode="wrap")
    chance = 1 / (1 + (-pl.Series("score", total / DECIMALS)).exp())
    return featured.with_columns(chance.round(4))


class Question(NamedTuple):
    """Does a feature reach a threshold?"""

    feature: str
    threshold: float


class Tree(NamedTuple):
    """Questions, whether a feature reaches a threshold, and a weight for each way to answer them.

    The weight's place is the answers as bits, the first question's highest.
    """

    features: list[str]
    thresholds: list[float]
    weights: list[float]


class JoinedTrees(NamedTuple):
    """Two trees as one of twice the questions: a weight is looked up once for both."""

    questions: list[Question]
    weights: np.ndarray[tuple[int], np.dtype[np.int32]]
    """Times `DECIMALS`."""


@functools.cache
def score_trees(profile: str) -> list[JoinedTrees]:
    """Load the trees of a profile's score, each two of them joined."""
    table = pl.read_parquet(DATA / "keyword_weights.parquet").filter(pl.col("profile") == profile)
    trees = [Tree(*row) for row in table.select(Tree._fields).iter_rows()]
    return [_joined(*pair) for pair in zip(trees[::2], trees[1::2], strict=True)]


def _joined(*trees: Tree) -> JoinedTrees:
    questions = [
        Question(*each)
        for tree in trees
        for each in zip(tree.features, tree.thresholds, strict=True)
    ]
    first, second = (
        (np.asarray(tree.weights) * DECIMALS).round().astype(np.int32) for tree in trees
    )
    return JoinedTrees(questions, np.add.outer(first, second).ravel())
