"""Keywords of the abstracts whose title stands in another record, found in both together.

Some sources give titles and abstracts in two files. Here must not be which title a paper has
(`paper_records`), nor how keywords are found (`record_keywords`).
"""

from __future__ import annotations

import hashlib

import polars as pl
import polars_hash  # noqa: F401  registers the `nchash` namespace

from transforms.background import Background
from transforms.paper_records import KEY
from transforms.record_keywords import extract_keywords


def borrowed_titles(paper_records: pl.LazyFrame, borrowed_texts: pl.LazyFrame) -> pl.LazyFrame:
    """List the records whose abstract is their paper's while its title is another record's.

    Args:
        paper_records: Frame of `transforms.paper_records.PAPER_RECORDS`.
        borrowed_texts: Frame (paper_id, title), as `transforms.papers.borrowed_texts` makes it.

    Returns:
        Frame (dump_id, record_number, title).
    """
    titles = borrowed_texts.select("paper_id", "title").filter(pl.col("title").is_not_null())
    return paper_records.select("paper_id", *KEY).join(titles, on="paper_id").drop("paper_id")


def retitled_records(records: pl.LazyFrame, titles: pl.LazyFrame) -> pl.LazyFrame:
    """Give the records of one dump that have an abstract and no title the title of their paper.

    Args:
        records: Frame of `transforms.parsed_records.RECORD`.
        titles: Frame (record_number, title), as `borrowed_titles` gives it for the dump.

    Returns:
        Frame (record_number, title, abstract, keywords, categories), in the order of `records`.
    """
    untitled = pl.col("title").is_null() & pl.col("abstract").is_not_null()
    return (
        records.filter(untitled)
        .select("record_number", "abstract", "keywords", "categories")
        .join(titles, on="record_number", maintain_order="left")
        .select("record_number", "title", "abstract", "keywords", "categories")
    )


def retitled_keywords(
    records: pl.DataFrame, profile: str = "author", background: Background | None = None
) -> pl.DataFrame:
    """Extract the keywords of retitled records; those given with a record are not among them.

    Args:
        records: A frame as `retitled_records` makes it.
        profile: As for `record_keywords.extract_keywords`.
        background: As for `record_keywords.extract_keywords`.

    Returns:
        Frame of `transforms.record_keywords.RECORD_KEYWORD`.
    """
    return extract_keywords(records, profile, background).filter(pl.col("source") == "extracted")


def digest(titles: pl.DataFrame) -> str:
    """A name for some titles, the same for the same titles in any order: 12 hex digits.

    Args:
        titles: Frame (record_number, title).
    """
    each = titles.sort("record_number").select(
        pl.concat_str(pl.col("record_number").cast(pl.String), "title", separator=" ")
        .nchash.md5()  # type: ignore[attr-defined]
        .str.join()
    )
    return hashlib.sha256((each.item() or "").encode()).hexdigest()[:12]
