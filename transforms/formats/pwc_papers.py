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
_SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)+$"
_SLUG_OF_YEAR = r"^([a-z]+)-(\d{4})(?:-\d{1,2})?$"
_MONTH = r"(\d{4}) \d{1,2}$"
_DOI = r"(?i)doi\.org/(10\..+)"


def recognises(head: bytes) -> bool:
    """Whether the first object has the keys of a paper of Papers with Code."""
    return top_level_keys(head) >= _OWN_KEYS


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read papers; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


def to_rows(papers: pl.DataFrame) -> pl.DataFrame:
    """From papers as the archive writes them to rows as `batches.to_batch` takes them.

    Of proceedings and conference, one stands as `CVPR 2020 6`, with its month, which is left out,
    and the other as a slug.

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
        venue=_venue(),
        keywords=keywords(names.list.drop_nulls().list.unique(maintain_order=True), "index"),
    )


def _venue() -> pl.Expr:
    """The name of the conference; where there is none, what a slug such as `cvpr-2020-6` tells."""
    told = [pl.col(name).str.strip_chars() for name in ("conference", "proceeding")]
    names = [pl.when((name != "") & ~name.str.contains(_SLUG)).then(name) for name in told]
    of_slugs = [
        pl.concat_str(
            slug.str.extract(_SLUG_OF_YEAR, 1).str.to_uppercase(),
            slug.str.extract(_SLUG_OF_YEAR, 2),
            separator=" ",
        )
        for slug in told
    ]
    words = [pl.when(slug != "").then(slug.str.replace_all("-", " ")) for slug in told]
    return pl.coalesce(*names, *of_slugs, *words).str.replace(_MONTH, "$1")


PWC_PAPERS = Format(
    name="pwc_papers",
    description="papers with abstracts, from the archive of Papers with Code",
    recognises=recognises,
    parse=parse,
)
