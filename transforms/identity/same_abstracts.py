"""The rule for records whose abstracts begin alike under titles that differ a little.

A title that was revised leaves the abstract as it is. A record without any title is taken for the
one paper that has its abstract. Here must not be records with the same title
(`transforms.identity.same_titles`).
"""

from __future__ import annotations

import polars as pl

from transforms.identity.decisions import decided
from transforms.identity.facts import Known, texts_of, with_facts
from transforms.identity.groups import Numbers
from transforms.identity.notices import ABOUT_THE_OTHER, is_about_the_other
from transforms.identity.same_titles import (
    CLEAR_OVERLAP,
    MOST_RECORDS,
    OTHER_AUTHORS,
    YEARS_APART,
)
from transforms.identity.titles import (
    AGREEMENT,
    differs_in_numbers,
    shared_words,
    title_similarity,
    with_difference,
)

RULE = "same abstract"
NUMBERS = "only numbers or parts differ"
UNLIKE_TITLES = "unlike titles"


def same_abstracts(known: Known, labels: Numbers) -> pl.DataFrame:
    """Look at the groups that share an abstract.

    Args:
        known: What is known of the nodes.
        labels: The group of each node.

    Returns:
        Decisions, one for each pair of groups and titles under an abstract.
    """
    with_abstract = known.nodes.with_columns(label=labels).drop_nulls("abstract_hash")
    shared = (
        with_abstract.lazy()
        .group_by("abstract_hash")
        .agg(first=pl.col("label").min(), last=pl.col("label").max())
        .filter(pl.col("first") != pl.col("last"))
        .select("abstract_hash")
        .collect()
    )
    profiles = (
        with_abstract.join(shared, on="abstract_hash", how="semi")
        .sort("node")
        .unique(["abstract_hash", "label", "title_hash"], keep="first", maintain_order=True)
        .filter(pl.len().over("abstract_hash") <= MOST_RECORDS)
        .select("abstract_hash", "node", "label", "title_hash")
    )
    pairs = (
        profiles.join(profiles, on="abstract_hash", suffix="_right")
        .filter(
            pl.col("node") < pl.col("node_right"),
            pl.col("label") != pl.col("label_right"),
            pl.col("title_hash").ne_missing(pl.col("title_hash_right")),
        )
        .select(left="node", right="node_right")
    )
    texts = texts_of(known, profiles["node"])
    facts = with_difference(with_facts(pairs, known, labels, texts))
    facts = facts.with_columns(title_similarity(facts).alias("title_similarity"))
    agree = (pl.col("title_similarity") >= AGREEMENT) | (shared_words() >= AGREEMENT)
    reason = pl.coalesce(
        "veto",
        pl.when(~agree).then(pl.lit(UNLIKE_TITLES)),
        pl.when(differs_in_numbers()).then(pl.lit(NUMBERS)),
        pl.when(is_about_the_other()).then(pl.lit(ABOUT_THE_OTHER)),
        pl.when(pl.col("author_overlap") < CLEAR_OVERLAP).then(pl.lit(OTHER_AUTHORS)),
        pl.when(~pl.col("in_wide_years")).then(pl.lit(YEARS_APART)),
    )
    decision = (
        pl.when(reason.is_null())
        .then(pl.lit("joined"))
        .when(pl.col("veto").is_not_null())
        .then(pl.lit("vetoed"))
        .otherwise(pl.lit("rejected"))
    )
    return decided(facts.with_columns(rule=pl.lit(RULE), decision=decision, reason=reason))
