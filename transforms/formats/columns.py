"""Small builders of the nested columns of `RECORD`, shared by the formats.

Here belong expressions that put values of a source into the shape of a record. Here must not be the
names that any one source gives its fields.
"""

from __future__ import annotations

import polars as pl

from transforms.parsed_records import CATEGORY, IDENTIFIER, KEYWORD, REPOSITORY


def identifiers(**values: pl.Expr) -> pl.Expr:
    """The identifiers of a record: one for each scheme whose value is not null.

    Args:
        **values: From the scheme to an expression of text.
    """
    texts = {scheme: value.cast(pl.String) for scheme, value in values.items()}
    # Joined as text and parted again: several times as fast as a list of structs.
    joined = [
        pl.when(text != "").then(pl.lit(f"{scheme}:") + text) for scheme, text in texts.items()
    ]
    parted = pl.element().str.splitn(":", 2).struct.rename_fields(list(_fields(IDENTIFIER)))
    return pl.concat_list(joined).list.drop_nulls().list.eval(parted)


def categories(names: pl.Expr, scheme: str) -> pl.Expr:
    """Categories of one scheme, from a list of names."""
    struct = pl.struct(scheme=pl.lit(scheme), category=pl.element(), schema=_fields(CATEGORY))
    return names.list.drop_nulls().list.eval(struct)


def schemed_categories(names: pl.Expr) -> pl.Expr:
    """Categories of several schemes, from a list of texts such as `arxiv:cs.CL`."""
    parted = pl.element().str.splitn(":", 2).struct.rename_fields(list(_fields(CATEGORY)))
    return names.list.drop_nulls().list.eval(parted)


def keywords(names: pl.Expr, source: str) -> pl.Expr:
    """Keywords of one source without scores, from a list of names."""
    struct = pl.struct(
        keyword=pl.element(),
        source=pl.lit(source),
        score=pl.lit(None, pl.Float64),
        schema=_fields(KEYWORD),
    )
    return names.list.drop_nulls().list.eval(struct)


def repositories(urls: pl.Expr) -> pl.Expr:
    """Repositories and project pages of which no more is said, from a list of URLs."""
    unknown = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in _fields(REPOSITORY).items()
        if name != "url"
    ]
    struct = pl.struct(pl.element().alias("url"), *unknown)
    return urls.list.drop_nulls().list.unique(maintain_order=True).list.eval(struct)


def _fields(struct: pl.Struct) -> dict[str, pl.DataType]:
    return {field.name: field.dtype for field in struct.fields}  # type: ignore[misc]
