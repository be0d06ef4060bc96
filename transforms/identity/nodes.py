"""What identity works on: records that are alike in every key are one node.

Here belong the nodes and the few numbers of each. Here must not be which nodes are one paper.
"""

from __future__ import annotations

import polars as pl

from transforms.identity.sources import sources_without_repeats
from transforms.record_keys import ID_KINDS

PREPRINT_KINDS = ("arxiv", "preprint_doi", "corr")
ARTICLE_KINDS = ("doi", "acl", "pmid", "pmcid")

_ARXIV_YEAR = r"^(\d\d)\d\d\.|/(\d\d)\d{5}$"


def read_nodes(record_keys: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take the keys of all records, and those that are alike as one.

    Records stay apart even if they are alike where their source never repeats itself, or where they
    hold nothing but a title that many papers have, such as Preface.

    Args:
        record_keys: Frame of `transforms.record_keys.RECORD_KEYS` and `dump_id`.

    Returns:
        The rows (dump_id, record_number, node), one per record, those of a node in a run and the
        smallest first; and the nodes (node, dump_id and record_number of their first record,
        local_id, source, is_apart, year, is_listed, has_authors, has_content, record_hash, id_keys,
        title_hash, is_distinctive, abstract_hash), numbered from 0 by what they hold. `source` is
        the number of the dump if it never repeats itself, else null. `is_apart`: it
        is no other record's node even if alike. `is_listed`: it has neither
        authors nor a year nor an id of its own dump, as on a listing page.
    """
    sources = sources_without_repeats(record_keys).sort("dump_id").with_row_index("source")
    arxiv_id = pl.col("arxiv_id")
    arxiv_year = pl.coalesce(
        arxiv_id.str.extract(_ARXIV_YEAR, 1), arxiv_id.str.extract(_ARXIV_YEAR, 2)
    ).cast(pl.Int32)
    rows = (
        record_keys.select(
            "dump_id",
            "record_number",
            "local_id",
            "record_hash",
            "id_keys",
            "title_hash",
            "is_distinctive",
            "abstract_hash",
            "has_content",
            has_authors=pl.col("author_keys").is_not_null(),
            is_bare=(
                ~pl.col("is_distinctive").fill_null(value=False)
                & (pl.col("id_keys").list.len() == 0)
                & pl.col("author_keys").is_null()
                & (pl.col("abstract_length") == 0)
            ),
            is_listed=pl.all_horizontal(pl.col("author_keys", "year", "local_id").is_null()),
            year=pl.coalesce(
                pl.col("year").cast(pl.Int32),
                arxiv_year + pl.when(arxiv_year > 90).then(1900).otherwise(2000),
            ),
        )
        .join(sources.lazy(), on="dump_id", how="left")
        .with_columns(is_apart=pl.col("source").is_not_null() | pl.col("is_bare"))
        .drop("is_bare")
        .sort("record_hash", "dump_id", "record_number")
        .with_columns(
            node=(
                (pl.col("record_hash") != pl.col("record_hash").shift())
                | pl.col("is_apart")
                | pl.col("is_apart").shift()
            )
            .fill_null(value=True)
            .cum_sum()
            .cast(pl.Int64)
            - 1
        )
        .collect()
    )
    nodes = rows.filter(pl.col("node").is_first_distinct())
    return rows.select("dump_id", "record_number", "node"), nodes


def node_ids(nodes: pl.DataFrame) -> pl.DataFrame:
    """The identifiers of nodes: (node, kind, hash), one row each."""
    return (
        nodes.lazy()
        .select("node", "id_keys")
        .explode("id_keys")
        .drop_nulls("id_keys")
        .unnest("id_keys")
        .collect()
    )


def kind_numbers(*names: str) -> list[int]:
    """The numbers of kinds of identifiers, from their names."""
    return [ID_KINDS.index(name) for name in names]
