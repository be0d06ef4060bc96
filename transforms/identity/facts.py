"""What is known of two nodes side by side: authors, years, and what forbids that they are one.

Here belong facts that several rules look at. Here must not be a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.identity.authors import author_overlap
from transforms.identity.closure import Limits
from transforms.identity.groups import Mask, Numbers
from transforms.record_keys import ID_KINDS

EXCLUSIVE = {
    "arxiv": "two arXiv ids",
    "doi": "two DOIs",
    "dblp": "two DBLP keys",
    "corr": "two CoRR keys",
    "acl": "two ACL Anthology ids",
}
"""Kinds of which a paper has one, and what is said where two papers have two.

OpenAlex, Semantic Scholar, MAG and Papers with Code make their ids by machine and hold many papers
twice; OpenReview has an id for each submission; PubMed, and repositories that give out DOIs, have
ids for a preprint and its article, or for each version. Two of those say nothing.
"""

FIRST_SOURCE = 100
"""A tag below is a kind of identifier; from here on it is a source that never repeats itself."""

SAME_SOURCE = "two records of one source"

YEAR_GAP = 1
"""Years between two records of one paper, if little else speaks for it."""

WIDE_YEAR_GAP = 3
"""Years between a preprint and its article, or under one title and mostly the same authors."""


@dataclass(frozen=True)
class Known:
    """All that the rules look at.

    Attributes:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        nodes: The nodes (`transforms.identity.nodes`).
        tags: Frame (node, tag): what at most one group of a paper may have.
        is_preprint: Whether a node's identifiers are those of a preprint alone.
    """

    record_keys: pl.LazyFrame
    nodes: pl.DataFrame
    tags: pl.DataFrame
    is_preprint: Mask


def node_tags(nodes: pl.DataFrame, ids: pl.DataFrame, containers: pl.DataFrame) -> pl.DataFrame:
    """What excludes that two nodes are one paper: an identifier of a kind, a source.

    Args:
        nodes: The nodes.
        ids: Frame (node, kind, hash) of their identifiers.
        containers: Frame (hash) of the identifiers that stand for more than one paper.

    Returns:
        Frame (node, tag).
    """
    kinds = [ID_KINDS.index(name) for name in EXCLUSIVE]
    of_ids = (
        ids.filter(pl.col("kind").is_in(kinds))
        .join(containers, on="hash", how="anti")
        .select("node", tag=pl.col("kind").cast(pl.Int64))
        .unique()
    )
    of_sources = nodes.drop_nulls("source").select(
        "node", tag=pl.col("source").cast(pl.Int64) + FIRST_SOURCE
    )
    return pl.concat([of_ids, of_sources])


def texts_of(known: Known, nodes: pl.Series) -> pl.DataFrame:
    """The words and names of nodes, read from the keys only where they are needed.

    Returns:
        Frame (node, title_words, author_keys).
    """
    wanted = (
        known.nodes.lazy()
        .select("node", "dump_id", "record_number")
        .join(nodes.unique().to_frame("node").lazy(), on="node", how="semi")
    )
    return (
        known.record_keys.select("dump_id", "record_number", "title_words", "author_keys")
        .join(wanted, on=["dump_id", "record_number"])
        .select("node", "title_words", "author_keys")
        .collect()
    )


def limits(known: Known, labels: Numbers, pairs: pl.DataFrame) -> Limits:
    """What the groups that pairs touch bring along that a paper may hold once."""
    is_touched = np.zeros(len(labels), dtype=bool)
    for side in ("left", "right"):
        is_touched[labels[pairs[side].to_numpy()]] = True
    tagged = known.tags.with_columns(label=labels[known.tags["node"].to_numpy()])
    dated = known.nodes.select("year", label=labels)
    return Limits(
        tagged.filter(is_touched[tagged["label"].to_numpy()]).select("label", "tag").unique(),
        dated.filter(is_touched[dated["label"].to_numpy()] & dated["year"].is_not_null().to_numpy())
        .group_by("label")
        .agg(first_year=pl.col("year").min(), last_year=pl.col("year").max()),
    )


def with_facts(
    pairs: pl.DataFrame, known: Known, labels: Numbers, texts: pl.DataFrame
) -> pl.DataFrame:
    """Put side by side what is known of the nodes of each pair and of their groups.

    Args:
        pairs: Frame with the nodes (left, right) and any other columns.
        known: What is known of all nodes.
        labels: The group of each node.
        texts: Frame (node, title_words, author_keys) of the pairs' nodes.

    Returns:
        The pairs, with the words of both titles (left_words, right_words), why they cannot be one
        paper (veto, null if nothing forbids it), author_overlap, year_gap, and whether the years
        are near and far enough (`in_years`, `in_wide_years`; true where one is unknown).
    """
    of_groups = limits(known, labels, pairs)
    words = texts.select("node", "title_words")
    years = of_groups.years
    left_end, right_end = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    joined = (
        pairs.with_row_index("place")
        .with_columns(
            left_label=labels[left_end],
            right_label=labels[right_end],
            is_preprint_of_article=known.is_preprint[left_end] != known.is_preprint[right_end],
        )
        .join(words.rename({"node": "left", "title_words": "left_words"}), on="left", how="left")
        .join(words.rename({"node": "right", "title_words": "right_words"}), on="right", how="left")
        .join(years, left_on="left_label", right_on="label", how="left")
        .join(years, left_on="right_label", right_on="label", how="left", suffix="_right")
        .join(_vetoes(pairs, labels, of_groups.tags), on="place", how="left")
        .sort("place")
    )
    gap = pl.max_horizontal(
        pl.lit(0),
        pl.max_horizontal("first_year", "first_year_right")
        - pl.min_horizontal("last_year", "last_year_right"),
    )
    is_dated = pl.col("first_year").is_not_null() & pl.col("first_year_right").is_not_null()
    allowed = pl.when("is_preprint_of_article").then(WIDE_YEAR_GAP).otherwise(YEAR_GAP)
    return (
        joined.with_columns(
            author_overlap(pairs, texts).alias("author_overlap"),
            year_gap=pl.when(is_dated).then(gap).cast(pl.Int64),
        )
        .with_columns(
            in_years=(pl.col("year_gap") <= allowed).fill_null(value=True),
            in_wide_years=(pl.col("year_gap") <= WIDE_YEAR_GAP).fill_null(value=True),
        )
        .drop("place", "first_year", "last_year", "first_year_right", "last_year_right")
        .drop("is_preprint_of_article", "left_label", "right_label")
    )


def _vetoes(pairs: pl.DataFrame, labels: Numbers, tags: pl.DataFrame) -> pl.DataFrame:
    """Why the groups of pairs cannot be one paper: (place, veto), only where they cannot."""
    reasons = {ID_KINDS.index(name): reason for name, reason in EXCLUSIVE.items()}
    return (
        pairs.lazy()
        .select(
            left=pl.Series(labels[pairs["left"].to_numpy()]),
            right=pl.Series(labels[pairs["right"].to_numpy()]),
        )
        .with_row_index("place")
        .join(tags.lazy(), left_on="left", right_on="label")
        .join(tags.lazy(), left_on=["right", "tag"], right_on=["label", "tag"])
        .group_by("place")
        .agg(pl.col("tag").min())
        .select("place", veto=pl.col("tag").replace_strict(reasons, default=SAME_SOURCE))
        .collect()
    )
