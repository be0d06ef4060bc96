"""Letters as they compare: without accents, ligatures and case.

Here belongs the folding of letters. Here must not be markup, words or names.
"""

from __future__ import annotations

import polars as pl

_ACCENTS = r"[\u0300-\u036f]+"
"""The marks of other scripts are part of their letters, and stay."""

_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "\u0131": "i",
    "\u03c2": "\u03c3",
}
"""Letters that no decomposition makes plain; the last are the Turkish i and the final sigma."""


def folded(text: pl.Expr) -> pl.Expr:
    """Fold text: NFKD without accents, lower case, ligatures as their letters."""
    plain = text.str.normalize("NFKD").str.replace_all(_ACCENTS, "").str.to_lowercase()
    return plain.str.replace_many(_LETTERS)
