"""Makes `transforms/data/keyword_weights.parquet`: the weights of the score of keyword candidates.

A logistic regression over steps: each feature is cut at quantiles, and reaching a cut adds a
weight. It is fitted on the training sets alone, so the score is not unsupervised. Each paper
weighs the same within its set; `TASTE` says how much each set weighs.

Run: `python benchmarks/make_keyword_weights.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize

from benchmarks.keyphrase_sets import match_key, read_set
from transforms.phrases import describe_tokens, tokenize, write_phrases
from transforms.record_keywords import FEATURES, features

TABLE = Path(__file__).parents[1] / "transforms/data/keyword_weights.parquet"

TASTE = {"kp20k_small_train": 1.0, "inspec_train": 0.15}
"""Authors' own keywords count most; indexers' phrases keep the lists from getting too short."""

STEPS = 8
RIDGE = 3.0


def labelled_candidates(name: str) -> pl.DataFrame:
    """Find the candidates of a set with their features, is_gold, and weight (1 for a paper)."""
    papers = read_set(name)
    described = describe_tokens(tokenize(papers))
    found = write_phrases(described, features(described))
    keys = pl.Series([match_key(phrase) for phrase in found.get_column("keyword")])
    return (
        found.with_columns(match_key=keys)
        .join(papers.select("record_number", "gold"), on="record_number", how="left")
        .with_columns(
            is_gold=pl.col("gold").list.contains(pl.col("match_key")),
            weight=1 / pl.len().over("record_number"),
        )
    )


def cuts(found: pl.DataFrame) -> list[tuple[str, float]]:
    """Cut each feature at its quantiles."""
    steps = []
    for feature in FEATURES:
        values = found.get_column(feature).cast(pl.Float64)
        values = values.filter(values >= 0)
        at = {round(float(values.quantile(k / STEPS) or 0), 4) for k in range(STEPS)}
        steps.extend((feature, cut) for cut in sorted(at))
    return steps


def fit(found: pl.DataFrame, steps: list[tuple[str, float]]) -> np.ndarray:
    """Fit the weights of the steps by ridge logistic regression, the intercept last."""
    reached = found.select(
        (pl.col(feature) >= cut).cast(pl.Float64).alias(f"{feature} {cut}")
        for feature, cut in steps
    ).to_numpy()
    x = np.hstack([reached, np.ones((len(reached), 1))])
    y = found.get_column("is_gold").cast(pl.Float64).to_numpy()
    w = found.get_column("weight").to_numpy()
    w = w / w.mean()

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b
        p = 1 / (1 + np.exp(-z))
        value = (w * (np.logaddexp(0, z) - y * z)).sum() + RIDGE * (b[:-1] ** 2).sum() / 2
        slope = x.T @ (w * (p - y))
        slope[:-1] += RIDGE * b[:-1]
        return value, slope

    start = np.zeros(x.shape[1])
    return np.asarray(
        minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    )


def main() -> None:
    """Fit and write."""
    found = pl.concat(
        labelled_candidates(name).with_columns(pl.col("weight") * taste)
        for name, taste in TASTE.items()
    )
    print(f"{found.height:,} candidates, {found.get_column('is_gold').sum():,} gold")
    steps = cuts(found)
    weights = fit(found, steps)
    table = pl.DataFrame(
        [(*step, round(float(weight), 3)) for step, weight in zip(steps, weights, strict=False)]
        + [("words", 0.0, round(float(weights[-1]), 3))],
        schema={"feature": pl.String, "threshold": pl.Float64, "weight": pl.Float64},
        orient="row",
    )
    table = table.filter(pl.col("weight") != 0).sort("feature", "threshold")
    table.write_parquet(TABLE)
    print(f"{table.height} weights, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
