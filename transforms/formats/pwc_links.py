"""Papers with Code, `links-between-papers-and-code`: pairs of a paper and a repository.

Each pair is a record: which pairs are of one paper is not known before identity is.

Here belong its keys and their passage to the fields of a record. Here must not be how JSON is read
(`json_elements`), nor how fields are cleaned (`batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.columns import identifiers
from transforms.formats.format import Format
from transforms.formats.json_elements import parse_json, top_level_keys
from transforms.identifiers import arxiv_id, arxiv_version
from transforms.parsed_records import Batch

SCHEMA = pl.Schema(
    {
        "paper_url": pl.String(),
        "paper_title": pl.String(),
        "paper_arxiv_id": pl.String(),
        "paper_url_abs": pl.String(),
        "repo_url": pl.String(),
        "is_official": pl.Boolean(),
        "mentioned_in_paper": pl.Boolean(),
        "mentioned_in_github": pl.Boolean(),
        "framework": pl.String(),
    }
)

SLUG = r"/paper/([^/?#\s]+)"
"""A paper's name in its address, by which Papers with Code knows it."""

_OWN_KEYS = frozenset({"paper_url", "repo_url"})
_NO_FRAMEWORK = "none"


def recognises(head: bytes) -> bool:
    """Whether the first object has the keys of a pair of a paper and a repository."""
    return top_level_keys(head) >= _OWN_KEYS


def parse(stream: BinaryIO) -> Iterator[Batch]:
    """Read pairs of a paper and a repository; see `Format.parse`."""
    return parse_json(stream, SCHEMA, to_rows)


def to_rows(links: pl.DataFrame) -> pl.DataFrame:
    """From pairs as the archive writes them to rows as `batches.to_batch` takes them.

    Args:
        links: Frame of `SCHEMA` and (line_start, line_end, excerpt, reason).
    """
    url = pl.col("paper_url_abs")
    framework = pl.col("framework")
    repository = pl.struct(
        pl.col("repo_url").alias("url"),
        "is_official",
        "mentioned_in_paper",
        "mentioned_in_github",
        pl.when(framework != _NO_FRAMEWORK).then(framework).alias("framework"),
    )
    return links.select(
        "line_start",
        "line_end",
        "excerpt",
        "reason",
        title="paper_title",
        arxiv_id=pl.coalesce(arxiv_id(pl.col("paper_arxiv_id")), arxiv_id(url)),
        arxiv_version=arxiv_version(url),
        identifiers=identifiers(pwc=pl.col("paper_url").str.extract(SLUG)),
        repositories=pl.when(pl.col("repo_url").str.contains(r"\S")).then(
            pl.concat_list(repository)
        ),
    )


PWC_LINKS = Format(
    name="pwc_links",
    description="links between papers and code, from the archive of Papers with Code",
    recognises=recognises,
    parse=parse,
)
