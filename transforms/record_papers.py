"""The record_papers table: which paper each record is.

Here belongs the making of its rows. Here must not be the rules (`transforms.identity`).
"""

from __future__ import annotations

import polars as pl

from transforms.identity.paper_ids import best_keys, hex_ids
from transforms.identity.resolve import Identity, resolve


def record_papers(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """Resolve each record to its paper.

    Args:
        record_keys: Frame of `transforms.record_keys.RECORD_KEYS` and `dump_id`.

    Returns:
        Frame (dump_id, record_number, paper_id), one row per record; the paper_id is null where no
        record of the paper says more than an identifier.
    """
    return papers_of_records(resolve(record_keys))


def papers_of_records(identity: Identity) -> pl.LazyFrame:
    """The same for records that are resolved already."""
    return identity.rows.lazy().select(
        "dump_id",
        "record_number",
        paper_id=papers_of_nodes(identity).gather(identity.rows["node"]),
    )


def papers_of_nodes(identity: Identity) -> pl.Series:
    """The paper_id of each node, in the order of the nodes."""
    best = best_keys(identity.keys)
    of_labels = best.select("label", paper_id=hex_ids(best["hash"]))
    return (
        pl.DataFrame({"label": identity.labels})
        .join(of_labels, on="label", how="left", maintain_order="left")
        .get_column("paper_id")
    )
