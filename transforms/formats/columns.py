"""Small builders of the nested columns of `RECORD`, shared by the formats.

Here belong expressions that put values of a source into the shape of a record. Here must not be the
names that any one source gives its fields.
"""

from __future__ import annotations

import polars as pl

from transforms.arxiv_categories import ACM_CODE, ARXIV_CODE, BESIDE_CLASSES, MSC_CODE
from transforms.parsed_records import CATEGORY, IDENTIFIER, KEYWORD, REPOSITORY

_ARXIV_CODES_ONLY = rf"^\s*{ARXIV_CODE}(?:\s+{ARXIV_CODE})*\s*$"
_MARKS = ".,;:()"


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


def arxiv_categories(texts: pl.Series) -> pl.Series:
    """Categories as arXiv lists them in one text: its own, then those of MSC and ACM.

    From `cs.CL math.HO 68T50 (Primary), 97U50; I.2.7`. What is no code of any is one category of
    scheme `other`, unless it is no more than words that stand beside classes.
    """
    text = pl.col("categories")
    frame = texts.to_frame("categories")
    own = categories(text.str.extract_all(r"\S+"), "arxiv")
    is_plain = texts.str.contains(_ARXIV_CODES_ONLY)
    if is_plain.all():
        return frame.select(own).to_series()
    mixed = schemed_categories(arxiv_category_texts(pl.when(~is_plain).then(text)))
    return frame.select(pl.when(is_plain).then(own).otherwise(mixed)).to_series()


def arxiv_category_texts(text: pl.Expr) -> pl.Expr:
    """As `arxiv_categories`, as texts such as `msc:68T50` for `schemed_categories`."""
    part = pl.element()
    code = part.str.strip_chars(_MARKS)
    parts = (
        text.str.replace_all(r"\([^()\d]*\)", " ")
        .str.replace_all(r"[;,]", "$0 ")
        .str.extract_all(r"\S+")
    )
    tagged = parts.list.eval(
        pl.when(code.str.contains(f"^{ARXIV_CODE}$"))
        .then("arxiv:" + code)
        .when(code.str.contains(f"^{MSC_CODE}$"))
        .then("msc:" + code)
        .when(code.str.contains(f"^{ACM_CODE}$"))
        .then("acm:" + code)
        .otherwise(":" + part)
    )
    is_word = part.str.starts_with(":")
    words = tagged.list.eval(part.filter(is_word).str.slice(1)).list.join(" ")
    is_text = words.str.replace_all(BESIDE_CLASSES, "").str.contains(r"\p{L}")
    other = pl.lit("other:") + words.str.strip_chars(_MARKS + " ")
    found = pl.concat_list(tagged.list.eval(part.filter(~is_word)), pl.when(is_text).then(other))
    return found.list.drop_nulls().list.unique(maintain_order=True)


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
