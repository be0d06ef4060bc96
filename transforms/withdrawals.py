"""Whether authors say in their own words that arXiv's record of a paper is withdrawn.

Here belong the ways to say so. Here must not be marks that a source itself keeps of it.
"""

from __future__ import annotations

import polars as pl

_PAPER = r"(?:paper|article|manuscript|submission|preprint|work|note|letter|report)"
_WITHDRAWN = r"(?:withdrawn|retracted)\b"
_SAID = (
    rf"(?i)\bthis\s+{_PAPER}\s+(?:has\s+been|is|was)\s+(?:\w+ly\s+)?{_WITHDRAWN}"
    rf"|(?:^|[.;!]\s)\s*(?:(?:the|our|my)\s+)?{_PAPER}\s+(?:(?:has\s+been|is|was)\s+)?(?:\w+ly\s+)?"
    rf"{_WITHDRAWN}"
    rf"|^\s*{_WITHDRAWN}(?:\W*$|[.,;:(]|\s+(?:by|due|because|as|since|for|until|pending)\b)"
)
"""Said of this paper, or at the start of a sentence; not of another paper that this one follows."""

_SAID_FOR_AN_ABSTRACT = rf"(?i)^\s*this\s+{_PAPER}\s+(?:has\s+been|is|was)\s+{_WITHDRAWN}"
_FROM = r"(?i)\bwithdrawn\s+from\s+(?:the\s+)?(\w+)"


def is_withdrawn(comment: pl.Expr, abstract: pl.Expr) -> pl.Expr:
    """Whether the comment, or a sentence that stands for the abstract, says so.

    A paper that was withdrawn from a journal is not withdrawn from arXiv.

    Returns:
        True or null, for what is not said is not known.
    """
    said = comment.str.contains(_SAID) | abstract.str.contains(_SAID_FOR_AN_ABSTRACT)
    place = comment.str.extract(_FROM).str.to_lowercase()
    return pl.when(said & (place.is_null() | (place == "arxiv"))).then(statement=True)
