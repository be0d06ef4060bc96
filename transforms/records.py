"""The raw records table: one row per record as parsed, with the paper that it is."""

from __future__ import annotations

import polars as pl

from warehouse.schema import RECORDS


def records(parsed_records: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Keep of each record its place, its title and its native ids.

    Args:
        parsed_records: Frame of `transforms.parsed_records.RECORD` and `dump_id`.
        record_papers: Frame (dump_id, record_number, paper_id).

    Returns:
        Frame of `warehouse.schema.RECORDS`.
    """
    return parsed_records.join(record_papers, on=["dump_id", "record_number"]).select(
        RECORDS.column_names
    )
