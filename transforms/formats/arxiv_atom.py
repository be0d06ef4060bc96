"""Feeds of arXiv: what its API answers with, and its daily feeds in Atom and in RSS 2.0.

Here belong recognising a feed and what its entries hold. An entry of the daily feeds says when it
was announced, not when it was submitted; that day is its listing. Here must not be how XML is cut
and parsed (`xml_records`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import polars as pl

from transforms.arxiv_authors import arxiv_names
from transforms.arxiv_categories import subject_categories
from transforms.formats.batches import to_batch
from transforms.formats.columns import schemed_categories
from transforms.formats.days import day_of
from transforms.formats.format import Format
from transforms.formats.xml_pieces import BLOCK_BYTES
from transforms.formats.xml_records import (
    Element,
    first_element,
    local_name,
    read_runs,
    text_of,
    to_rows,
)
from transforms.identifiers import arxiv_version
from transforms.parsed_records import Batch

_FURNITURE = (
    *("feed", "title", "id", "updated", "link", "author", "name", "email", "uri", "subtitle"),
    *("generator", "rights", "category", "totalResults", "startIndex", "itemsPerPage", "Query"),
    *("rss", "channel", "description", "docs", "language", "lastBuildDate", "managingEditor"),
    *("pubDate", "skipDays", "day", "image", "url", "width", "height", "ttl", "copyright"),
    *("updatePeriod", "updateFrequency", "updateBase", "webMaster", "logo", "icon", "contributor"),
)
_FIELDS = pl.Schema(
    {
        "problem": pl.String(),
        "arxiv_id": pl.String(),
        "title": pl.String(),
        "abstract": pl.String(),
        "doi": pl.String(),
        "venue": pl.String(),
        "comment": pl.String(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "listed_on": pl.Date(),
        "authors": pl.List(pl.String()),
        "authors_text": pl.String(),
        "categories": pl.List(pl.String()),
    }
)
_TEXTS = {
    "id": "arxiv_id",
    "guid": "arxiv_id",
    "title": "title",
    "summary": "abstract",
    "description": "abstract",
    "comment": "comment",
    "journal_ref": "venue",
    "journal_reference": "venue",
    "doi": "doi",
    "DOI": "doi",
    "creator": "authors_text",
}
_ERROR = re.compile(r"/api/errors")
_ANNOUNCEMENT = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*\S+\s+(?:Abstract:\s*)?")
_OF_ARXIV = re.compile(
    rb"arxiv\.org/(?:schemas/atom|abs/|api/)|<id>\s*oai:arXiv\.org:|rss\.arxiv\.org/"
)


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read feeds of arXiv.

    Args:
        stream: The dump, decompressed.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the dump's order, counted in entries; an error of the API is an entry, too, and
        refused.
    """
    after = 0
    for run in read_runs(stream, ("entry", "item"), _FURNITURE, block_bytes=block_bytes):
        rows = to_rows(run, _FIELDS, _read)
        batch = to_batch(_rows(rows), after=after, unit="element")
        after += batch.records.height
        yield replace(batch, is_cut_short=run.is_cut_short)


def recognises(head: bytes) -> bool:
    """Whether a dump is a feed of arXiv.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    return first_element(head) in {"feed", "entry", "rss"} and bool(_OF_ARXIV.search(head))


ARXIV_ATOM = Format(
    name="arxiv_atom",
    description="Feeds of arXiv as XML: API responses in Atom, daily feeds in Atom and RSS.",
    recognises=recognises,
    parse=parse,
)


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what their fields say together."""
    names = arxiv_names(pl.col("authors_text"))
    version = arxiv_version(pl.col("arxiv_id"))
    first = pl.struct(version=pl.lit(1, pl.Int64), submitted_on="published_on")
    newest = pl.struct(version=version, submitted_on="updated_on")
    return rows.with_columns(
        reason=pl.coalesce("reason", "problem"),
        authors=pl.coalesce("authors", names),
        categories=schemed_categories(pl.col("categories")),
        versions=pl.concat_list(
            pl.when(pl.col("published_on").is_not_null()).then(first),
            pl.when(pl.col("updated_on").is_not_null() & (version > 1)).then(newest),
        ).list.drop_nulls(),
    )


def _read(element: Element) -> tuple[Any, ...]:
    """The fields of an entry."""
    fields: dict[str, Any] = dict.fromkeys(_FIELDS)
    days: dict[str, str | None] = {}
    authors: list[str] = []
    subjects: list[str] = []
    is_announced = False
    for each in element:
        name = local_name(each.tag)
        if name == "author":
            authors += [part.text or "" for part in each if local_name(part.tag) == "name"]
        elif name in {"category", "primary_category"}:
            subject = " ".join((each.get("term") or each.text or "").split())
            subjects.insert(0 if name == "primary_category" else len(subjects), subject)
        elif name in {"published", "updated", "pubDate"}:
            days[name] = each.text
        elif field := _TEXTS.get(name):
            fields[field] = fields[field] or text_of(each)
        is_announced |= name == "announce_type"
    fields["authors"] = authors
    fields["categories"] = [
        f"{scheme}:{code}"
        for scheme, code in dict.fromkeys(
            category for subject in subjects if subject for category in subject_categories(subject)
        )
    ]
    abstract = fields["abstract"] or ""
    if is_announced or _ANNOUNCEMENT.match(abstract):
        fields["abstract"] = _ANNOUNCEMENT.sub("", abstract, count=1)
        fields["listed_on"] = day_of(days.get("published") or days.get("pubDate"))
    else:
        fields["published_on"] = day_of(days.get("published"))
        fields["updated_on"] = day_of(days.get("updated"))
    if _ERROR.search(fields["arxiv_id"] or ""):
        fields["problem"] = f"arXiv answered with an error: {' '.join(abstract.split())}"
    return tuple(fields.values())
