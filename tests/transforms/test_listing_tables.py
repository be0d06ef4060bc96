"""What is known of dumps, and which identifiers a paper has."""

import datetime as dt

import polars as pl
import pytest

from transforms.dump_days import dump_days
from transforms.dumps import dumps
from transforms.paper_identifiers import paper_identifiers
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import record_papers
from warehouse.schema import DUMPS, PAPER_IDENTIFIERS

MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)


def dump_row(given: dt.date | None, on_page: dt.date | None, named: dt.date | None) -> pl.DataFrame:
    registered = pl.LazyFrame(
        {
            "dump_id": ["d"],
            "file_name": ["page.txt"],
            "format": ["listing_page"],
            "size_bytes": [10],
        }
    )
    days = pl.LazyFrame(
        [("d", given, named)],
        schema={"dump_id": pl.String, "listed_on_given": pl.Date, "listed_on_named": pl.Date},
        orient="row",
    )
    counts = {name: 0 for name in DUMPS.column_names if name.endswith("_count")}
    told = {"counted_in": "line", "is_cut_short": False, "unmapped_columns": None}
    tallies = pl.LazyFrame(
        [{"dump_id": "d", "listed_on": on_page, "listed_on_text": "Mar 1", **counts, **told}],
        schema_overrides={"listed_on": pl.Date, "unmapped_columns": pl.String},
    )
    return dumps(registered, tallies, dump_days(days, tallies)).collect()


@pytest.mark.parametrize(
    ("given", "on_page", "named", "expected"),
    [
        pytest.param(MARCH, APRIL, MAY, MARCH, id="the user's word comes first"),
        pytest.param(None, APRIL, MAY, APRIL, id="then the page"),
        pytest.param(None, None, MAY, MAY, id="then the file's name"),
        pytest.param(None, None, None, None, id="a day without a year is no date"),
    ],
)
def test_the_day_of_a_listing(given, on_page, named, expected):
    row = dump_row(given, on_page, named)
    assert row.schema == DUMPS.polars_schema
    assert row["listed_on"].to_list() == [expected]
    assert row["listed_on_text"].to_list() == ["Mar 1"]


@pytest.fixture
def parsed() -> pl.LazyFrame:
    rows = [
        {
            "record_number": 1,
            "title": "Boiling Water with Very Large Kettles",
            "arxiv_id": "2503.02130",
        },
        {"record_number": 2, "title": "Boiling Water with Very Large Kettles"},
    ]
    return pl.LazyFrame(rows, schema=RECORD).with_columns(dump_id=pl.lit("d"))


@pytest.fixture
def keys(parsed) -> pl.LazyFrame:
    return record_keys(parsed).with_columns(dump_id=pl.lit("d"))


def test_an_identifier_of_a_paper_stands_once(keys):
    found = paper_identifiers(keys, record_papers(keys)).collect()
    assert found.schema == PAPER_IDENTIFIERS.polars_schema
    assert sorted(found.select("scheme", "value").rows()) == [
        ("arxiv", "2503.02130"),
        ("title_key", "boilingwaterwithverylargekettles"),
    ]
