"""Papers with Code, `papers-with-abstracts`: one array of papers.

Here belong its keys and their passage to the fields of a record. Here must not be how JSON is read
(`json_elements`), nor how fields are cleaned (`batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.columns import identifiers, keywords
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.formats.pwc_links import SLUG
from transforms.identifiers import arxiv_id, arxiv_version
from transforms.parsed_records import Batch

SCHEMA = pl.Schema(
    {
        "paper_url": pl.String(),
        "arxiv_id": pl.String(),
        "openreview_id": pl.String(),
        "title": pl.String(),
        "abstract": pl.String(),
        "url_abs": pl.String(),
        "proceeding": pl.String(),
        "authors": pl.List(pl.String()),
        "tasks": pl.List(pl.String()),
        "date": pl.String(),
        "conference": pl.String(),
        "methods": pl.List(pl.Struct({"name": pl.String()})),
    }
)

_OWN_KEYS = frozenset({"paper_url", "title", "abstract", "url_abs"})
_OPENREVIEW = r"openreview\.net/\w+\?id=([\w-]+)"
_DOI = r"(?i)doi\.org/(10\..+)"


def recognises(head: bytes) -> bool:
    """Whether the first object has the keys of a paper of Papers with Code."""
    return top_level_keys(head) >= _OWN_KEYS


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read papers; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


def to_rows(papers: pl.DataFrame) -> pl.DataFrame:
    """From papers as the archive writes them to rows as `batches.to_batch` takes them.

    The conference stands as `CVPR 2020 6` in it, with its month, which is left out.

    Args:
        papers: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).
    """
    url = pl.col("url_abs")
    method_names = pl.col("methods").list.drop_nulls().list.eval(pl.element().struct.field("name"))
    no_names = pl.lit([], pl.List(pl.String))
    names = pl.concat_list(pl.col("tasks").fill_null(no_names), method_names.fill_null(no_names))
    return papers.select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        "title",
        "abstract",
        "authors",
        arxiv_id=pl.coalesce(arxiv_id(pl.col("arxiv_id")), arxiv_id(url)),
        arxiv_version=arxiv_version(url),
        doi=url.str.extract(_DOI),
        identifiers=identifiers(
            pwc=pl.col("paper_url").str.extract(SLUG),
            openreview=pl.coalesce("openreview_id", url.str.extract(_OPENREVIEW)),
        ),
        published_on=pl.col("date").str.to_date("%Y-%m-%d", strict=False),
        venue=pl.coalesce("proceeding", "conference").str.replace(r"(\d{4}) \d{1,2}$", "$1"),
        keywords=keywords(names.list.drop_nulls().list.unique(maintain_order=True), "index"),
    )


PWC_PAPERS = Format(
    name="pwc_papers",
    description="papers with abstracts, from the archive of Papers with Code",
    recognises=recognises,
    parse=parse,
)
