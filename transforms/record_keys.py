"""The identity keys of each record, and the few facts that decide which record speaks for a paper.

Row-local: computed once per dump and kept, so that identity over the whole archive reads a narrow
table. Here belong the keys; here must not be what they conclude (`transforms.record_papers`).
"""

from __future__ import annotations

import polars as pl
import polars_hash  # noqa: F401  (registers `.nchash`)

from transforms.title_key import is_distinctive, title_key

RECORD_KEYS = pl.Schema(
    {
        "record_number": pl.Int64(),
        "arxiv_id": pl.String(),
        "doi": pl.String(),
        "title_key": pl.String(),
        "arxiv_hash": pl.String(),
        "doi_hash": pl.String(),
        "title_hash": pl.String(),
        "text_hash": pl.String(),
        "abstract_length": pl.Int64(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "upvotes": pl.Int64(),
        "primary_category": pl.String(),
    }
)
"""One row per record. A hash is the paper_id that the key would give.

`title_hash` is null unless the title is distinctive. `text_hash` is over title and abstract, for
records with nothing better."""

_TEXT_LENGTH = 200


def record_keys(records: pl.LazyFrame) -> pl.LazyFrame:
    """Compute the identity keys of records.

    Args:
        records: Frame of `transforms.parsed_records.RECORD`.

    Returns:
        Frame of `RECORD_KEYS`, one row per record.
    """
    text = pl.concat_str(
        pl.col("title_key"),
        pl.lit("|"),
        pl.col("abstract").fill_null("").str.head(_TEXT_LENGTH).str.replace_all(r"\s+", ""),
    )
    return (
        records.with_columns(title_key=title_key(pl.col("title")))
        .with_columns(
            arxiv_hash=key_hash("arxiv", pl.col("arxiv_id")),
            doi_hash=key_hash("doi", pl.col("doi")),
            title_hash=pl.when(is_distinctive(pl.col("title_key"))).then(
                key_hash("title", pl.col("title_key"))
            ),
            text_hash=key_hash("text", text),
            abstract_length=pl.col("abstract").str.len_chars().fill_null(0).cast(pl.Int64),
            primary_category=pl.col("categories").list.first(),
        )
        .select(RECORD_KEYS.names())
    )


def key_hash(scheme: str, value: pl.Expr) -> pl.Expr:
    """The paper_id that an identity key gives: 16 hex digits of the MD5 of `scheme:value`."""
    return pl.concat_str(pl.lit(f"{scheme}:"), value).nchash.md5().str.head(16)  # type: ignore[attr-defined,no-any-return]
