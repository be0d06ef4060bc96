"""Identity from the first rule to the last: the order of the rules, and the paper_ids that follow.

Each phase joins groups for good, and the next one starts from them: shared identifiers; the same
title with authors; the same title without; equal abstracts and near titles. Here belong that order
and the choice of each paper's id. Here must not be any rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.identity.closure import NO_LIMITS
from transforms.identity.decisions import SAME_RECORD, carry_out, decided
from transforms.identity.facts import Known, limits, node_tags
from transforms.identity.groups import Mask, Numbers
from transforms.identity.near_titles import near_titles
from transforms.identity.nodes import (
    ARTICLE_KINDS,
    PREPRINT_KINDS,
    kind_numbers,
    node_ids,
    read_nodes,
)
from transforms.identity.paper_ids import paper_keys
from transforms.identity.same_abstracts import same_abstracts
from transforms.identity.same_titles import (
    profiles_of_titles,
    same_titles,
    titles_kept_apart,
    titles_without_authors,
)
from transforms.identity.shared_ids import same_ids


@dataclass(frozen=True)
class Identity:
    """Which records are one paper.

    Attributes:
        rows: Frame (dump_id, record_number, node), the records; those that are alike are one node.
        nodes: The nodes (`transforms.identity.nodes`), in order.
        labels: The paper of each node: the smallest node in it.
        decisions: What the rules decided on pairs of nodes (`transforms.identity.decisions`).
        keys: Frame (label, rank, hash), the keys that belong to one paper alone
            (`transforms.identity.paper_ids`).
    """

    rows: pl.DataFrame
    nodes: pl.DataFrame
    labels: Numbers
    decisions: pl.DataFrame
    keys: pl.DataFrame


def resolve(record_keys: pl.LazyFrame) -> Identity:
    """Find the records that are one paper.

    The result depends on the set of records alone, not on the order of dumps or records.

    Args:
        record_keys: Frame of `transforms.record_keys.RECORD_KEYS` and `dump_id`.
    """
    rows, nodes = read_nodes(record_keys)
    ids = node_ids(nodes)
    nodes = nodes.drop("id_keys")
    bare = Known(
        record_keys,
        nodes,
        node_tags(nodes, ids, ids.select("hash").clear()),
        _preprints(nodes, ids),
    )
    again = _exported_again(nodes)
    labels, of_exports = carry_out(np.arange(nodes.height), again, NO_LIMITS)
    labels, of_ids, containers = same_ids(bare, ids, labels)
    known = Known(record_keys, nodes, node_tags(nodes, ids, containers), bare.is_preprint)
    profiles, texts = profiles_of_titles(known, labels)
    labels, of_titles = same_titles(known, labels, profiles, texts)
    labels, without_authors = titles_without_authors(known, labels, profiles, texts)
    near = pl.concat([same_abstracts(known, labels), near_titles(known, labels)])
    ranked = near.with_columns(
        rank=pl.col("rule").replace_strict(
            {"same abstract": 0, "near title": 1, "title within title": 2}
        )
    )
    labels, of_near_titles = carry_out(labels, ranked, limits(known, labels, near))
    apart = titles_kept_apart(known, labels, profiles, texts)
    decisions = pl.concat([of_exports, of_ids, of_titles, without_authors, of_near_titles, apart])
    return Identity(rows, nodes, labels, decisions, paper_keys(nodes, ids, labels))


def _preprints(nodes: pl.DataFrame, ids: pl.DataFrame) -> Mask:
    """Whether the identifiers of each node are those of a preprint alone."""
    is_preprint = np.zeros((2, nodes.height), dtype=bool)
    for side, kinds in enumerate((PREPRINT_KINDS, ARTICLE_KINDS)):
        of_kind = ids.filter(pl.col("kind").is_in(kind_numbers(*kinds)))
        is_preprint[side, of_kind["node"].to_numpy()] = True
    only_preprint: Mask = is_preprint[0] & ~is_preprint[1]
    return only_preprint


def _exported_again(nodes: pl.DataFrame) -> pl.DataFrame:
    """Records of two exports of a source that are alike, even in the id that it gives them."""
    alike = nodes.drop_nulls(["source", "local_id"]).with_columns(
        left=pl.col("node").min().over("record_hash", "local_id")
    )
    pairs = alike.filter(pl.col("node") != pl.col("left")).select(
        "left", right="node", rule=pl.lit(SAME_RECORD), decision=pl.lit("joined")
    )
    return decided(pairs).with_columns(rank=pl.lit(0))
