"""What the fields of reference managers have in common: wrapped texts, and addresses among words.

Here belong ids and code links that stand in a field with other text. Here must not be the names
of the fields (`transforms.formats.bibtex`, `transforms.formats.ris`), nor what an id looks like
alone (`transforms.identifiers`).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.code_urls import canonical_url
from transforms.identifiers import arxiv_id, doi

_URL = r"https?://[^\s<>\"{}|^`]*[^\s<>\"{}|^`.,;:!?)\]\\]"
_ARXIV = (
    r"(?i)\barxiv\D{0,24}?"
    r"((?:[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d{1,3})?)(?:$|[^\d.]|\.\D|\.$)"
)
OWN_ARXIV = r"(?i)^\W*(?:e-?print\W+)?arxiv\b"
"""A note that says that the paper lies on arXiv."""

_DOI_ADDRESS = r"(?i)doi\.org/10\."
_ACL = r"aclanthology\.org/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:$|[^\w-])"
_OPENREVIEW = r"openreview\.net/(?:forum|pdf)\?id=([\w-]+)"


def unwrapped(text: pl.Expr) -> pl.Expr:
    """A text without the blanks that indent its lines; an empty line still parts paragraphs."""
    return text.str.replace_all(r"\n[ \t]+", "\n")


def urls(text: pl.Expr) -> pl.Expr:
    """The web addresses in a text."""
    return text.str.extract_all(_URL)


def code_links(links: pl.Series) -> pl.Series:
    """Those of the addresses in each list that lead to a host of code, data or project pages."""
    distinct = links.explode().drop_nulls().unique().to_list()
    found = {link: canonical_url(link) for link in distinct}
    of_code = [link for link, url in found.items() if url is not None and url.kind != "other"]
    return links.list.eval(pl.element().filter(pl.element().is_in(of_code)))


def said_arxiv_id(text: pl.Expr) -> pl.Expr:
    """The id in words such as `arXiv preprint arXiv:2101.00001`, with its version."""
    return text.str.extract(_ARXIV, 1)


def first_arxiv_id(texts: Iterable[pl.Expr]) -> pl.Expr:
    """The first text that is an arXiv id or the address of one."""
    return pl.coalesce(pl.when(arxiv_id(text).is_not_null()).then(text) for text in texts)


def doi_of(fields: Iterable[pl.Expr], address: pl.Expr) -> pl.Expr:
    """The first field that holds a DOI, as it stands, or else the DOI of an address at doi.org."""
    held = [pl.when(doi(field).is_not_null()).then(field) for field in fields]
    return pl.coalesce(*held, doi(pl.when(address.str.contains(_DOI_ADDRESS)).then(address)))


def ids_of_address(address: pl.Expr) -> dict[str, pl.Expr]:
    """The ids that the paper's own page has in its address, by their scheme."""
    return {
        "acl": address.str.extract(_ACL, 1),
        "openreview": address.str.extract(_OPENREVIEW, 1),
    }
