"""DBLP as one XML file: the bibliography of computer science, from dblp.org/xml.

Here belong recognising the file and what its records hold. The pages of persons (`www`, `person`)
and whole volumes (`proceedings`, and a `book` that has editors and no author) are no papers; they
are counted as chrome. Here must not be how XML is cut and parsed (`xml_records`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import polars as pl

from transforms.formats.batches import to_batch
from transforms.formats.columns import identifiers
from transforms.formats.format import Format
from transforms.formats.xml_pieces import BLOCK_BYTES
from transforms.formats.xml_records import (
    Element,
    first_element,
    read_runs,
    text_of,
    to_rows,
)
from transforms.parsed_records import Batch

_RECORDS = (
    "article",
    "inproceedings",
    "book",
    "incollection",
    "phdthesis",
    "mastersthesis",
    "data",
)
_NO_PAPERS = ("proceedings", "www", "person")
_FIELDS = pl.Schema(
    {
        "is_volume": pl.Boolean(),
        "key": pl.String(),
        "is_retracted": pl.Boolean(),
        "title": pl.String(),
        "year": pl.Int64(),
        "venue": pl.String(),
        "arxiv_id": pl.String(),
        "doi": pl.String(),
        "openreview": pl.String(),
        "acl": pl.String(),
        "authors": pl.List(pl.String()),
    }
)
_RECORD_ALONE = re.compile(
    rb"<(?=[^<>]*\smdate\s*=)(?=[^<>]*\skey\s*=)[a-z]+\s[^<>]*>\s*<(?:author|editor|title)[\s>]"
)
_ELSEWHERE = re.compile(
    r"openreview\.net/(?:forum|pdf)\?id=(?P<openreview>[\w-]+)"
    r"|acl(?:anthology\.org|web\.org/anthology)/(?P<acl>[\w.-]+?)(?:\.pdf)?/?$"
)
_ARXIV_DOI = "10.48550/arxiv."


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read DBLP.

    Args:
        stream: The dump, decompressed.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the dump's order, counted in elements; pages of persons and whole volumes are
        chrome.
    """
    after = 0
    for run in read_runs(stream, _RECORDS, ("dblp",), _NO_PAPERS, block_bytes=block_bytes):
        rows = to_rows(run, _FIELDS, _read)
        papers = rows.filter(~pl.col("is_volume").fill_null(value=False))
        batch = to_batch(_rows(papers), after=after, unit="element")
        after += batch.records.height
        yield replace(
            batch,
            chrome_line_count=run.passed_over + rows.height - papers.height,
            is_cut_short=run.is_cut_short,
        )


def recognises(head: bytes) -> bool:
    """Whether a dump is DBLP, or records of it alone.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    root = first_element(head)
    return root == "dblp" or (root in (*_RECORDS, *_NO_PAPERS) and bool(_RECORD_ALONE.search(head)))


DBLP = Format(
    name="dblp",
    description="DBLP as XML, whole or single records.",
    recognises=recognises,
    parse=parse,
)


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with titles and names as they stand on the papers."""
    title = pl.col("title").str.strip_chars()
    return rows.with_columns(
        title=title.str.replace(r"([^.])\.$", "$1"),
        identifiers=identifiers(
            dblp=pl.col("key"), openreview=pl.col("openreview"), acl=pl.col("acl")
        ),
        authors=pl.col("authors").list.eval(pl.element().str.replace(r"\s+\d{4}$", "")),
    )


def _read(element: Element) -> tuple[Any, ...]:
    """The fields of a record."""
    authors: list[str] = []
    editors: list[str] = []
    links: list[str] = []
    texts: dict[str, str] = {}
    for each in element:
        name = each.tag
        if name == "author":
            authors.append(text_of(each))
        elif name == "editor":
            editors.append(text_of(each))
        elif name == "ee":
            links.append(text_of(each))
        elif name not in texts:
            texts[name] = text_of(each)
    linked = _linked(links)
    arxiv_id = linked.get("arxiv_id")
    journal, year = texts.get("journal"), texts.get("year", "")
    if journal == "CoRR":
        arxiv_id = texts.get("volume") or arxiv_id
    return (
        element.tag == "book" and bool(editors) and not authors,
        element.get("key"),
        True if "withdrawn" in element.get("publtype", "") else None,
        texts.get("title"),
        int(year) if year.isdecimal() else None,
        journal or texts.get("booktitle"),
        arxiv_id,
        linked.get("doi"),
        linked.get("openreview"),
        linked.get("acl"),
        authors or editors,
    )


def _linked(links: list[str]) -> dict[str, str]:
    """What the links to a paper say of its identity: the first of each kind."""
    found: dict[str, str] = {}
    for link in links:
        address = link.lower()
        if "arxiv.org/" in address or _ARXIV_DOI in address:
            found.setdefault("arxiv_id", link)
        elif "doi.org/10." in address:
            found.setdefault("doi", link)
        elif match := _ELSEWHERE.search(link):
            found.setdefault(match.lastgroup or "", match[match.lastindex or 0])
    return found
