"""Makes `transforms/data/keyword_weights.parquet`: the trees of the score of keyword candidates.

Gradient boosting of oblivious trees by the logistic loss: a tree asks the same four questions of
all candidates, whether a feature reaches a threshold. Fitted on the training sets alone, one set
for a profile; so the score is not unsupervised.

Run: `python -m benchmarks.make_keyword_weights`.

Sources: J. Friedman, Greedy function approximation, 2001; oblivious trees as in A. Dorogush et al.,
CatBoost, 2018.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.keyphrase_sets import match_key, read_set
from transforms.background import Background, background_of
from transforms.phrase_counts import LEAST_TEXTS, count_phrases, tables
from transforms.phrase_features import FEATURES, describe, features
from transforms.phrase_scores import Tree
from transforms.phrases import write_phrases
from transforms.words import DATA

TABLE = Path(__file__).parents[1] / "transforms/data/keyword_weights.parquet"

TRAINING = {"author": "kp20k_small_train", "index": "inspec_train"}

TREES = 200
QUESTIONS = 4
RATE = 0.12
RIDGE = 20.0
BINS = 16
COLUMNS_TRIED = 0.5
"""Share of the features that each tree may ask about: trees that differ err less together."""

SEED = 4

FOLDS = 10
"""The background counts the training texts too; the candidates of each fold are judged without the
counts of its own texts, as those of unknown texts will be."""


def labelled_candidates(name: str) -> pl.DataFrame:
    """Find the candidates of a set with their features, match_key and is_gold, in a fixed order."""
    papers = read_set(name)
    found = pl.concat(
        candidates_of(papers.filter(pl.col("record_number") % FOLDS == fold))
        for fold in range(FOLDS)
    )
    keys = pl.Series([match_key(phrase) for phrase in found.get_column("keyword")])
    return (
        found.with_columns(match_key=keys)
        .join(papers.select("record_number", "gold"), on="record_number", maintain_order="left")
        .with_columns(is_gold=pl.col("gold").list.contains(pl.col("match_key")))
    )


def candidates_of(papers: pl.DataFrame) -> pl.DataFrame:
    """Find the candidates of papers with their features, judged without the papers' own counts."""
    background = background_without(papers)
    described = describe(papers, background)
    found = write_phrases(described, features(described, background))
    return found.sort("record_number", "row", "length")


def background_without(papers: pl.DataFrame) -> Background:
    """Take the counts of papers out of the shipped background."""
    words, phrases = tables(count_phrases(papers))
    texts = int(pl.read_parquet_metadata(DATA / "word_counts.parquet")["texts"])
    return background_of(
        _less(pl.read_parquet(DATA / "word_counts.parquet"), words, "stem"),
        _less(pl.read_parquet(DATA / "phrases.parquet"), phrases, "stem_key"),
        texts - papers.height,
    )


def _less(counts: pl.DataFrame, own: pl.DataFrame, key: str) -> pl.DataFrame:
    """Subtract counts, and drop what then is in too few texts."""
    columns = [column for column in counts.columns if column != key]
    return (
        counts.join(own.select(key, *columns), on=key, how="left", suffix="_own")
        .select(
            key,
            *(
                pl.col(column) - pl.col(f"{column}_own").fill_null(0).cast(pl.UInt32)
                for column in columns
            ),
        )
        .filter(pl.col("texts") >= LEAST_TEXTS)
    )


def thresholds_of(found: pl.DataFrame) -> list[list[float]]:
    """Cut each feature at its quantiles, or between all its values where they are few."""
    cuts = []
    for feature in FEATURES:
        values = found.get_column(feature).cast(pl.Float32)
        distinct = values.unique().sort()
        if len(distinct) > BINS:
            at = [values.quantile(k / BINS, "lower") for k in range(1, BINS)]
            distinct = pl.Series([distinct[0], *at]).unique().sort()
        cuts.append(distinct[1:].to_list())
    return cuts


def fit(found: pl.DataFrame, trees: int = TREES) -> list[Tree]:
    """Boost trees; the first tree's weights include the share of gold among all."""
    rng = np.random.default_rng(SEED)
    cuts = thresholds_of(found)
    bins = np.stack(
        [
            np.searchsorted(cut, found.get_column(feature).cast(pl.Float32), side="right")
            for feature, cut in zip(FEATURES, cuts, strict=True)
        ]
    )
    gold = found.get_column("is_gold").cast(pl.Float64).to_numpy()
    start = float(np.log(gold.mean() / (1 - gold.mean())))
    total = np.full(found.height, start)
    fitted = []
    for number in range(trees):
        chance = 1 / (1 + np.exp(-total))
        slope, bend = gold - chance, chance * (1 - chance)
        tried = rng.choice(len(FEATURES), round(COLUMNS_TRIED * len(FEATURES)), replace=False)
        leaf = np.zeros(found.height, np.int64)
        asked, thresholds = [], []
        for _ in range(QUESTIONS):
            feature, cut = max(
                ((feature, *best_cut(bins[feature], leaf, slope, bend)) for feature in tried),
                key=lambda each: each[2],
            )[:2]
            asked.append(FEATURES[feature])
            thresholds.append(float(cuts[feature][cut]))
            leaf = 2 * leaf + (bins[feature] > cut)
        slopes, bends = (np.bincount(leaf, each, 2**QUESTIONS) for each in (slope, bend))
        weights = RATE * slopes / (bends + RIDGE)
        total += weights[leaf]
        rounded = (weights + (start if number == 0 else 0)).round(4)
        fitted.append(Tree(asked, thresholds, rounded.tolist()))
    return fitted


def best_cut(
    bins: np.ndarray, leaf: np.ndarray, slope: np.ndarray, bend: np.ndarray
) -> tuple[int, float]:
    """Find where to cut a feature, the same in each leaf: the cut and its gain."""
    leaves = int(leaf.max()) + 1
    cells, size = leaf * (BINS + 1) + bins, leaves * (BINS + 1)
    gain = np.zeros(BINS)
    sums = [np.bincount(cells, each, size).reshape(leaves, -1) for each in (slope, bend)]
    below = [each.cumsum(axis=1)[:, :-1] for each in sums]
    whole = [each.sum(axis=1, keepdims=True) for each in sums]
    above = [each - part for each, part in zip(whole, below, strict=True)]
    for slopes, bends in (below, above):
        gain += (slopes**2 / (bends + RIDGE)).sum(axis=0)
    best = int(gain[: int(bins.max())].argmax())
    return best, float(gain[best])


def main() -> None:
    """Fit and write."""
    tables = []
    for profile, name in TRAINING.items():
        found = labelled_candidates(name)
        print(f"{profile}: {found.height:,} candidates, {found.get_column('is_gold').sum():,} gold")
        trees = pl.DataFrame(fit(found), schema=Tree._fields, orient="row")
        tables.append(trees.select(pl.lit(profile).alias("profile"), pl.all()))
    table = pl.concat(tables)
    table.write_parquet(TABLE, compression="zstd")
    print(f"{table.height} trees, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
