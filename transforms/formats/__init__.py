"""The dump formats: one module each, listed here.

Here belong the list `FORMATS`, what a format is, and the choice of the one format that recognises a
file. A new format is one module, one line in `FORMATS`, and one sample with its golden.

Here must not be how any one format is read.
"""

from __future__ import annotations

import re

from transforms.formats.arxiv_atom import ARXIV_ATOM
from transforms.formats.arxiv_oai_pmh import ARXIV_OAI_PMH
from transforms.formats.arxiv_snapshot import ARXIV_SNAPSHOT
from transforms.formats.bibtex import BIBTEX
from transforms.formats.csv_table import CSV_TABLE
from transforms.formats.dblp import DBLP
from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.hf_daily_papers import HF_DAILY_PAPERS
from transforms.formats.json_table import JSON_TABLE
from transforms.formats.listing_page import LISTING_PAGE
from transforms.formats.openalex_merged_ids import OPENALEX_MERGED_IDS
from transforms.formats.openalex_works import OPENALEX_WORKS
from transforms.formats.parquet_table import PARQUET_TABLE
from transforms.formats.pwc_links import PWC_LINKS
from transforms.formats.pwc_papers import PWC_PAPERS
from transforms.formats.ris import RIS
from transforms.formats.s2_abstracts import S2_ABSTRACTS
from transforms.formats.s2_papers import S2_PAPERS

__all__ = ["ALL_FORMATS", "FORMATS", "HEAD_BYTES", "TABLES", "Format", "FormatError", "recognise"]

FORMATS: tuple[Format, ...] = (
    LISTING_PAGE,
    ARXIV_SNAPSHOT,
    ARXIV_OAI_PMH,
    ARXIV_ATOM,
    DBLP,
    HF_DAILY_PAPERS,
    PWC_LINKS,
    PWC_PAPERS,
    OPENALEX_WORKS,
    OPENALEX_MERGED_IDS,
    S2_PAPERS,
    S2_ABSTRACTS,
    BIBTEX,
    RIS,
)
"""Every format with a shape of its own; at most one may recognise a dump."""

TABLES: tuple[Format, ...] = (CSV_TABLE, JSON_TABLE, PARQUET_TABLE)
"""Tables whose columns are mapped by their names; looked at where no other format recognises it."""

ALL_FORMATS = (*FORMATS, *TABLES)


_EMPTY = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\[\s*\]|\{\s*\}|null)\s*")
"""What an API answers that has nothing to tell."""


class FormatError(ValueError):
    """A dump that is not of exactly one format; the message is one line for people."""


def recognise(
    head: bytes, formats: tuple[Format, ...] = FORMATS, tables: tuple[Format, ...] = TABLES
) -> Format:
    """Find the one format that a dump is of.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
        formats: The formats to choose from.
        tables: Those to choose from if none of them recognises it, or only the listing page does.

    Returns:
        The format that recognises the head.

    Raises:
        FormatError: If no format, or more than one, recognises it; the message names the cure.
    """
    found = [each for each in formats if each.recognises(head)]
    # The header and the rows of a small table may read as a title and its abstract.
    if not found or found == [LISTING_PAGE]:
        found = [each for each in tables if each.recognises(head)] or found
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.name for each in found)
        raise FormatError(
            f"{len(found)} formats claim it ({names}); split it into one file for each format"
        )
    if empty := _EMPTY.fullmatch(head):
        raise FormatError(
            f"it holds nothing but {empty[1].decode()}; fetch it anew or leave it out"
        )
    raise FormatError(
        f"no known format: it begins with {_excerpt(head)}; "
        "`paperhouse formats` lists the known ones"
    )


def _excerpt(head: bytes) -> str:
    """The first 60 characters that show, in quotes and on one line."""
    text = " ".join(head[:400].decode("utf-8", errors="replace").split())
    return repr(text[:60]) if text else "nothing but white space"
