r"""Identifiers of papers: what an arXiv id and a DOI are, however a dump writes them.

Here belong the reading and the one written form of each. Here must not be what they conclude
(`transforms.record_papers`).
"""

from __future__ import annotations

import polars as pl

_MONTH = "(?:0[1-9]|1[0-2])"
_FOUR_DIGITS = rf"(?:0\d|1[0-4]){_MONTH}"
_FIVE_DIGITS = rf"(?:1[5-9]|[2-9]\d){_MONTH}"
"""Since January 2015, arXiv numbers its papers with five digits, before with four."""

_ARXIV = (
    r"(?i)^\s*(?:oai:arxiv\.org:"
    r"|(?:https?://)?(?:(?:[a-z0-9-]+\.)*(?:arxiv|alphaxiv|ar5iv)(?:\.[a-z]+)+/(?:(?:abs|pdf|html"
    r"|format|ps|e-print|overview)/)?|(?:www\.)?(?:huggingface\.co|hf\.co)/papers/"
    r"|(?:www\.|dx\.)?doi\.org/10\.48550/arxiv\.)"
    r"|(?:abs|pdf)/|(?:10\.48550/)?arxiv\s*[.:]\s*)?"
    rf"({_FOUR_DIGITS}\.\d{{4}}|{_FIVE_DIGITS}\.\d{{5}}"
    rf"|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{{2}})?/\d\d{_MONTH}\d{{3}})"
    r"(?:v(\d{1,3}))?(?:\.pdf)?(?:$|[^\w.])"
)
"""An id, alone or in an address; what follows a slash, a blank or a question mark is not of it."""

_BARE = rf"^(?:{_FOUR_DIGITS}\.\d{{4}}|{_FIVE_DIGITS}\.\d{{5}})$"
"""An id as it is kept, as nearly all are written."""

_NOT_ZERO = r"^(.+\.\d*[1-9]\d*|.+/\d{4}\d*[1-9]\d*)$"

_AS_NUMBER = rf"^\s*({_FIVE_DIGITS}\.\d{{1,5}})\s*$"
_AS_OLD_NUMBER = rf"^\s*((?:0?\d|1[0-4]){_MONTH}\.\d{{1,4}})\s*$"
"""An id that a reader took for a number and so lost its outer zeros."""

_DOI = r"(?i)(10\.\d{4,9}/\S+)"
_PERCENT_ENCODED = {f"%{ord(character):02x}": character for character in "!\"#$&'()*+,/:;<=>?@[]{}"}
_DOI_OF_ARXIV = r"^10\.48550/arxiv\.(.+)$"
_DOI_PREFIX = r"(?:doi\s*:?\s*|(?:https?://)?(?:dx\.)?doi\.org/)?(10\.\d{4,9}/)"
_NEXT_DOI = rf"(?i)(?:[,;|]|<br/?>)+{_DOI_PREFIX}.*$"
_BETWEEN_DOIS = rf"(?i)(?:[\s,;|&]|<br\s*/?>|\band\b)+{_DOI_PREFIX}"
_SEVERAL_DOIS = r"10\.\d{4,9}/.*[\s,;|&>]\D*10\.\d{4,9}/"
_BREAK = "\x1f"
_WHOLE_DOI = r"^(10\.\d{4,9}/.+)$"
_ONE_BRACKET_TOO_MANY = r"^((?:[^(]|\((?:[^()]|\([^()]*\))*\))*)\)$"


def arxiv_id(text: pl.Expr) -> pl.Expr:
    """The arXiv id in an id, an address or a reference; null where there is none.

    The version is taken off; an old id keeps its archive and loses the subject class
    (`math.GT/0309136` is `math/0309136`); an id that was read as a number gets its zeros back
    (`2503.0213` is `2503.02130`).
    """
    return text.map_batches(_arxiv_ids, return_dtype=pl.String, is_elementwise=True)


def _arxiv_ids(texts: pl.Series) -> pl.Series:
    """As `arxiv_id`; patterns that take time see only what is not an id already."""
    others = (~texts.str.contains(_BARE)).arg_true()
    text = pl.col("text")
    read = texts.gather(others).to_frame("text").select(_arxiv_id_in(text)).to_series()
    found = texts.clone().scatter(others, read)
    return found.to_frame("text").select(text.str.extract(_NOT_ZERO, 1)).to_series()


def _arxiv_id_in(text: pl.Expr) -> pl.Expr:
    found = (
        text.str.extract(_ARXIV, 1).str.to_lowercase().str.replace(r"^([a-z-]+)\.[a-z]{2}/", "$1/")
    )
    number = text.str.extract(_AS_NUMBER, 1).str.pad_end(len("2503.02130"), "0")
    old_number = (
        text.str.extract(_AS_OLD_NUMBER, 1)
        .str.replace(r"^(\d{3}\.)", "0$1")
        .str.pad_end(len("0704.0001"), "0")
    )
    return pl.coalesce(found, number, old_number)


def arxiv_version(text: pl.Expr) -> pl.Expr:
    """The version that an arXiv id or address carries, as a number; null where it carries none."""
    return text.str.extract(_ARXIV, 2).cast(pl.Int64, strict=False)


def doi(text: pl.Expr) -> pl.Expr:
    """A DOI in its one form: lower case, without address or prefix, percent signs decoded.

    Marks that end a sentence are taken off its end. Of several, it is the first. A prefix with
    nothing but such marks behind it is none.
    """
    plain = text.str.replace_many(_PERCENT_ENCODED, ascii_case_insensitive=True)
    found = plain.str.extract(_DOI, 1).str.replace(_NEXT_DOI, "").str.to_lowercase()
    bare = found.str.strip_chars_end(".,;:\"'\\}").str.replace(_ONE_BRACKET_TOO_MANY, "$1")
    return bare.str.extract(_WHOLE_DOI, 1)


def several_dois(texts: pl.Series) -> pl.Series:
    """The DOIs of each text that holds more than one, each once and in its one form.

    Such as `10.5555/a; 10.5555/b`, or with a comma, a blank or `and` between them.

    Returns:
        Lists in order; null where there is no more than one.
    """
    may_be = texts.str.contains(_SEVERAL_DOIS)
    if not may_be.any():
        return pl.Series(texts.name, [None], pl.List(pl.String)).new_from_index(0, texts.len())
    found = pl.col("found")
    parted = pl.col("text").str.replace_all(_BETWEEN_DOIS, f"{_BREAK}$1").str.split(_BREAK)
    return (
        texts.set(~may_be, None)
        .to_frame("text")
        .select(found=parted.list.eval(doi(pl.element()).drop_nulls()))
        .with_columns(found.list.unique(maintain_order=True))
        .select(pl.when(found.list.len() > 1).then(found).alias(texts.name))
        .to_series()
    )


def arxiv_id_of_doi(clean_doi: pl.Expr) -> pl.Expr:
    """The arXiv id that one of arXiv's own DOIs stands for; null for every other DOI."""
    return arxiv_id(clean_doi.str.extract(_DOI_OF_ARXIV, 1))
