"""Identity: which paper each record is.

The rules, in order: the same arXiv id; the same DOI; the same distinctive title key, unless two
arXiv ids or two DOIs share it. A record whose only key is a shared or generic title is the same
paper as another only if the abstracts agree too. The result depends on the set of keys alone, never
on the order of dumps or records.

Here belong these conclusions. Here must not be the keys (`transforms.record_keys`) or what is made
of them (`transforms.papers` and the other tables).
"""

from __future__ import annotations

import polars as pl

STRONG_HASHES = ("arxiv_hash", "doi_hash")
HASHES = (*STRONG_HASHES, "title_hash", "text_hash")
"""The hashes from the best key to the weakest; the best one of a paper is its paper_id."""


def record_papers(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """Resolve each record to its paper.

    Args:
        record_keys: Frame of `transforms.record_keys.RECORD_KEYS` and `dump_id`.

    Returns:
        Frame (dump_id, record_number, paper_id), one row per record.
    """
    usable = usable_keys(record_keys)
    first_key = pl.coalesce(HASHES)
    return (
        usable.with_columns(key=first_key)
        .join(connected_keys(usable), on="key", how="left")
        .select("dump_id", "record_number", paper_id=pl.coalesce("paper_id", "key"))
    )


def usable_keys(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """Keep of each record only the keys that may identify it.

    A title under which two arXiv ids or two DOIs stand identifies none of them. The text of a
    record counts only where it has no other key.

    Returns:
        Frame (dump_id, record_number, and the four hashes, null where they do not count).
    """
    shared_titles = (
        record_keys.filter(
            pl.col("title_hash").is_not_null() & pl.any_horizontal(_present(STRONG_HASHES))
        )
        .group_by("title_hash")
        .agg(pl.col(each).n_unique() - pl.col(each).has_nulls() for each in STRONG_HASHES)
        .filter(pl.any_horizontal(pl.col(each) > 1 for each in STRONG_HASHES))
        .select("title_hash", is_shared=pl.lit(value=True))
    )
    return (
        record_keys.select("dump_id", "record_number", *HASHES)
        .join(shared_titles, on="title_hash", how="left")
        .with_columns(title_hash=pl.when(pl.col("is_shared").is_null()).then("title_hash"))
        .with_columns(
            text_hash=pl.when(~pl.any_horizontal(_present((*STRONG_HASHES, "title_hash")))).then(
                "text_hash"
            )
        )
        .drop("is_shared")
    )


def connected_keys(usable: pl.LazyFrame) -> pl.LazyFrame:
    """Follow records that carry several keys to the papers that these keys share.

    Each key starts as its own label; records pass the best label on to all their keys until nothing
    changes. A label sorts by scheme first, so the best label of a component is its best key.

    Args:
        usable: The frame of `usable_keys`.

    Returns:
        Frame (key, paper_id), one row per key that stands on a record together with another.
    """
    several = pl.sum_horizontal(_present(HASHES)) > 1
    keys = pl.concat_list(
        pl.concat_str(pl.lit(str(rank)), pl.col(name)) for rank, name in enumerate(HASHES)
    ).list.drop_nulls()
    edges = (
        usable.filter(several)
        .select(keys=keys)
        .unique()
        .with_row_index("edge")
        .explode("keys")
        .rename({"keys": "key"})
        .collect()
    )
    labels = edges.select("key").unique().with_columns(label="key")
    while True:
        passed_on = (
            edges.join(labels, on="key")
            .with_columns(pl.col("label").min().over("edge"))
            .group_by("key")
            .agg(pl.col("label").min())
        )
        if passed_on.sort("key").equals(labels.sort("key")):
            break
        labels = passed_on
    without_rank = pl.col("key", "label").str.slice(1)
    return labels.lazy().select(without_rank).rename({"label": "paper_id"})


def _present(names: tuple[str, ...]) -> list[pl.Expr]:
    return [pl.col(name).is_not_null() for name in names]
