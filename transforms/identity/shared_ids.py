"""The first rule: records with the same identifier are one paper.

A source's own key, such as an arXiv or OpenAlex id, is always right. An identifier that sources
copy from elsewhere, such as a DOI, is right if the titles agree, or the abstracts, or the authors;
else it stands for the volume that holds both (a container) and joins nothing.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.identity.authors import author_overlap
from transforms.identity.closure import NO_LIMITS, NO_YEARS, Limits
from transforms.identity.decisions import carry_out, decided
from transforms.identity.facts import Known, texts_of
from transforms.identity.groups import Numbers, join_pairs
from transforms.identity.nodes import kind_numbers
from transforms.identity.titles import (
    AGREEMENT,
    differs_in_numbers,
    shared_words,
    title_similarity,
    with_difference,
)
from transforms.record_keys import ID_KINDS

OWN_KEYS = ("arxiv", "openalex", "s2", "openreview", "pwc")
"""Kinds that their own source gives out; two records of it with one key are one by definition."""

RULES = {
    "arxiv": "same arXiv id",
    "doi": "same DOI",
    "preprint_doi": "same DOI",
    "openalex": "same OpenAlex id",
    "s2": "same Semantic Scholar id",
    "dblp": "same DBLP key",
    "corr": "same DBLP key",
    "acl": "same ACL Anthology id",
    "openreview": "same OpenReview id",
    "pmid": "same PubMed id",
    "pmcid": "same PubMed Central id",
    "mag": "same MAG id",
    "pwc": "same Papers with Code page",
}
"""The name of the rule for each kind of identifier."""

MOST_TITLES = 20
"""Titles under one identifier above which it is a container without a look at them."""

SAME_AUTHORS = 0.8
SAME_AUTHORS_AT_LEAST = 2
"""Authors who must be the same where an identifier stands under two unlike titles."""

CONTAINER = "unlike titles: the identifier is that of what holds both"
UNCLEAR = "no title, and the identifier stands for several papers"


def same_ids(
    known: Known, ids: pl.DataFrame, labels: Numbers
) -> tuple[Numbers, pl.DataFrame, pl.DataFrame]:
    """Join the nodes that share an identifier.

    Args:
        known: What is known of the nodes; its tags are not looked at.
        ids: Frame (node, kind, hash), the identifiers of the nodes.
        labels: The group of each node.

    Returns:
        The new labels, the decisions, and the containers as a frame (hash).
    """
    shared = ids.join(
        ids.lazy()
        .group_by("hash")
        .agg(pl.col("node").min().alias("first"), last=pl.col("node").max())
        .filter(pl.col("first") != pl.col("last"))
        .select("hash", "first")
        .collect(),
        on="hash",
    )
    own = shared.filter(
        pl.col("kind").is_in(kind_numbers(*OWN_KEYS)), pl.col("node") != pl.col("first")
    ).select("kind", "hash", left="first", right="node", decision=pl.lit("joined"))
    copied, containers = _copied_ids(
        known, shared.filter(~pl.col("kind").is_in(kind_numbers(*OWN_KEYS)))
    )
    rules = {ID_KINDS.index(kind): rule for kind, rule in RULES.items()}
    decisions = pl.concat([own, copied], how="diagonal_relaxed").with_columns(
        rule=pl.col("kind").replace_strict(rules, return_dtype=pl.String)
    )
    arxiv = pl.col("kind") == ID_KINDS.index("arxiv")
    of_arxiv, of_others = decisions.filter(arxiv), decisions.filter(~arxiv)
    labels, shown = carry_out(labels, _ranked(of_arxiv), NO_LIMITS)
    arxiv_ids = ids.filter(arxiv)
    one_arxiv_id = pl.DataFrame(
        {"label": labels[arxiv_ids["node"].to_numpy()], "tag": ID_KINDS.index("arxiv")},
        schema=NO_LIMITS.tags.schema,
    ).unique()
    labels, shown_others = carry_out(labels, _ranked(of_others), Limits(one_arxiv_id, NO_YEARS))
    return labels, pl.concat([shown, shown_others]), containers


def _ranked(decisions: pl.DataFrame) -> pl.DataFrame:
    return decided(decisions).with_columns(rank=decisions["kind"].cast(pl.Int64))


def _copied_ids(known: Known, shared: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Look at the titles under each shared identifier of the kinds that are copied.

    Args:
        known: What is known of the nodes.
        shared: Frame (node, kind, hash, first), the nodes of each shared identifier.

    Returns:
        Pairs (kind, hash, left, right, decision, reason, title_similarity, author_overlap), and the
        containers as a frame (hash).
    """
    titled = shared.join(known.nodes.select("node", "title_hash", "abstract_hash"), on="node")
    of_titles = (
        titled.drop_nulls("title_hash")
        .group_by("kind", "hash", "title_hash")
        .agg(pl.col("node").min().alias("speaker"), pl.col("abstract_hash").min())
        .with_columns(titles=pl.len().over("hash"))
    )
    under_one_title = titled.join(
        of_titles.select("hash", "title_hash", "speaker"), on=["hash", "title_hash"]
    ).filter(pl.col("node") != pl.col("speaker"))
    pairs = _judged(known, _pairs_of_titles(of_titles.filter(pl.col("titles") > 1)))
    heads, containers = _heads(of_titles, pairs.filter(pl.col("decision") == "joined"))
    untitled = titled.filter(pl.col("title_hash").is_null()).join(heads, on="hash", how="left")
    clear = (
        untitled.with_columns(left=pl.coalesce("head", "first"))
        .filter(pl.col("node") != pl.col("left"))
        .join(containers, on="hash", how="anti")
    )
    unclear = untitled.drop_nulls("head").join(containers, on="hash", how="semi")
    columns = ("kind", "hash", "left", "right", "decision", "reason")
    none = pl.lit(None, pl.String)
    joined = pl.lit("joined")
    simple = [
        under_one_title.select(
            "kind", "hash", left="speaker", right="node", decision=joined, reason=none
        ),
        clear.select("kind", "hash", "left", right="node", decision=joined, reason=none),
        unclear.select(
            "kind",
            "hash",
            left="head",
            right="node",
            decision=pl.lit("rejected"),
            reason=pl.lit(UNCLEAR),
        ),
    ]
    return (
        pl.concat([pl.concat(each.select(columns) for each in simple), pairs], how="diagonal"),
        containers,
    )


def _pairs_of_titles(of_titles: pl.DataFrame) -> pl.DataFrame:
    """Every two titles under one identifier, or each with the first where there are many."""
    one = of_titles.with_columns(is_first=pl.col("speaker") == pl.col("speaker").min().over("hash"))
    return one.join(
        of_titles.select("hash", "speaker", "abstract_hash"), on="hash", suffix="_right"
    ).filter(
        pl.col("speaker") < pl.col("speaker_right"),
        (pl.col("titles") <= MOST_TITLES) | pl.col("is_first"),
    )


def _judged(known: Known, pairs: pl.DataFrame) -> pl.DataFrame:
    """Whether two titles under one identifier are of one paper."""
    pairs = pairs.rename({"speaker": "left", "speaker_right": "right"})
    texts = texts_of(known, pl.concat([pairs["left"], pairs["right"].alias("left")]))
    sizes = texts.select("node", size=pl.col("author_keys").list.len())
    named = pairs.join(_side(texts, sizes, "left"), on="left", maintain_order="left").join(
        _side(texts, sizes, "right"), on="right", maintain_order="left"
    )
    judged = with_difference(named)
    judged = judged.with_columns(
        title_similarity(judged).alias("title_similarity"),
        author_overlap(judged, texts).alias("author_overlap"),
    )
    agree = (pl.col("title_similarity") >= AGREEMENT) | (shared_words() >= AGREEMENT)
    same_authors = (
        (pl.col("author_overlap") >= SAME_AUTHORS)
        & (pl.min_horizontal("left_size", "right_size") >= SAME_AUTHORS_AT_LEAST)
        & (pl.col("titles") == 2)
    )
    same_abstract = (pl.col("abstract_hash") == pl.col("abstract_hash_right")).fill_null(
        value=False
    )
    is_one = (
        (agree | same_authors.fill_null(value=False) | same_abstract)
        & ~differs_in_numbers()
        & (pl.col("titles") <= MOST_TITLES)
    )
    return judged.with_columns(
        decision=pl.when(is_one).then(pl.lit("joined")).otherwise(pl.lit("rejected")),
        reason=pl.when(~is_one).then(pl.lit(CONTAINER)),
    ).select(
        "kind", "hash", "left", "right", "decision", "reason", "title_similarity", "author_overlap"
    )


def _side(texts: pl.DataFrame, sizes: pl.DataFrame, side: str) -> pl.DataFrame:
    return texts.join(sizes, on="node").select(
        pl.col("node").alias(side),
        pl.col("title_words").alias(f"{side}_words"),
        pl.col("size").alias(f"{side}_size"),
    )


def _heads(of_titles: pl.DataFrame, joined: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The first titled node of each identifier (hash, head); and the containers (hash)."""
    places = of_titles.with_row_index("place")
    ends = [
        joined.select("hash", pl.col(side).alias("speaker")).join(
            places.select("hash", "speaker", "place"),
            on=["hash", "speaker"],
            maintain_order="left",
        )["place"]
        for side in ("left", "right")
    ]
    groups, _ = join_pairs(
        np.arange(places.height), *(each.to_numpy().astype(np.int64) for each in ends)
    )
    containers = (
        places.with_columns(group=groups)
        .group_by("hash")
        .agg(pl.col("group").n_unique())
        .filter(pl.col("group") > 1)
        .select("hash")
    )
    return of_titles.group_by("hash").agg(head=pl.col("speaker").min()), containers
