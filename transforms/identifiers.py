r"""Identifiers of papers: what an arXiv id and a DOI are, however a dump writes them.

Here belong the reading and the one written form of each. Here must not be what they conclude
(`transforms.record_papers`).
"""

from __future__ import annotations

import polars as pl

_ARXIV = (
    r"(?i)^\s*(?:oai:arxiv\.org:"
    r"|(?:https?://)?(?:(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)(?:\.[a-z]+)+/(?:(?:abs|pdf|html"
    r"|format|ps|e-print|overview)/)?|(?:www\.)?(?:huggingface\.co|hf\.co)/papers/"
    r"|(?:www\.|dx\.)?doi\.org/10\.48550/arxiv\.)"
    r"|(?:abs|pdf)/|(?:10\.48550/)?arxiv\s*[.:]\s*)?"
    r"(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})"
    r"(?:v(\d{1,3}))?(?:\.pdf)?(?:$|[^\w.])"
)
"""An id, alone or in an address; what follows a slash, a blank or a question mark is not of it."""

_AS_NUMBER = r"^\s*(\d{3,4})\.(\d{1,5})\s*$"
"""An id that a reader took for a number and so lost its outer zeros."""

_FIVE_DIGITS_FROM = 1501
"""Since January 2015, arXiv numbers its papers with five digits, before with four."""

_DOI = r"(?i)(10\.\d{4,9}/\S+)"
_PERCENT_ENCODED = {f"%{ord(character):02x}": character for character in "!\"#$&'()*+,/:;<=>?@[]{}"}
_DOI_OF_ARXIV = r"^10\.48550/arxiv\.(.+)$"


def arxiv_id(text: pl.Expr) -> pl.Expr:
    """The arXiv id in an id, an address or a reference; null where there is none.

    The version is taken off; an old id keeps its archive and loses the subject class
    (`math.GT/0309136` is `math/0309136`); an id that was read as a number gets its zeros back
    (`2503.0213` is `2503.02130`).
    """
    found = (
        text.str.extract(_ARXIV, 1).str.to_lowercase().str.replace(r"^([a-z-]+)\.[a-z]{2}/", "$1/")
    )
    month = text.str.extract(_AS_NUMBER, 1).str.zfill(4)
    number = text.str.extract(_AS_NUMBER, 2)
    is_new = month.cast(pl.Int64, strict=False) >= _FIVE_DIGITS_FROM
    restored = pl.concat_str(
        month,
        pl.lit("."),
        pl.when(is_new).then(number.str.pad_end(5, "0")).otherwise(number.str.pad_end(4, "0")),
    )
    return _possible(pl.coalesce(_long_enough(found), _long_enough(restored)))


def arxiv_version(text: pl.Expr) -> pl.Expr:
    """The version that an arXiv id or address carries, as a number; null where it carries none."""
    return text.str.extract(_ARXIV, 2).cast(pl.Int64, strict=False)


def doi(text: pl.Expr) -> pl.Expr:
    """A DOI in its one form: lower case, without address or prefix, percent signs decoded.

    Marks that end a sentence are taken off its end.
    """
    plain = text.str.replace_many(_PERCENT_ENCODED, ascii_case_insensitive=True)
    found = plain.str.extract(_DOI, 1).str.to_lowercase().str.strip_chars_end(".,;:\"'\\}")
    return (
        pl.when(found.str.count_matches(r"\)") > found.str.count_matches(r"\("))
        .then(found.str.strip_suffix(")"))
        .otherwise(found)
    )


def arxiv_id_of_doi(clean_doi: pl.Expr) -> pl.Expr:
    """The arXiv id that one of arXiv's own DOIs stands for; null for every other DOI."""
    return arxiv_id(clean_doi.str.extract(_DOI_OF_ARXIV, 1))


def _long_enough(candidate: pl.Expr) -> pl.Expr:
    """A new id only with as many digits as arXiv gave in its month."""
    month = candidate.str.extract(r"^(\d{4})\.", 1).cast(pl.Int64, strict=False)
    digits = candidate.str.extract(r"^\d{4}\.(\d+)$", 1).str.len_chars()
    wanted = pl.when(month >= _FIVE_DIGITS_FROM).then(5).otherwise(4)
    return pl.when(month.is_null() | (digits == wanted)).then(candidate)


def _possible(candidate: pl.Expr) -> pl.Expr:
    """An id whose month is one, and whose number is not zero."""
    is_possible = candidate.str.contains(r"^(?:\d\d|[a-z-]+/\d\d)(?:0[1-9]|1[0-2])") & (
        ~candidate.str.contains(r"\.0+$|/\d{4}000$")
    )
    return pl.when(is_possible).then(candidate)
