"""Keeping the keywords of abstracts that borrow their title, so that each is extracted once.

A file of the archive holds those of one dump; its name tells the titles too, since other dumps give
them. Here must not be which titles are borrowed, nor what is extracted
(`transforms.retitled_keywords`).
"""

from __future__ import annotations

import functools
from pathlib import Path

import polars as pl

from orchestration.archive import (
    PARSED_RECORDS,
    archived,
    held_dumps,
    in_batches,
    scan_files,
    sink,
)
from orchestration.files import replacing
from orchestration.home import Home
from orchestration.keyword_settings import ranking
from orchestration.progress import advance
from orchestration.registry import Dump
from orchestration.steps import STEPS
from transforms.retitled_keywords import digest, retitled_keywords, retitled_records

STEP = STEPS["retitled_keywords"]


def kept_keywords(home: Home, titles: pl.LazyFrame) -> pl.LazyFrame:
    """Extract the keywords that are not kept yet, and give all.

    Args:
        home: The state folder.
        titles: Frame (dump_id, record_number, title) of the records that borrow a title; held in
            memory.

    Returns:
        Frame of `transforms.record_keywords.RECORD_KEYWORD` and `dump_id`.
    """
    dumps = held_dumps(home)
    files = {}
    by_dump = titles.collect().partition_by("dump_id", as_dict=True, include_key=False)
    for dump in dumps:
        of_dump = by_dump.get((dump.dump_id,))
        if of_dump is not None:
            files[dump.dump_id] = _keep(home, dump, of_dump)
    return scan_files(STEP, files, dumps)


def _keep(home: Home, dump: Dump, titles: pl.DataFrame) -> Path:
    """Have the keywords of one dump with these titles in the archive; those with others go."""
    plain = archived(home, STEP, dump)
    path = plain.with_stem(f"{plain.stem}-{digest(titles)}")
    if not path.exists():
        records = retitled_records(
            pl.scan_parquet(archived(home, PARSED_RECORDS, dump), glob=False), titles.lazy()
        )
        told = functools.partial(advance, "keywords of abstracts")
        ranked = in_batches(
            records, lambda batch: retitled_keywords(batch, *ranking(home)), STEP.schema, told
        )
        with replacing(path) as partial:
            sink(ranked, partial)
    for outdated in set(path.parent.glob(f"{plain.stem}-*.parquet")) - {path}:
        outdated.unlink()
    return path
