"""What a format makes of a dump: batches of records and rejects, with every line accounted for.

Here belong the shape of a record and of a reject, and the batch that carries them. Here must not be
how any one format is read (`transforms.formats`), nor what is made of the records later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

RECORD = pl.Schema(
    {
        "record_number": pl.Int64(),
        "line_start": pl.Int64(),
        "line_end": pl.Int64(),
        "title": pl.String(),
        "abstract": pl.String(),
        "arxiv_id": pl.String(),
        "doi": pl.String(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "upvotes": pl.Int64(),
        "comment": pl.String(),
        "authors": pl.List(pl.String()),
        "categories": pl.List(pl.String()),
        "links": pl.List(pl.String()),
    }
)
"""A record as parsed.

`record_number` counts from 1 over the whole dump; `line_start` and `line_end` are the first and the
last line that it was read from, from 1. `title` is one line and never null or empty; `abstract` has
a newline between paragraphs. `arxiv_id` carries no version. `links` are the URLs that the listing
itself shows beside the paper, such as its GitHub button. What a format does not carry is null.
"""

REJECT = pl.Schema(
    {
        "line_number": pl.Int64(),
        "line_end": pl.Int64(),
        "reason": pl.String(),
        "excerpt": pl.String(),
    }
)
"""A piece of a dump that was refused: its lines, why, and its first 200 characters."""


@dataclass(frozen=True)
class Batch:
    """A part of a dump, parsed.

    Attributes:
        records: Frame of `RECORD`, in the dump's order.
        rejects: Frame of `REJECT`, in the dump's order.
        record_line_count: Lines of this part that became part of a record.
        chrome_line_count: Lines of this part that are blank or known page furniture.
        reject_line_count: Lines of this part that were refused.
        listed_on: The day of the listing, if this part states it with its year.
        listed_on_text: The day of the listing as this part writes it, such as `Mar 12`.
    """

    records: pl.DataFrame
    rejects: pl.DataFrame
    record_line_count: int
    chrome_line_count: int
    reject_line_count: int
    listed_on: dt.date | None = None
    listed_on_text: str | None = None
