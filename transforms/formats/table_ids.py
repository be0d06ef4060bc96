"""The ids of a table: from columns of ids and addresses to those of a record.

Here belongs which of them counts. Here must not be what an address tells
(`transforms.formats.table_urls`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from transforms.formats.columns import identifiers
from transforms.formats.table_steps import Sources, Step, first, reading
from transforms.formats.table_urls import (
    DOI_URL,
    ID_PATTERNS,
    NO_URLS,
    by_row,
    told,
    urls_of,
)
from transforms.identifiers import arxiv_id, arxiv_version, doi

_IDS = ("arxiv_id", "doi", "record_id", *ID_PATTERNS)


def read_ids(work: pl.DataFrame, sources: Sources) -> Step:
    """The ids that stand in columns of their own."""
    left: dict[str, pl.Expr] = {}
    readers: dict[str, Callable[[pl.Expr], pl.Expr]] = {
        "arxiv_id": lambda text: pl.when(arxiv_id(text).is_not_null()).then(text),
        "doi": lambda text: pl.when(doi(text).is_not_null()).then(text),
        "record_id": lambda text: text.str.strip_chars(),
        **{scheme: partial(_extracted, pattern) for scheme, pattern in ID_PATTERNS.items()},
    }
    for field, reader in readers.items():
        work, more = first(work, sources, field, reading(reader))
        left |= more
    return work, left


def _extracted(pattern: str, text: pl.Expr) -> pl.Expr:
    return text.str.extract(pattern, 1)


def read_urls(work: pl.DataFrame, sources: Sources) -> Step:
    """What the addresses of a paper tell: its ids, and links to code."""
    names = sources.get("url", ())
    urls = pl.concat([NO_URLS, *(urls_of(work[name], name) for name in names)])
    own_ids = work["arxiv_id"] if "arxiv_id" in work.columns else None
    of_kind, untold = told(urls, own_ids)
    left: dict[str, pl.Expr] = {}
    for name in names:
        rows = untold.filter(pl.col("column") == name)["row"]
        left[name] = pl.when(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(rows.implode())).then(
            name
        )

    by_url = {
        kind: pl.lit(by_row(urls, pl.col("url").first(), work.height))
        for kind, urls in of_kind.items()
        if kind != "code"
    }
    given = {field: [pl.col(field)] for field in _IDS if field in work.columns}
    for kind, url in by_url.items():
        pattern = DOI_URL if kind == "doi" else ID_PATTERNS.get(kind, "(.*)")
        given.setdefault(kind, []).append(url.str.extract(pattern, 1))
    ids = {field: pl.coalesce(values) for field, values in given.items()}
    work = _with_identifiers(work, ids)
    if "arxiv_id" in by_url:
        work = work.with_columns(by_url["arxiv_id"].alias("url")).pipe(_with_versions).drop("url")
    if "code" in of_kind:
        links = pl.col("url").unique(maintain_order=True)
        work = work.with_columns(links=by_row(of_kind["code"], links, work.height))
    return work, left


def _with_versions(work: pl.DataFrame) -> pl.DataFrame:
    """In place of an id without a version, an address (`url`) of the same paper that has one."""
    own_id, url = pl.col("arxiv_id"), pl.col("url")
    has_version = work.select(arxiv_version(url).is_not_null()).to_series()
    if not has_version.any():
        return work
    is_better = arxiv_version(own_id).is_null() & (arxiv_id(own_id) == arxiv_id(url))
    return work.with_columns(
        arxiv_id=pl.when(pl.lit(has_version) & is_better).then(url).otherwise(own_id)
    )


def _with_identifiers(work: pl.DataFrame, ids: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Put the ids together; one that counts in this dump alone says nothing without a text."""
    others = {scheme: ids[scheme] for scheme in ID_PATTERNS if scheme in ids}
    texts = [pl.col(name) for name in ("title", "abstract") if name in work.columns]
    telling = [*texts, *(id_ for field, id_ in ids.items() if field != "record_id")]
    if "record_id" in ids and telling:
        says_something = pl.any_horizontal(each.is_not_null() for each in telling)
        others["local"] = pl.when(says_something).then(ids["record_id"])
    found = {field: ids[field] for field in ("arxiv_id", "doi") if field in ids}
    if others:
        if "openalex" in others:
            others["openalex"] = others["openalex"].str.to_uppercase()
        found["identifiers"] = identifiers(**others)
    return work.with_columns(**found).drop([*ID_PATTERNS, "record_id"], strict=False)
