"""The texts of papers as tokens: words, signs, and what is neither.

Here belongs cutting. Here must not be what is no plain text (`plain_text`) and says nothing
(`boilerplate`), what a word is (`words`) or which words make a phrase (`phrases`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from transforms.boilerplate import without_boilerplate
from transforms.plain_text import MARKUP, without_markup
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
        r"\p{L}+n['\u2019]t\b|C\+\+|C#|\b\p{Lu}{1,2}&\p{Lu}\b|\bw/o\b",
        rf"[{GLUE}]?\p{{N}}[\p{{L}}\p{{N}}]*\.\p{{N}}+",
        r"['\u2019]s\b",
        r"[-\u2010\u2011\u2013]?[\p{L}\p{N}][\p{L}\p{M}\p{N}\x{200c}\x{200d}]*(?:\.\p{N}+)?",
        r"[^\s\p{L}\p{N}]",
    )
)
"""A token: an address, a formula, a stock phrase, a word with the hyphen before it, or one sign.

Whatever stands before the word alternatives is no word and so parts phrases.
"""


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
    texts = pl.concat([texts.filter(~is_marked), without_markup(texts.filter(is_marked))])
    plain = without_boilerplate(texts.get_column("text"))
    return (
        texts.with_columns(text=plain)
        .sort("record_number", "part")
        .select("record_number", "part", token=pl.col("text").str.extract_all(TOKEN))
        .explode("token")
        .filter(pl.col("token").is_not_null())
        .with_columns(pl.col("token").cast(pl.Categorical(pl.Categories.random())))
    )


def _cut(text: pl.Expr) -> pl.Expr:
    """Cut long texts behind a word."""
    start = text.str.slice(0, LONGEST_TEXT)
    return pl.when(start == text).then(text).otherwise(start.str.replace(r"\S*$", ""))
