"""What a format makes of a dump: batches of records and rejects, with every piece accounted for.

Here belong the shape of a record and of a reject, and the batch that carries them. Here must not be
how any one format is read (`transforms.formats`), nor what is made of the records later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import polars as pl

Unit = Literal["line", "element"]
"""What a dump is counted in: lines of text, or elements of one array, document or table."""

IDENTIFIER = pl.Struct({"scheme": pl.String(), "value": pl.String()})
CATEGORY = pl.Struct({"scheme": pl.String(), "category": pl.String()})
KEYWORD = pl.Struct({"keyword": pl.String(), "source": pl.String(), "score": pl.Float64()})
VERSION = pl.Struct({"version": pl.Int64(), "submitted_on": pl.Date()})
REPOSITORY = pl.Struct(
    {
        "url": pl.String(),
        "is_official": pl.Boolean(),
        "mentioned_in_paper": pl.Boolean(),
        "mentioned_in_github": pl.Boolean(),
        "framework": pl.String(),
    }
)

RECORD = pl.Schema(
    {
        "record_number": pl.Int64(),
        "line_start": pl.Int64(),
        "line_end": pl.Int64(),
        "title": pl.String(),
        "abstract": pl.String(),
        "arxiv_id": pl.String(),
        "arxiv_version": pl.Int64(),
        "doi": pl.String(),
        "identifiers": pl.List(IDENTIFIER),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "year": pl.Int64(),
        "versions": pl.List(VERSION),
        "listed_on": pl.Date(),
        "upvotes": pl.Int64(),
        "comment": pl.String(),
        "venue": pl.String(),
        "is_retracted": pl.Boolean(),
        "authors": pl.List(pl.String()),
        "categories": pl.List(CATEGORY),
        "keywords": pl.List(KEYWORD),
        "links": pl.List(pl.String()),
        "repositories": pl.List(REPOSITORY),
        "extra": pl.String(),
    }
)
"""A record as parsed. What a format does not carry is null; no text is empty and no list is.

- `record_number` counts from 1 over the whole dump; `line_start` and `line_end` are the first and
  the last line (or the element) that it was read from, from 1.
- `title` is one line; a record without one carries an identifier. `abstract` has a newline between
  paragraphs.
- `arxiv_id` carries no version, that is `arxiv_version`. `doi` is in lower case and never one of
  arXiv's own. `identifiers` are all others, such as `openalex` and `dblp`; of scheme `local`, the
  id that a record has in its own dump only.
- `published_on` is the day of the first version and `updated_on` of the newest one; `year` is the
  year of publication where no more is known. `listed_on` is the day on which the record was listed.
- `authors` are in order, forenames first. The first of `categories` is the main one. A keyword's
  `source` is as in `main.paper_keywords`; its `score` is from 0 to 1 or null.
- `links` are URLs that a listing shows beside the paper; `repositories` those that a source names
  as the paper's code, project page or demonstration, with what it says of them.
- `extra` is a JSON object of the fields that nothing else here holds, if the format keeps them.
"""

REJECT = pl.Schema(
    {
        "line_number": pl.Int64(),
        "line_end": pl.Int64(),
        "reason": pl.String(),
        "excerpt": pl.String(),
    }
)
"""A piece of a dump that was refused: its lines or element, why, and its first 200 characters."""


@dataclass(frozen=True)
class Batch:
    """A part of a dump, parsed.

    Attributes:
        records: Frame of `RECORD`, in the dump's order.
        rejects: Frame of `REJECT`, in the dump's order.
        record_line_count: Lines (or elements) of this part that became part of a record.
        chrome_line_count: Lines of this part that are blank or known furniture of the format.
        reject_line_count: Lines (or elements) of this part that were refused.
        unit: What the counts and the numbers are of; the same in all batches of a dump.
        listed_on: The day of the listing, if this part states it with its year.
        listed_on_text: The day of the listing as this part writes it, such as `Mar 12`.
        is_cut_short: Whether the dump ends within this part before its own end mark.
        unmapped_columns: Columns of a table that are kept in `extra` only.
    """

    records: pl.DataFrame
    rejects: pl.DataFrame
    record_line_count: int
    chrome_line_count: int
    reject_line_count: int
    unit: Unit = "line"
    listed_on: dt.date | None = None
    listed_on_text: str | None = None
    is_cut_short: bool = False
    unmapped_columns: tuple[str, ...] = ()
