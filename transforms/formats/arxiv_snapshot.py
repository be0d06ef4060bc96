"""The snapshot of arXiv's metadata as JSON Lines, as Kaggle hands it out.

Here belong its keys and their passage to the fields of a record. Here must not be how JSON is read
(`json_elements`), nor how fields are cleaned (`batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.arxiv_authors import arxiv_names
from transforms.formats.columns import arxiv_categories
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.parsed_records import Batch

SCHEMA = pl.Schema(
    {
        "id": pl.String(),
        "authors": pl.String(),
        "title": pl.String(),
        "comments": pl.String(),
        "journal-ref": pl.String(),
        "doi": pl.String(),
        "categories": pl.String(),
        "abstract": pl.String(),
        "versions": pl.List(pl.Struct({"version": pl.String(), "created": pl.String()})),
        "update_date": pl.String(),
        "authors_parsed": pl.List(pl.List(pl.String())),
    }
)

_KEYS = frozenset({"id", "title", "abstract", "categories"})
_OWN_KEYS = frozenset({"authors_parsed", "journal-ref"})
_DAY = r"(\d{1,2} [A-Z][a-z]{2} \d{4})"


def recognises(head: bytes) -> bool:
    """Whether the first object has the keys of the snapshot."""
    keys = top_level_keys(head)
    return keys >= _KEYS and bool(keys & _OWN_KEYS)


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read the snapshot; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


def to_rows(papers: pl.DataFrame) -> pl.DataFrame:
    """From papers as the snapshot writes them to rows as `batches.to_batch` takes them.

    `update_date` is the day of the last change to the metadata, such as a journal reference; it
    counts only where there are no versions.

    Args:
        papers: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).
    """
    update_day = pl.col("update_date").str.to_date("%Y-%m-%d", strict=False)
    first, last = pl.col("versions").list.first().struct, pl.col("versions").list.last().struct
    return papers.with_columns(_versions(papers["versions"]), _authors(papers)).select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        "title",
        "abstract",
        "doi",
        "authors",
        "versions",
        arxiv_id="id",
        arxiv_version=last.field("version"),
        published_on=pl.when(first.field("version") == 1).then(first.field("submitted_on")),
        updated_on=pl.coalesce(
            last.field("submitted_on"),
            pl.when(pl.col("versions").is_null()).then(update_day),
        ),
        comment="comments",
        venue="journal-ref",
        categories=arxiv_categories(papers["categories"]),
    )


def _versions(versions: pl.Series) -> pl.Series:
    """The versions of each paper with number and day.

    The weekday, which some tools that rewrite the snapshot get wrong, is not looked at.
    """
    version = pl.element().struct.field("version")
    created = pl.element().struct.field("created")
    return (
        versions.to_frame("versions")
        .select(
            pl.col("versions").list.eval(
                pl.struct(
                    version=version.str.strip_prefix("v").cast(pl.Int64, strict=False),
                    submitted_on=created.str.extract(_DAY).str.to_date("%d %b %Y", strict=False),
                )
            )
        )
        .select(pl.when(pl.col("versions").list.len() > 0).then("versions"))
        .to_series()
    )


def _authors(papers: pl.DataFrame) -> pl.Series:
    """The authors, forenames first; from arXiv's one text of them where they are not parsed.

    arXiv's own parsing writes `C. -P.` for `C.-P.`; the blank is taken out again.
    """
    part = pl.element().list
    parsed = papers.select(
        pl.col("authors_parsed")
        .list.drop_nulls()
        .list.eval(
            pl.concat_str(
                part.get(1, null_on_oob=True),
                part.get(0, null_on_oob=True),
                part.get(2, null_on_oob=True),
                separator=" ",
                ignore_nulls=True,
            ).str.replace_all(". -", ".-", literal=True)
        )
        .alias("authors")
    ).to_series()
    is_parsed = (parsed.list.len() > 0).fill_null(value=False)
    if is_parsed.all():
        return parsed
    unparsed = papers["authors"].set(is_parsed, None).to_frame()
    names = arxiv_names(pl.col("authors").str.replace_all(". -", ".-", literal=True))
    return parsed.zip_with(is_parsed, unparsed.select(names).to_series())


ARXIV_SNAPSHOT = Format(
    name="arxiv_snapshot",
    description="arXiv's metadata as JSON Lines, as Kaggle hands it out",
    recognises=recognises,
    parse=parse,
)
