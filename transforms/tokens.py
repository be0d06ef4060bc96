"""The texts of papers as tokens: words, signs, and what is neither.

Here belong cleaning and cutting. Here must not be what a word is (`words`) or which words make a
phrase (`phrases`).
"""

from __future__ import annotations

import html
from typing import Final

import polars as pl

from transforms.words import GLUE

LONGEST_TEXT: Final = 20_000
"""Characters of an abstract that are read; real abstracts stay below 10,000."""

TITLE: Final = 0
ABSTRACT: Final = 1

TOKEN: Final = "|".join(
    (
        r"https?://\S+|www\.\S+|\S+@\S+\.\S+",
        r"\$[^$]{0,300}\$|\\[A-Za-z]+",
        r"[Ss]tate[- ]of[- ](?:the[- ])?(?:art|arts)\b|[Oo]ff[- ]the[- ]shelf|[Uu]p[- ]to[- ]date",
        r"[Ww]ell[- ]known|[Ss]o[- ]called|\bet al\b|\b(?:\p{L}\.){2,}",
        r"\s[-\u2010\u2011\u2013\u2014]+",
        r"\p{L}+n['\u2019]t\b|C\+\+|C#",
        rf"[{GLUE}]?\p{{N}}[\p{{L}}\p{{N}}]*\.\p{{N}}+",
        r"['\u2019]s\b",
        r"[-\u2010\u2011\u2013]?[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\.\p{N}+)?",
        r"[^\s\p{L}\p{N}]",
    )
)
"""A token: an address, a formula, a stock phrase, a word with the hyphen before it, or one sign.

Whatever stands before the word alternatives is no word and so parts phrases.
"""

MARKUP: Final = r"[\\$&<{`\x{ad}\x{200b}-\x{200d}\x{feff}]"

ENTITY: Final = r"&(?:[A-Za-z][A-Za-z0-9]{1,20}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"

REWRITES: Final = (
    (r"```[^`]*```", " ; "),
    (r"</?[A-Za-z][^<>]{0,200}>", " "),
    (r'\\"\{?\\?([A-Za-z])\}?', "${1}\u0308"),
    (r"\\'\{?\\?([A-Za-z])\}?", "${1}\u0301"),
    (r"\\`\{?\\?([A-Za-z])\}?", "${1}\u0300"),
    (r"\\\^\{?\\?([A-Za-z])\}?", "${1}\u0302"),
    (r"\\~\{?\\?([A-Za-z])\}?", "${1}\u0303"),
    (r"\\[cvuHrk]\{([A-Za-z])\}", "${1}"),
    ("[\u00ad\u200b-\u200d\ufeff]", ""),
    (r"\\(?:url|cite[a-z]*|ref|label|footnote)\s*\{[^{}]*\}", " ; "),
    (
        r"\\(?:emph|text[a-z]{2,6}|math[a-z]{2,4}|operatorname|underline)\s*\{([^{}]*)\}",
        "${1}",
    ),
    (r"\{\\(?:em|it|bf|tt|sc|rm|sl)\s+([^{}]*)\}", "${1}"),
    (r"\$\s*\^?\{?\s*\\?([A-Za-z0-9]+)\s*\}?\s*\$", "${1}"),
    (r"\$\s*\\?([A-Za-z]+)\s*_\s*\{?\s*\\?([A-Za-z0-9]+|infty)\s*\}?\s*\$", "${1}${2}"),
    (r"\\[%&#_]", " "),
    (r"\\[A-Za-z]+", " ; "),
    (r"[{}]", ""),
)
"""Markup and what stands for it, in order: code, tags, accents, fonts, one-sign formulas."""


def tokenize(records: pl.DataFrame) -> pl.DataFrame:
    """Cut titles and abstracts into tokens.

    Args:
        records: Columns record_number, title, abstract; either text may be null.

    Returns:
        One row per token, in order: record_number, part (0 title, 1 abstract), token (a
        categorical of its own categories).
    """
    parts = [
        records.select(
            "record_number",
            part=pl.lit(part, pl.UInt8),
            text=_cut(pl.col(column).cast(pl.String)),
        )
        for part, column in ((TITLE, "title"), (ABSTRACT, "abstract"))
    ]
    texts = pl.concat(parts).filter(pl.col("text").is_not_null())
    is_marked = pl.col("text").str.contains(MARKUP)
    texts = pl.concat([texts.filter(~is_marked), _without_markup(texts.filter(is_marked))])
    return (
        texts.sort("record_number", "part")
        .select("record_number", "part", token=pl.col("text").str.extract_all(TOKEN))
        .explode("token")
        .filter(pl.col("token").is_not_null())
        .with_columns(pl.col("token").cast(pl.Categorical(pl.Categories.random())))
    )


def _cut(text: pl.Expr) -> pl.Expr:
    """Cut long texts behind a word."""
    start = text.str.slice(0, LONGEST_TEXT)
    return pl.when(start == text).then(text).otherwise(start.str.replace(r"\S*$", ""))


def _without_markup(texts: pl.DataFrame) -> pl.DataFrame:
    """Put plain text for markup."""
    entities = texts.get_column("text").str.extract_all(ENTITY).explode().drop_nulls().unique()
    signs = {entity: _sign(entity) for entity in entities.sort()}
    text = pl.col("text").str.replace_many(signs) if signs else pl.col("text")
    for pattern, plain in REWRITES:
        text = text.str.replace_all(pattern, plain)
    rewritten = texts.with_columns(text)
    is_ascii = pl.col("text").str.len_bytes() == pl.col("text").str.len_chars()
    composed = pl.when(~is_ascii).then("text").str.normalize("NFC")
    return rewritten.with_columns(text=pl.coalesce(composed, "text"))


def _sign(entity: str) -> str:
    """Tell the sign that an entity stands for; those that open and close tags open no tag."""
    sign = html.unescape(entity)
    return {entity: " ; ", "<": " < ", ">": " > "}.get(sign, sign)


def plain_text(texts: pl.Series) -> pl.Series:
    """Put plain text for markup in those texts that hold some."""
    marked = texts.filter(texts.str.contains(MARKUP)).unique()
    return texts.replace(marked, _without_markup(marked.to_frame("text")).to_series())
