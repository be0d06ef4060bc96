"""Hugging Face's daily papers, as its API returns them: one array of listed papers.

Each element holds the listing, and in `paper` the paper itself. The same paper alone, as
`/api/papers/<id>` returns it, is read too; it then has no listing day.

Here belong the keys and their passage to the fields of a record. Here must not be how JSON is read
(`json_elements`), nor how fields are cleaned (`batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.columns import keywords, repositories
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.parsed_records import Batch

_PAPER = {
    "id": pl.String(),
    "title": pl.String(),
    "summary": pl.String(),
    "authors": pl.List(pl.Struct({"name": pl.String(), "hidden": pl.Boolean()})),
    "publishedAt": pl.String(),
    "submittedOnDailyAt": pl.String(),
    "upvotes": pl.Int64(),
    "githubRepo": pl.String(),
    "projectPage": pl.String(),
    "ai_keywords": pl.List(pl.String()),
    "withdrawnAt": pl.String(),
}
SCHEMA = pl.Schema({"paper": pl.Struct(_PAPER), **_PAPER})

_PAPER_KEYS = frozenset({"id", "title", "summary"})
_OWN_KEYS = frozenset({"upvotes", "discussionId", "submittedOnDailyAt", "ai_keywords"})


def recognises(head: bytes) -> bool:
    """Whether the first object is a listed paper, or one with what only this API tells of it."""
    paper = top_level_keys(head, within="paper") or top_level_keys(head)
    return paper >= _PAPER_KEYS and bool(paper & _OWN_KEYS)


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read listed papers; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


def to_rows(listings: pl.DataFrame) -> pl.DataFrame:
    """From listings as the API returns them to rows as `batches.to_batch` takes them.

    The day of the listing is `submittedOnDailyAt`, the day of the page that shows the paper. The
    outer `publishedAt` is the hour at which arXiv got it, and no day of a listing.

    Args:
        listings: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).
    """
    paper = pl.col("paper").struct
    listings = listings.with_columns(pl.coalesce(paper.field(name), name) for name in _PAPER)
    author = pl.element().struct
    is_shown = author.field("hidden").fill_null(value=False).not_()
    return listings.select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        "title",
        "upvotes",
        arxiv_id="id",
        abstract="summary",
        authors=pl.col("authors").list.eval(author.field("name").filter(is_shown)),
        published_on=_day("publishedAt"),
        listed_on=_day("submittedOnDailyAt"),
        is_retracted=pl.when(pl.col("withdrawnAt").is_not_null()).then(statement=True),
        keywords=keywords(pl.col("ai_keywords"), "listing"),
        repositories=repositories(pl.concat_list("githubRepo", "projectPage")),
    )


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.head(len("2026-03-12")).str.to_date("%Y-%m-%d", strict=False)


HF_DAILY_PAPERS = Format(
    name="hf_daily_papers",
    description="daily papers, as the API of Hugging Face returns them",
    recognises=recognises,
    parse=parse,
)
