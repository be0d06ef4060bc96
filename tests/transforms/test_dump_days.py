"""On which days a dump was listed, by the names under which its bytes came."""

import datetime as dt

import polars as pl
import pytest

from transforms.dump_days import DUMP_DAYS, dump_days
from transforms.dumps import dumps
from warehouse.schema import DUMPS

FRIDAY, SATURDAY, SUNDAY = (dt.date(2026, 3, day) for day in (13, 14, 15))
OF_FILE = ("file_name", "format", "size_bytes")
NAMED = {"dump_id": pl.String, "listed_on_given": pl.Date, "listed_on_named": pl.Date}


def tallies(of_page: dt.date | None) -> pl.LazyFrame:
    schema = {name: DUMPS.polars_schema[name] for name in DUMPS.column_names if name not in OF_FILE}
    return pl.LazyFrame([{"dump_id": "d", "listed_on": of_page}], schema=schema)


def days(
    named: list[tuple[dt.date | None, dt.date | None]], of_page: dt.date | None
) -> pl.LazyFrame:
    rows = pl.LazyFrame([("d", *each) for each in named], schema=NAMED, orient="row")
    return dump_days(rows, tallies(of_page))


@pytest.mark.parametrize(
    ("named", "of_page", "expected"),
    [
        pytest.param([(None, FRIDAY)], None, [FRIDAY], id="the name's day"),
        pytest.param([(None, SATURDAY)], FRIDAY, [FRIDAY], id="the page's before the name's"),
        pytest.param([(SUNDAY, SATURDAY)], FRIDAY, [SUNDAY], id="the user's before both"),
        pytest.param([(None, None)], None, [], id="unknown"),
        pytest.param([(None, SATURDAY), (None, FRIDAY)], None, [FRIDAY, SATURDAY], id="two names"),
        pytest.param([(None, FRIDAY), (None, None)], None, [FRIDAY], id="a name without a day"),
        pytest.param([(None, FRIDAY), (None, SATURDAY)], SUNDAY, [SUNDAY], id="the page knows"),
        pytest.param(
            [(SATURDAY, None), (None, FRIDAY)], None, [FRIDAY, SATURDAY], id="one given, one named"
        ),
    ],
)
def test_the_days_of_a_dump(named, of_page, expected):
    found = days(named, of_page).collect()
    assert found.schema == DUMP_DAYS
    assert found["listed_on"].to_list() == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [([(None, SATURDAY), (None, FRIDAY)], SATURDAY), ([(None, None)], None)],
    ids=["the last of several days", "no day"],
)
def test_the_day_that_stands_beside_a_dump(named, expected):
    registered = pl.LazyFrame({"dump_id": ["d"], "file_name": "a", "format": "b", "size_bytes": 1})
    found = dumps(registered, tallies(None), days(named, None)).collect()
    assert found["listed_on"].to_list() == [expected]
