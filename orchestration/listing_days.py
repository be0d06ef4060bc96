"""The days on which each dump was listed: the registry's word and the page's together.

Here must not be which of them counts (`transforms.dump_days`).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from orchestration.archive import PARSED_TALLIES, scan_archive
from orchestration.home import Home
from orchestration.registry import Dump
from transforms import dump_days


def listing_days(home: Home, dumps: Sequence[Dump]) -> pl.LazyFrame:
    """The days of dumps that the archive holds: frame of `transforms.dump_days.DUMP_DAYS`."""
    named = pl.LazyFrame(
        [(dump.dump_id, given, named) for dump in dumps for given, named in dump.days],
        schema={
            "dump_id": pl.String,
            "listed_on_given": pl.Date,
            "listed_on_named": pl.Date,
        },
        orient="row",
    )
    return dump_days.dump_days(named, scan_archive(home, PARSED_TALLIES, dumps))
