"""Papers of Semantic Scholar: its data set `papers`, or papers from its Graph API.

Here belong the fields of a paper and what becomes of each. Here must not be ids, which the data
sets share (`transforms.formats.semantic_scholar`), nor abstracts, which are a data set of their own
(`transforms.formats.s2_abstracts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.columns import categories
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.formats.semantic_scholar import EXTERNAL_IDS, OWN_IDS, ids
from transforms.parsed_records import Batch
from transforms.venues import published_in

_NAMED = pl.Struct({"name": pl.String()})
_FIELDS_OF_STUDY = pl.List(pl.Struct({"category": pl.String()}))

SCHEMA = pl.Schema(
    {
        **OWN_IDS,
        "externalids": EXTERNAL_IDS,
        "externalIds": EXTERNAL_IDS,
        "title": pl.String(),
        "abstract": pl.String(),
        "authors": pl.List(_NAMED),
        "venue": pl.String(),
        "publicationVenue": _NAMED,
        "journal": _NAMED,
        "year": pl.Int64(),
        "publicationdate": pl.String(),
        "publicationDate": pl.String(),
        "s2fieldsofstudy": _FIELDS_OF_STUDY,
        "s2FieldsOfStudy": _FIELDS_OF_STUDY,
    }
)
"""What is read of a paper (https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data).

The data set has no abstract, and says `publicationvenueid` in place of `publicationVenue`.
"""


def to_rows(papers: pl.DataFrame) -> pl.DataFrame:
    """The fields of papers as those of records.

    Args:
        papers: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).

    Returns:
        The rows that `to_batch` takes.
    """
    day = pl.coalesce("publicationdate", "publicationDate")
    fields = pl.coalesce("s2fieldsofstudy", "s2FieldsOfStudy")
    names = fields.list.eval(pl.element().struct.field("category").drop_nulls())
    return papers.select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        "title",
        "abstract",
        **ids(pl.coalesce("externalids", "externalIds")),
        published_on=day.str.to_date("%Y-%m-%d", strict=False),
        year="year",
        venue=_venue(),
        authors=pl.col("authors").list.eval(pl.element().struct.field("name")),
        categories=categories(names.list.unique(maintain_order=True), "s2"),
    )


def _venue() -> pl.Expr:
    """The first name of a venue that is not that of a server of preprints."""
    told = (
        pl.col("venue"),
        pl.col("journal").struct.field("name"),
        pl.col("publicationVenue").struct.field("name"),
    )
    names = (name.str.strip_chars() for name in told)
    return pl.coalesce(pl.when(name != "").then(published_in(name)) for name in names)


def recognises(head: bytes) -> bool:
    """Whether the first object is a paper of Semantic Scholar."""
    keys = top_level_keys(head)
    return (
        "title" in keys
        and bool(keys & set(OWN_IDS))
        and not keys & {"openaccessinfo", "openAccessInfo"}
    )


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read papers; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


S2_PAPERS = Format(
    name="s2_papers",
    description="Papers of Semantic Scholar, from its data sets or its API (JSON Lines or array)",
    recognises=recognises,
    parse=parse,
)
