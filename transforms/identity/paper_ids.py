"""The paper_id of each paper, and the ids that it would have under its other keys.

A key belongs to a paper if all records that carry it are that paper; the best such key gives the
id: an identifier, the more telling its kind the better; then a distinctive title; then all that a
record says. Here must not be which records are one paper.
"""

from __future__ import annotations

import polars as pl

from transforms.identity.groups import Numbers
from transforms.record_keys import ID_KINDS, key_number

OF_TITLE = len(ID_KINDS)
OF_RECORD = OF_TITLE + 1
OF_SOURCE = OF_RECORD + 1
"""The ranks of keys that are no identifiers; `OF_SOURCE` tells apart records alike in all."""

_HEX = pl.Series("hex", [f"{number:04x}" for number in range(1 << 16)])


def paper_keys(nodes: pl.DataFrame, ids: pl.DataFrame, labels: Numbers) -> pl.DataFrame:
    """The keys that belong to one paper alone.

    Args:
        nodes: The nodes (`transforms.identity.nodes`), in order.
        ids: Frame (node, kind, hash) of their identifiers.
        labels: The paper of each node.

    Returns:
        Frame (label, rank, hash), each hash once; nothing of papers of which no record says more
        than an identifier.
    """
    nodes = nodes.with_columns(label=labels)
    contents = nodes.filter("has_content").select("label").unique()
    strong = pl.concat(
        [
            ids.select("node", rank=pl.col("kind").cast(pl.Int64), hash="hash"),
            nodes.filter("is_distinctive").select(
                "node", rank=pl.lit(OF_TITLE, pl.Int64), hash="title_hash"
            ),
        ]
    )
    strong = strong.with_columns(label=labels[strong["node"].to_numpy()])
    owned = _owned(strong)
    unnamed = nodes.join(owned.select("label"), on="label", how="anti")
    alone = nodes.join(strong.select("node"), on="node", how="anti")
    of_records = pl.concat([unnamed, alone]).select(
        "label", rank=pl.lit(OF_RECORD, pl.Int64), hash="record_hash"
    )
    owners = _owners_of_records(nodes)
    named = pl.concat([owned, _owned(of_records.join(owners, on=["label", "hash"], how="semi"))])
    in_sources = unnamed.filter("is_apart")
    for value in (pl.col("local_id"), pl.col("record_number").cast(pl.String)):
        in_sources = in_sources.join(named.select("label"), on="label", how="anti")
        named = pl.concat([named, _owned(_keys_of_dumps(in_sources, value))])
    return named.join(contents, on="label", how="semi")


def best_keys(keys: pl.DataFrame) -> pl.DataFrame:
    """The key that gives each paper its id: (label, hash)."""
    return (
        keys.sort("label", "rank", "hash")
        .unique("label", keep="first", maintain_order=True)
        .select("label", "hash")
    )


def hex_ids(numbers: pl.Series) -> pl.Series:
    """Numbers of keys as the 16 hex digits that stand in tables."""
    parts = [_HEX.gather(numbers // (1 << shift) % (1 << 16)) for shift in (48, 32, 16, 0)]
    return pl.select(pl.concat_str(parts)).to_series().alias(numbers.name)


def _owned(keys: pl.DataFrame) -> pl.DataFrame:
    """The keys (label, rank, hash) that one label alone has."""
    return (
        keys.lazy()
        .group_by("hash")
        .agg(pl.col("label").min(), last=pl.col("label").max(), rank=pl.col("rank").min())
        .filter(pl.col("label") == pl.col("last"))
        .select("label", "rank", "hash")
        .collect()
    )


def _owners_of_records(nodes: pl.DataFrame) -> pl.DataFrame:
    """The paper that each record hash belongs to: (label, hash).

    Several papers may have it only if records that stay apart are alike; those have their own ids,
    so it belongs to a record that is not kept apart, or else to none.
    """
    elsewhere = pl.col("label").filter(~pl.col("is_apart"))
    return (
        nodes.lazy()
        .group_by(hash="record_hash")
        .agg(elsewhere.first().alias("owner"), pl.col("label").min(), last=pl.col("label").max())
        .with_columns(
            label=pl.coalesce(
                "owner", pl.when(pl.col("label") == pl.col("last")).then(pl.col("label"))
            )
        )
        .select("label", "hash")
        .drop_nulls()
        .collect()
    )


def _keys_of_dumps(nodes: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """Keys of nodes out of their dump and a value that they have in it."""
    key = pl.concat_str(pl.col("dump_id").cast(pl.String), value, separator=":")
    return nodes.select(
        "label", rank=pl.lit(OF_SOURCE, pl.Int64), hash=key_number("local", key)
    ).drop_nulls("hash")
