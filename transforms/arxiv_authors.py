"""The authors of a paper as arXiv writes them in one text, with their affiliations.

Here belongs how such a text falls apart: arXiv puts forenames first, so that every comma parts two
names. Here must not be lists of names from elsewhere, nor how names are cleaned
(`transforms.author_names`).
"""

from __future__ import annotations

import polars as pl

_MAX_NESTED = 3
"""How deep parentheses stand within others."""

_GROUP = r"(?i)^[^,:]*\b(?:collaborations?|consortium|team|group)\b[^,:]*:"
_SUFFIX = r"(?i),\s*((?:jr|sr)(?-u:\b)\.?|(?:ii|iii|iv)(?-u:\b))"
_BETWEEN = r"(?i)\s*[,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+"
_NO_NAME = r"(?i)^(?:et al\.?|others|and)?$"
_BREAK = "\x1f"


def arxiv_names(text: pl.Expr) -> pl.Expr:
    """The names in a text, in order, without what stands in parentheses or names a group.

    Parentheses hold affiliations and the marks of them: `A (1), B (1 and 2) ((1) X, (2) Y (Z))`. A
    group stands before its members: `The X Collaboration: A, B`.

    Returns:
        A list of names; null where there is no text.
    """
    for _ in range(_MAX_NESTED):
        text = text.str.replace_all(r"\([^()]*\)", " ")
    name = pl.element().str.strip_chars()
    return (
        text.str.replace(r"(?s)\(.*$", "")
        .str.replace(_GROUP, "")
        .str.replace_all(_SUFFIX, " $1")
        .str.replace_all(_BETWEEN, _BREAK)
        .str.split(_BREAK)
        .list.eval(name.filter(~name.str.contains(_NO_NAME)))
    )
