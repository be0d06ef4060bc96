"""Whether a table is of papers: goods, films and issues have titles too.

Here belongs what only papers have. Here must not be which column holds which field
(`transforms.formats.table_columns`).
"""

from __future__ import annotations

import re

import polars as pl

from transforms.formats.table_columns import IDS, columns_of_fields, folded, with_ids_told

_VAGUE_NAMES = frozenset(
    {
        *("name", "displayname", "ti", "description", "ab"),
        *("author", "creator", "creators", "venue", "publication", "publicationname"),
    }
)
"""Names that tables of goods, films, news and software have too; folded."""

_OF_PAPERS_ALONE = ("arxiv_id", "doi", "openalex", "dblp", "s2", "pmid")
"""Fields of which one beside a title, whatever that is called, tells papers."""

_OF_PAPERS = ("abstract", "authors", "venue")
"""Fields of which one beside a title tells papers, where neither has a vague name."""

_PAPER_NAME = r"paper|arxiv|pdf|^abs$|^urlabs$|^absurl$"
"""What a known name says that other tables do not have; folded."""

_PAPER_ADDRESS = (
    r"(?i)arxiv\.org/|doi\.org/10\.|/doi/(?:\w+/)?10\.|/papers?/|\.pdf(?:$|[?#])"
    r"|aclanthology\.org/|openreview\.net/|semanticscholar\.org/|dblp\.|proceedings\."
    r"|openalex\.org/|pubmed|ieeexplore\.|dl\.acm\.org/|link\.springer\.com/|/science/article/"
    r"|(?:bio|med|chem)rxiv\.org/|jmlr\.org/|thecvf\.com/"
)
_SHARE_OF_ADDRESSES = 0.5

SHOWN_NAMES, SHOWN_CHARS = 20, 40
"""How many columns a message names, and how much of each name."""


def are_of_papers(texts: pl.DataFrame) -> bool:
    """Whether columns are of a table of papers: a title, and what other tables have not.

    That is an id of papers, an abstract, authors or a venue; authors or a venue by a vague name
    with the year; a name that says it, such as `paper url`; or an address of papers. A title by a
    vague name, such as `name`, needs an id, or authors with the year. An abstract and an id do
    without a title.

    Args:
        texts: Columns of text by their names, such as the first rows of a dump.
    """
    told = with_ids_told(texts, {})
    fields = columns_of_fields(texts.columns, told)
    sure = columns_of_fields([name for name in texts.columns if not _is_vague(name)], told)
    if any(field in fields for field in _OF_PAPERS_ALONE) and {"title", "abstract"} & {*fields}:
        return True
    if "title" not in fields:
        abstracts = [folded(name) for name in sure.get("abstract", ())]
        return any(name != "summary" for name in abstracts) and any(id_ in fields for id_ in IDS)
    if "year" in fields and "authors" in sure:
        return True
    return "title" in sure and (
        ("year" in fields and ("authors" in fields or "venue" in fields))
        or any(field in sure for field in _OF_PAPERS)
        or any(re.search(_PAPER_NAME, folded(name)) for each in sure.values() for name in each)
        or any(_are_addresses_of_papers(texts[name]) for name in fields.get("url", ()))
    )


def why_not_of_papers(texts: pl.DataFrame) -> tuple[str, str]:
    """Why columns are not taken for those of papers, and a mapping that makes them so.

    Returns:
        What is missing, and that a mapping is wanted, in words; the mapping as `--map` takes it.
    """
    names = texts.columns
    titles = columns_of_fields([name for name in names if not _is_vague(name)], {}).get("title")
    if titles:
        reason = (
            "a table with titles, but without what tells papers, such as authors, abstract, DOI, "
            "arXiv id, or venue and year; if it is of papers, say so"
        )
        return reason, f"{titles[0]}=title"
    shown = ", ".join(name.strip()[:SHOWN_CHARS] for name in names[:SHOWN_NAMES])
    more = ", ..." if len(names) > SHOWN_NAMES else ""
    reason = (
        "it may be a table, but none of its columns is known to hold the titles of papers "
        f"({shown}{more}); say which one does"
    )
    return reason, "COLUMN=title"


def _is_vague(name: str) -> bool:
    return folded(name) in _VAGUE_NAMES


def _are_addresses_of_papers(urls: pl.Series) -> bool:
    """Whether most of the addresses in a column are of papers."""
    share = urls.drop_nulls().str.contains(_PAPER_ADDRESS).mean()
    return isinstance(share, float) and share >= _SHARE_OF_ADDRESSES
