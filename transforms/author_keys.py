"""The keys of authors' names: what stays of a name when forenames, accents and order are set aside.

Here belong the folding of one name and of a record's list of them. Here must not be how lists of
different records are compared (`transforms.identity.authors`).
"""

from __future__ import annotations

import polars as pl

from transforms.folding import folded

_SUFFIX = r" (?:jr|sr|ii|iii|iv|phd|md)$"
_INITIALS_LAST = r"^(\p{Lu}\S*\p{Ll}\S*) (\p{Lu}{1,2})$"
"""`Rahm E`, as medical indexes write names."""

_OTHERS = r"^(?:al|others|etal|anonymous|unknown)(?: |$)"


def author_keys(names: pl.Expr) -> pl.Expr:
    """The distinct keys of a list of names, sorted.

    A key is the last word of the name without its suffix, then the first initial if there are
    forenames: `Erhard Rahm`, `E. Rahm`, `Rahm, E.` and `Rahm E` are `rahm e`; `Rahm` is `rahm`.
    Of a surname of several words or with a hyphen the last word counts. `et al.` is no name.
    """
    forenames_first = (
        pl.element().str.replace(r"^([^,]+),\s*(.+)$", "$2 $1").str.replace(_INITIALS_LAST, "$2 $1")
    )
    name = (
        folded(forenames_first)
        .str.replace_all(r"[\s._~\p{Pd}]+", " ")
        .str.replace_all(r"[^\p{L}\p{M} ]+", "")
        .str.strip_chars(" ")
        .str.replace(_SUFFIX, "")
    )
    last = name.str.extract(r"(\S+)$")
    initial = name.str.extract(r"^(\S)\S* ")
    key = pl.concat_str(last, initial, separator=" ", ignore_nulls=True)
    is_name = last.is_not_null() & ~key.str.contains(_OTHERS)
    keys = names.list.eval(key.filter(is_name)).list.unique().list.sort()
    return pl.when(keys.list.len() > 0).then(keys)
