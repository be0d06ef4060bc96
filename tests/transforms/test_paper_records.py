"""Which record speaks for a paper, field by field, when its records disagree."""

import datetime as dt
from itertools import permutations

import polars as pl
import pytest

from transforms import paper_records as choice
from transforms.paper_records import KEY, PAPER_RECORDS, paper_records
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys

MARCH, APRIL, MAY, JUNE = (dt.date(2026, month, 1) for month in (3, 4, 5, 6))

SNAPSHOT = {"format": "arxiv_snapshot"}
OAI = {"format": "arxiv_oai_pmh"}
INDEX = {"format": "openalex_works"}
TABLE = {"format": "json_table"}
PAGE = {"format": "listing_page"}
HOT, HOTTER = {"title": "On Kettles", "abstract": "Hot."}, {"abstract": "Hotter than ever."}


def chosen_of(*records: dict[str, object]) -> pl.DataFrame:
    """Choose among records of one paper, each of a dump of its own: `format` and `day` are its."""
    parsed, of_dumps = [], []
    for number, record in enumerate(records, 1):
        own = dict(record)
        dump = f"dump {number}"
        of_dumps.append((dump, own.pop("format", "json_table"), own.pop("day", None)))
        frame = pl.LazyFrame([{"record_number": number, **own}], schema=RECORD)
        parsed.append(record_keys(frame).with_columns(dump_id=pl.lit(dump)))
    keys = pl.concat(parsed)
    schema = {"dump_id": pl.String, "format": pl.String, "listed_on": pl.Date}
    dumps = pl.LazyFrame(of_dumps, schema=schema, orient="row")
    of_papers = keys.select(*KEY, paper_id=pl.lit("p"))
    return paper_records(keys, of_papers, dumps).collect()


def row_of(*records: dict[str, object]) -> dict[str, object]:
    return chosen_of(*records).row(0, named=True)


SPEAKS = {
    "the more trusted format": [PAGE | HOT | {"updated_on": MAY}, SNAPSHOT | HOT],
    "the higher version": [
        OAI | HOT | {"arxiv_version": 1, "updated_on": MAY},
        SNAPSHOT | HOT | {"arxiv_version": 2},
    ],
    "the later update": [TABLE | HOT | {"updated_on": MARCH}, TABLE | HOT | {"updated_on": MAY}],
    "an update before none": [TABLE | HOT | {"day": MAY}, TABLE | HOT | {"updated_on": MARCH}],
    "the later listing": [TABLE | HOT | {"day": MARCH}, TABLE | HOT | {"day": APRIL}],
    "the record's own day before its dump's": [
        TABLE | HOT | {"day": MAY, "listed_on": MARCH},
        TABLE | HOT | {"day": MARCH, "listed_on": APRIL},
    ],
    "the longer abstract": [TABLE | HOT, TABLE | HOT | HOTTER],
    "one with an abstract": [SNAPSHOT | {"title": "On Kettles"}, PAGE | HOT],
}


@pytest.mark.parametrize("records", SPEAKS.values(), ids=SPEAKS.keys())
def test_the_record_that_speaks(records):
    assert row_of(*records)["record_number"] == 2


def test_of_equals_the_first_dump_speaks():
    assert row_of(TABLE | HOT, TABLE | HOT)["record_number"] == 1


def test_each_field_comes_from_the_best_record_that_has_it():
    row = row_of(
        SNAPSHOT | {"title": "On Kettles"},
        INDEX | {"abstract": "Hot.", "venue": "Kettle Letters", "authors": ["Ada Kettle"]},
        PAGE | HOT | {"comment": "9 pages", "authors": ["A. Kettle", "B. Pot"]},
    )
    prefixes = ("", "title_", "authors_", "comment_", "venue_")
    assert [row[f"{prefix}record_number"] for prefix in prefixes] == [2, 1, 2, 3, 2]
    assert row["title_dump_id"] == "dump 1"


def test_a_field_that_no_record_has_names_none():
    row = row_of(INDEX | {"abstract": "Hot."})
    assert row["title_dump_id"] is row["title_record_number"] is row["venue_record_number"] is None


def test_the_longer_list_of_authors_wins_among_equals_alone():
    cut, whole = {"authors": ["A. Kettle"]}, {"authors": ["A. Kettle", "B. Pot"]}
    assert row_of(TABLE | cut | {"updated_on": MAY}, TABLE | whole)["authors_record_number"] == 2
    assert row_of(INDEX | cut, TABLE | whole)["authors_record_number"] == 1


DAYS = {
    "the first version before the journal": (
        [INDEX | {"published_on": MARCH}, SNAPSHOT | {"published_on": APRIL}],
        APRIL,
    ),
    "the earliest of equals": (
        [TABLE | {"published_on": MAY}, TABLE | {"published_on": MARCH}],
        MARCH,
    ),
    "the only one": ([SNAPSHOT | HOT, PAGE | {"published_on": MAY}], MAY),
    "before the epoch": ([SNAPSHOT | {"published_on": dt.date(1948, 7, 1)}], dt.date(1948, 7, 1)),
    "none": ([SNAPSHOT | HOT], None),
}


@pytest.mark.parametrize(("records", "expected"), DAYS.values(), ids=DAYS.keys())
def test_the_day_of_publication(records, expected):
    assert row_of(*records)["published_on"] == expected


def test_the_last_update_that_the_most_trusted_format_tells_counts():
    trusted = [SNAPSHOT | {"updated_on": MARCH}, SNAPSHOT | {"updated_on": MAY}]
    assert row_of(*trusted, TABLE | {"updated_on": JUNE})["updated_on"] == MAY
    assert row_of(SNAPSHOT, TABLE | {"updated_on": JUNE})["updated_on"] == JUNE


def test_the_year_is_that_of_the_day_and_else_of_the_most_trusted_record():
    assert row_of(PAGE | {"year": 2020}, INDEX | {"year": 2021})["year"] == 2021
    assert row_of(INDEX | {"year": 2020}, PAGE | {"published_on": MAY})["year"] == 2026
    assert row_of(PAGE | HOT)["year"] is None


def test_a_paper_is_retracted_if_any_record_says_so():
    assert row_of(SNAPSHOT | HOT, INDEX | {"is_retracted": True})["is_retracted"] is True
    assert row_of(SNAPSHOT | HOT, INDEX | {"is_retracted": False})["is_retracted"] is False
    assert row_of(SNAPSHOT | HOT)["is_retracted"] is False


def test_a_category_of_arxiv_is_primary_before_a_more_trusted_one():
    row = row_of(
        INDEX | {"categories": [{"scheme": "openalex", "category": "Kettles"}]},
        PAGE | {"categories": [{"scheme": "arxiv", "category": "cs.CL"}]},
    )
    assert (row["primary_scheme"], row["primary_category"]) == ("arxiv", "cs.CL")


def test_a_record_without_a_paper_is_left_out():
    keys = record_keys(pl.LazyFrame([{"record_number": 1, **HOT}], schema=RECORD))
    keys = keys.with_columns(dump_id=pl.lit("d"))
    dumps = pl.LazyFrame(
        {"dump_id": ["d"], "format": ["ris"], "listed_on": [None]},
        schema_overrides={"listed_on": pl.Date},
    )
    of_papers = keys.select(*KEY, paper_id=pl.lit(None, pl.String))
    found = paper_records(keys, of_papers, dumps).collect()
    assert found.height == 0
    assert found.schema == PAPER_RECORDS


@pytest.mark.parametrize("records_at_once", [1, 2, 100])
def test_neither_the_order_nor_the_parts_change_the_choice(monkeypatch, records_at_once):
    records = [
        PAGE | HOT | {"authors": ["A. Kettle"], "updated_on": MAY},
        INDEX | {"abstract": "Hot.", "published_on": MARCH, "venue": "Kettle Letters"},
        OAI | HOT | {"arxiv_version": 1, "comment": "9 pages"},
        SNAPSHOT | HOT | {"arxiv_version": 2, "published_on": APRIL, "doi": "10.1234/kettle"},
    ]
    monkeypatch.setattr(choice, "RECORDS_AT_ONCE", records_at_once)
    wanted = ["authors", "comment", "venue", "title"]
    spoken = set()
    for ordered in permutations(records):
        row = row_of(*ordered)
        numbers = [row["record_number"], *(row[f"{field}_record_number"] for field in wanted)]
        spoken.add(tuple(records.index(ordered[number - 1]) for number in numbers))
    assert spoken == {(3, 0, 2, 1, 3)}
