"""The rules for titles that are nearly the same, and for one title within the other.

Both want authors in common, near years, and a difference that is no number and no other word. Here
must not be how candidates are found (`transforms.identity.candidates`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.identity.candidates import NEAR, candidate_keys
from transforms.identity.decisions import decided
from transforms.identity.facts import Known, texts_of, with_facts
from transforms.identity.groups import Numbers
from transforms.identity.notices import ABOUT_THE_OTHER, is_about_the_other
from transforms.identity.opposites import has_opposites
from transforms.identity.same_abstracts import NUMBERS
from transforms.identity.same_titles import MOST_RECORDS, OTHER_AUTHORS, YEARS_APART
from transforms.identity.titles import (
    differs_in_digits,
    differs_in_meaning,
    differs_in_numbers,
    with_difference,
)

MINIMUM_OVERLAP = 0.5
CLEAR_SIMILARITY, CLEAR_OVERLAP = 0.9, 0.8
"""From here on, near titles may lie more years apart."""

RECORDS_OF_A_GROUP = 5
"""Records of a group under one title that are compared with those of another group."""

OTHER_WORDS = "the words that differ mean other things"


def near_titles(known: Known, labels: Numbers) -> pl.DataFrame:
    """Look at the groups whose titles are nearly the same.

    Args:
        known: What is known of the nodes.
        labels: The group of each node.

    Returns:
        Decisions on pairs with authors in common, of any two groups under two titles.
    """
    named = known.nodes.with_columns(label=labels).filter("has_authors", "is_distinctive")
    keys = candidate_keys(known, named)
    if keys.is_empty():
        return decided(keys.clear())
    hashes = pl.concat([keys["left_hash"], keys["right_hash"].alias("left_hash")]).unique()
    nodes = named.join(hashes.to_frame("title_hash"), on="title_hash", how="semi")
    texts = texts_of(known, nodes["node"])
    profiles = (
        nodes.join(texts, on="node")
        .with_columns(names=pl.col("author_keys").list.join("|"))
        .sort("node")
        .unique(["title_hash", "label", "names", "year"], keep="first", maintain_order=True)
        .filter(
            pl.len().over("title_hash") <= MOST_RECORDS,
            pl.int_range(pl.len()).over("title_hash", "label") < RECORDS_OF_A_GROUP,
        )
        .select("title_hash", "node", "label")
    )
    pairs = (
        keys.join(profiles, left_on="left_hash", right_on="title_hash")
        .join(profiles, left_on="right_hash", right_on="title_hash", suffix="_right")
        .filter(pl.col("label") != pl.col("label_right"))
        .select(
            "rule",
            "title_similarity",
            left=pl.min_horizontal("node", "node_right"),
            right=pl.max_horizontal("node", "node_right"),
        )
    )
    facts = with_facts(pairs, known, labels, texts).filter(pl.col("author_overlap") > 0)
    facts = with_difference(facts)
    facts = facts.with_columns(has_opposites(facts).alias("has_opposites"))
    is_near = pl.col("rule") == NEAR
    is_clear = (
        pl.col("in_wide_years")
        & (pl.col("title_similarity") >= CLEAR_SIMILARITY)
        & (pl.col("author_overlap") >= CLEAR_OVERLAP)
    )
    reason = pl.coalesce(
        "veto",
        pl.when(differs_in_numbers() | (is_near & differs_in_digits())).then(pl.lit(NUMBERS)),
        pl.when(is_about_the_other()).then(pl.lit(ABOUT_THE_OTHER)),
        pl.when(differs_in_meaning() | pl.col("has_opposites")).then(pl.lit(OTHER_WORDS)),
        pl.when(pl.col("author_overlap") < MINIMUM_OVERLAP).then(pl.lit(OTHER_AUTHORS)),
        pl.when(~pl.col("in_years") & ~is_clear).then(pl.lit(YEARS_APART)),
    )
    is_vetoed = pl.col("veto").is_not_null() | reason.is_in([NUMBERS, ABOUT_THE_OTHER])
    decision = (
        pl.when(reason.is_null())
        .then(pl.lit("joined"))
        .when(is_vetoed)
        .then(pl.lit("vetoed"))
        .otherwise(pl.lit("rejected"))
    )
    decisions = decided(facts.with_columns(decision=decision, reason=reason))
    return _one_refusal_for_two_groups(decisions, labels)


def _one_refusal_for_two_groups(decisions: pl.DataFrame, labels: Numbers) -> pl.DataFrame:
    """Of the pairs between two groups that are not joined, keep the nearest one."""
    is_joined = pl.col("decision") == "joined"
    ends = np.stack([labels[decisions[side].to_numpy()] for side in ("left", "right")])
    refused = (
        decisions.with_columns(one=ends.min(axis=0), other=ends.max(axis=0))
        .filter(~is_joined)
        .sort("title_similarity", "left", "right", descending=[True, False, False])
        .unique(["one", "other"], keep="first", maintain_order=True)
        .drop("one", "other")
    )
    return pl.concat([decisions.filter(is_joined), refused])
