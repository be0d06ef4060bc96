"""The records that speak for each paper: one for its abstract, its title and so on.

Here belongs what decides when the records of a paper disagree: the declared trust in their formats
(`transforms.trust`), and then the newest version. Each field is decided by itself, since one dump
may carry the title and another the abstract. Here must not be which records are one paper
(`transforms.record_papers`), nor the text itself: these rows are narrow, one is held per paper.
"""

from __future__ import annotations

import functools
from typing import Final

import polars as pl

from transforms.trust import dump_trust

KEY: Final = ["dump_id", "record_number"]

CHOSEN: Final = ("title", "authors", "comment", "venue")
"""The fields that are chosen each by itself, besides the abstract."""

FACTS: Final = ("arxiv_id", "doi", "year")
"""What is known of a record beside its texts; each is taken from the first record that has it."""

PRIMARY: Final = ("primary_scheme", "primary_category")

MAIN_SCHEME: Final = "arxiv"
"""A category of this scheme is the primary one before any other."""

PAPER_RECORDS: Final = pl.Schema(
    {
        "paper_id": pl.String(),
        "dump_id": pl.String(),
        "record_number": pl.Int64(),
        **{
            f"{field}_{name}": dtype
            for field in CHOSEN
            for name, dtype in (("dump_id", pl.String()), ("record_number", pl.Int64()))
        },
        "arxiv_id": pl.String(),
        "doi": pl.String(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "year": pl.Int64(),
        "is_retracted": pl.Boolean(),
        "primary_scheme": pl.String(),
        "primary_category": pl.String(),
    }
)
"""What is chosen for a paper.

`dump_id` and `record_number` are of the record that gives the abstract, else the title, else of the
first to speak. With a prefix they are of the record that gives that field, null where none does.
"""

RECORDS_AT_ONCE: Final = 2_000_000
"""Bounds the memory, at about 400 bytes each; changes no result."""

_LOW: Final = 2**32
"""Two numbers are packed into one of 64 bits, so that the least of both is found in one pass."""

_DAY_ZERO: Final = 2**31
_MOST_AUTHORS: Final = 2**16


def paper_records(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Choose the record that speaks for each field of each paper.

    The most trusted format speaks; of its records the newest: the highest arXiv version, then the
    last update, then the last listing, then the longest abstract and title. Ties are broken by the
    dump's bytes and the record's number, so the order of loading does not matter.

    The authors are the longest list of the most trusted format, since a list may be cut. The day of
    publication is the first one that the most trusted format with any names: an index may date the
    journal's article where a better source dates the first version. The last update of all counts.

    Papers are worked through in parts, so that memory does not grow with the archive.

    Args:
        record_keys: Frame of `RECORD_KEYS` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id), the paper null where there is none.
        dumps: Frame of `warehouse.schema.DUMPS`.

    Returns:
        Frame of `PAPER_RECORDS`, one row per paper.
    """
    dump_ids = record_keys.collect_schema()["dump_id"]
    schema = {
        name: dump_ids if name.endswith("dump_id") else dtype
        for name, dtype in PAPER_RECORDS.items()
    }

    count = record_papers.select(pl.len()).collect().item() // RECORDS_AT_ONCE + 1
    part = pl.col("paper_id").hash() % count

    def choose(number: int) -> pl.DataFrame:
        of_part = record_papers.filter(part == number)
        return _chosen(_ordered(record_keys, of_part, dumps).collect())

    return pl.concat(
        pl.defer(functools.partial(choose, number), schema=schema) for number in range(count)
    )


def _chosen(ordered: pl.DataFrame) -> pl.DataFrame:
    """The row of each paper, from all its records in order."""
    chosen = ordered.lazy().group_by("paper_id").agg(**_places(), **_gathered()).collect()
    speaking = chosen.select(pl.coalesce("abstract", "title", "first")).to_series()
    return (
        chosen.select("paper_id", "published_on", "updated_on", "is_retracted")
        .with_columns(
            **{name: ordered[name].gather(speaking) for name in KEY},
            **{
                f"{field}_{name}": ordered[name].gather(chosen[field])
                for field in CHOSEN
                for name in KEY
            },
            **{name: ordered[name].gather(chosen[name]) for name in FACTS},
            **{name: ordered[name].gather(chosen["primary"]) for name in PRIMARY},
        )
        .with_columns(
            year=pl.coalesce(pl.col("published_on").dt.year().cast(pl.Int64), pl.col("year"))
        )
        .select(PAPER_RECORDS.names())
    )


def _ordered(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """The records of all papers, those that speak first in front; `place` counts them from 0."""
    dump_ids = record_keys.collect_schema()["dump_id"]
    days = dumps.select("dump_id", day="listed_on")
    of_dumps = (
        dump_trust(dumps).join(days, on="dump_id").with_columns(pl.col("dump_id").cast(dump_ids))
    )
    return (
        record_papers.filter(pl.col("paper_id").is_not_null())
        .join(record_keys, on=KEY)
        .join(of_dumps, on="dump_id")
        .with_columns(listed=pl.coalesce("listed_on", "day"))
        .sort(
            "trust",
            "arxiv_version",
            "updated_on",
            "listed",
            "abstract_length",
            "title_length",
            "dump_id",
            "record_number",
            descending=[False, True, True, True, True, True, False, False],
            nulls_last=True,
        )
        .select(
            "paper_id",
            *KEY,
            *FACTS,
            *PRIMARY,
            "published_on",
            "updated_on",
            "is_retracted",
            "trust",
            author_count=pl.col("author_count").clip(0, _MOST_AUTHORS).cast(pl.UInt32),
            has_abstract=pl.col("abstract_length") > 0,
            has_title=pl.col("title_length") > 0,
            has_comment=pl.col("comment_length") > 0,
            has_venue=pl.col("venue_length") > 0,
        )
        .with_row_index("place")
    )


def _places() -> dict[str, pl.Expr]:
    """The place of the first record that has each field."""
    place, trust = pl.col("place"), pl.col("trust").cast(pl.Int64)
    texts = {
        name: pl.when(pl.col(f"has_{name}")).then(place).min()
        for name in ("abstract", "title", "comment", "venue")
    }
    facts = {name: pl.when(pl.col(name).is_not_null()).then(place).min() for name in FACTS}
    shorter = trust * _MOST_AUTHORS + (_MOST_AUTHORS - pl.col("author_count").cast(pl.Int64))
    authors = pl.when(pl.col("author_count") > 0).then(shorter * _LOW + place).min() % _LOW
    scheme = pl.col("primary_scheme")
    primary = pl.coalesce(
        pl.when(scheme == MAIN_SCHEME).then(place).min(),
        pl.when(scheme.is_not_null()).then(place).min(),
    )
    return {"first": place.min(), **texts, **facts, "authors": authors, "primary": primary}


def _gathered() -> dict[str, pl.Expr]:
    """What all records of a paper say together."""
    trust = pl.col("trust").cast(pl.Int64)
    published, updated = (
        pl.col(name).to_physical().cast(pl.Int64) + _DAY_ZERO
        for name in ("published_on", "updated_on")
    )
    first = (trust * _LOW + published).min() % _LOW
    newest = _LOW - 1 - (trust * _LOW + (_LOW - 1 - updated)).min() % _LOW
    return {
        "published_on": (first - _DAY_ZERO).cast(pl.Int32).cast(pl.Date),
        "updated_on": (newest - _DAY_ZERO).cast(pl.Int32).cast(pl.Date),
        "is_retracted": pl.col("is_retracted").any(),
    }
