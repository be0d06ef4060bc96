"""How far the authors of two records are the same.

Here belongs the comparison of lists of author keys (`transforms.author_keys`). Here must not be how
much overlap a rule wants.
"""

from __future__ import annotations

import polars as pl

from transforms.identity.similarity import spelling_similarity

MISSPELT = 0.75
"""Similarity of two surnames from which one is a misspelt form of the other."""

MINIMUM_MISSPELT = 5
"""Letters of a surname below which a misspelt form may be another name."""


def author_overlap(pairs: pl.DataFrame, texts: pl.DataFrame) -> pl.Series:
    """The share of the shorter author list that stands in the other one too.

    Two names are the same if their last words are, and their initials where both have one. The
    shorter list counts because many sources cut the longer one. Where no name is the same, names
    that are misspelt forms of one another count.

    Args:
        pairs: Frame with the nodes (left, right).
        texts: Frame (node, author_keys) of these nodes.

    Returns:
        From 0 to 1, in the order of the pairs; null where one has no authors.
    """
    names = (
        texts.select("node", pl.col("author_keys").alias("key"))
        .drop_nulls("key")
        .explode("key")
        .with_columns(pl.col("key").str.splitn(" ", 2).struct.rename_fields(["last", "initial"]))
        .unnest("key")
    )
    numbered = pairs.lazy().select("left", "right").with_row_index("pair")
    compared = (
        numbered.join(_sizes(names, "left"), on="left", how="left")
        .join(_sizes(names, "right"), on="right", how="left")
        .join(_same_names(numbered, names), on="pair", how="left")
        .with_columns(
            overlap=pl.when(pl.col("left_size").is_not_null() & pl.col("right_size").is_not_null())
            .then(pl.col("same").fill_null(0) / pl.min_horizontal("left_size", "right_size"))
            .clip(0, 1)
        )
        .sort("pair")
        .collect()
    )
    unlike = compared.filter(pl.col("overlap") == 0).select("pair", "left", "right")
    near = _near_names(unlike, names)
    return (
        compared.join(near, on="pair", how="left", maintain_order="left")
        .select(
            overlap=pl.when(pl.col("near").is_null())
            .then("overlap")
            .otherwise((pl.col("near") / pl.min_horizontal("left_size", "right_size")).clip(0, 1))
        )
        .to_series()
    )


def _sizes(names: pl.DataFrame, side: str) -> pl.LazyFrame:
    return names.lazy().group_by(pl.col("node").alias(side)).len(f"{side}_size")


def _same_names(pairs: pl.LazyFrame, names: pl.DataFrame) -> pl.LazyFrame:
    """How many names of each pair are the same: (pair, same)."""
    coded = names.lazy().with_columns(pl.col("last", "initial").cast(pl.Categorical).to_physical())
    return (
        pairs.join(coded, left_on="left", right_on="node")
        .join(coded, left_on=["right", "last"], right_on=["node", "last"])
        .filter(_INITIALS_AGREE)
        .group_by("pair")
        .len("same")
    )


def _near_names(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """How many names of each pair are misspelt forms of one another: (pair, near)."""
    long_names = names.filter(pl.col("last").str.len_chars() >= MINIMUM_MISSPELT)
    both = (
        pairs.join(long_names, left_on="left", right_on="node")
        .join(long_names, left_on="right", right_on="node", suffix="_right")
        .filter(_INITIALS_AGREE)
    )
    return (
        both.with_columns(spelling_similarity(both["last"], both["last_right"]))
        .filter(pl.col("similarity") >= MISSPELT)
        .group_by("pair")
        .agg(near=pl.len())
    )


_INITIALS_AGREE = (
    (pl.col("initial") == pl.col("initial_right"))
    | pl.col("initial").is_null()
    | pl.col("initial_right").is_null()
)
