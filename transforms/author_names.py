"""Names of authors as dumps write them, made plain: forenames first, accents as letters.

Here belong the cleaning of names, and how a text of several names falls apart. Here must not be
whether two names are one person.
"""

from __future__ import annotations

import html

import polars as pl
from pylatexenc.latex2text import LatexNodes2Text

_MARKED_UP = r"[\\{}$&~]"
_COMMA_FIRST = r"^\s*([^,]+?)\s*,\s*(?:((?i:jr|sr|ii|iii|iv)\.?)\s*,\s*)?([^,]+?)\s*$"


def cleaned_names(names: pl.Series) -> pl.Series:
    """Make names plain: TeX accents and HTML entities as letters, white space single.

    Args:
        names: Lists of names, in order.

    Returns:
        The lists without empty names; null where none is left.
    """
    distinct = names.explode().drop_nulls().unique()
    marked_up = distinct.filter(distinct.str.contains(_MARKED_UP))
    plain = {name: _plain(name) for name in marked_up}
    name = pl.element()
    return (
        names.to_frame("names")
        .with_columns(
            pl.col("names").list.eval(
                (name.replace(plain) if plain else name)
                .str.replace_all(r"\s+", " ")
                .str.strip_chars(" ,;")
            )
        )
        .with_columns(pl.col("names").list.eval(name.filter(name.is_not_null() & (name != ""))))
        .select(pl.when(pl.col("names").list.len() > 0).then("names").alias(names.name))
        .to_series()
    )


def forenames_first(names: pl.Expr) -> pl.Expr:
    """Names of a list with the forenames first: `Gödel, Kurt` becomes `Kurt Gödel`.

    A suffix stands last: `King, Jr., Martin` becomes `Martin King Jr.`. Other names stay.
    """
    return names.list.eval(pl.element().str.replace(_COMMA_FIRST, "$3 $1 $2").str.strip_chars())


def _plain(name: str) -> str:
    unescaped = html.unescape(name)
    if not any(mark in unescaped for mark in "\\{}$~"):
        return unescaped
    try:
        text: str = LatexNodes2Text(math_mode="text").latex_to_text(unescaped)
    except Exception:  # noqa: BLE001  (a name that is no TeX stays as it is)
        return unescaped
    return text
