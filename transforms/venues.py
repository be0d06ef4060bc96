"""Venues: which names of one say where a paper was published, and which only where it lies.

Here belong the names that servers of preprints go by. Here must not be how a name is cleaned, nor
what any one source calls its field.
"""

from __future__ import annotations

import polars as pl

_MAY_BE_SERVER = r"(?i)rxiv|\bcorr\b|computing research repository"
_OF_SERVER = (
    r"(?i)^arxiv\s*:[\p{L}\s,()&-]+$|https?://\S+"
    r"|\b\w*rxiv(?:\.org)?\b|\(\s*cornell university\s*\)|\bcornell university\b"
    r"|\b(?:the\s+)?computing research repository\b|\bcorr\b"
    r"|\b[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7}(?:v\d+)?\b|\b\d{4}\.\d{4,5}v\d+\b"
    r"|\[[^\[\]]*\]"
    r"|\b(?:the|archive|e-?prints?|(?:pre-?print)s?|papers?|abs|pdf|vol(?:ume)?|no|in|on|v\d+|version|server"
    r"|repository|id|available|at|online|submitted|to|posted|as|of"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august"
    r"|september|october|november|december)\b"
)
"""The names of servers, and what stands beside them: ids, categories, months and small words."""


def published_in(name: pl.Expr) -> pl.Expr:
    """A venue's name; null where it says no more than that the paper lies on a preprint server.

    `arXiv.org`, `CoRR abs/2101.00001` and `arXiv preprint arXiv:2101.00001 (2021)` are no venues;
    `arXiv:2101.00001, J. Kites 3, 2021` is one.
    """
    return name.map_batches(_published_in, return_dtype=pl.String, is_elementwise=True)


def _published_in(names: pl.Series) -> pl.Series:
    """As `published_in`; the pattern that takes time sees only the names that may match it."""
    places = names.str.contains(_MAY_BE_SERVER).arg_true()
    if not places.len():
        return names
    rest = names.gather(places).str.replace_all(_OF_SERVER, "")
    return names.clone().scatter(places.filter(~rest.str.contains(r"\p{L}")), None)
