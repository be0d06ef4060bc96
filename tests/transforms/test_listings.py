"""Where and when a paper was listed."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest

from transforms.dump_days import DUMP_DAYS
from transforms.listings import listings
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from warehouse.schema import LISTINGS

MARCH, APRIL, MAY = (dt.date(2026, month, 1) for month in (3, 4, 5))


def listed(*records: dict[str, object], days: Sequence[dt.date] = (MARCH,)) -> pl.DataFrame:
    """Place records of paper `p` in a dump of these days; `is_paper=False` is of none."""
    of_none = [not each.get("is_paper", True) for each in records]
    rows = [
        {"record_number": n, "title": "On Kettles", **each} for n, each in enumerate(records, 1)
    ]
    parsed = pl.LazyFrame(
        [{name: value for name, value in row.items() if name != "is_paper"} for row in rows],
        schema=RECORD,
    )
    of_papers = pl.LazyFrame(
        {
            "dump_id": "d",
            "record_number": list(range(1, len(records) + 1)),
            "paper_id": [None if each else "p" for each in of_none],
        },
        schema_overrides={"paper_id": pl.String},
    )
    dump_days = pl.LazyFrame([("d", day) for day in days], schema=DUMP_DAYS, orient="row")
    keys = record_keys(parsed).with_columns(dump_id=pl.lit("d"))
    return listings(keys, of_papers, dump_days).sort("record_number", "listed_on").collect()


def test_every_record_of_a_paper_is_a_listing_with_its_place_and_upvotes():
    found = listed({"upvotes": 7}, {"upvotes": 9})
    assert found.schema == LISTINGS.polars_schema
    assert found.select("paper_id", "position", "upvotes").rows() == [("p", 1, 7), ("p", 2, 9)]


def test_a_record_of_no_paper_is_no_listing():
    assert listed({"is_paper": False}, {})["record_number"].to_list() == [2]


@pytest.mark.parametrize(
    ("of_dump", "of_record", "expected"),
    [
        pytest.param([MARCH], APRIL, [APRIL], id="the record's own day first"),
        pytest.param([MARCH], None, [MARCH], id="then the dump's"),
        pytest.param([], None, [None], id="unknown"),
        pytest.param([MARCH, APRIL], None, [MARCH, APRIL], id="a dump of two days"),
        pytest.param([MARCH, MAY], APRIL, [APRIL], id="a record's own day in a dump of two days"),
    ],
)
def test_the_days_of_a_listing(of_dump, of_record, expected):
    assert listed({"listed_on": of_record}, days=of_dump)["listed_on"].to_list() == expected
