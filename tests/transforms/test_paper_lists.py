"""What a paper has several of: authors, categories, versions."""

import datetime as dt

import polars as pl
import pytest

from transforms.paper_authors import author_records, paper_authors
from transforms.paper_categories import paper_categories
from transforms.paper_records import PAPER_RECORDS
from transforms.paper_versions import paper_versions
from transforms.parsed_records import RECORD
from warehouse.schema import PAPER_AUTHORS, PAPER_CATEGORIES, PAPER_VERSIONS

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


def parsed(*records: dict[str, object]) -> pl.LazyFrame:
    numbered = [{"record_number": n, **each} for n, each in enumerate(records, 1)]
    return pl.LazyFrame(numbered, schema=RECORD).with_columns(dump_id=pl.lit("d"))


def of_papers(*paper_ids: str | None) -> pl.LazyFrame:
    numbers = list(range(1, len(paper_ids) + 1))
    return pl.LazyFrame(
        {"dump_id": "d", "record_number": numbers, "paper_id": list(paper_ids)},
        schema_overrides={"paper_id": pl.String},
    )


def chosen(**facts: object) -> pl.LazyFrame:
    row = {"paper_id": "p", "dump_id": "d", "record_number": 1, **facts}
    return pl.LazyFrame([row], schema=PAPER_RECORDS)


def category(name: str, scheme: str = "arxiv") -> dict[str, str]:
    return {"scheme": scheme, "category": name}


def test_authors_are_those_of_the_record_that_was_chosen_in_its_order():
    records = parsed({"authors": ["A. Kettle"]}, {"authors": ["Cy Pot", "Bo Pan"]}, {})
    of_authors = author_records(chosen(authors_dump_id="d", authors_record_number=2))
    found = paper_authors(records, of_authors).collect()
    assert found.schema == PAPER_AUTHORS.polars_schema
    assert found.sort("position").rows() == [("p", 1, "Cy Pot"), ("p", 2, "Bo Pan")]


def test_a_paper_without_authors_has_no_row():
    assert paper_authors(parsed({}), author_records(chosen())).collect().height == 0


@pytest.fixture
def categorised() -> pl.LazyFrame:
    return parsed(
        {"categories": [category("cs.CL"), category("cs.AI"), category("cs.AI")]},
        {"categories": [category("cs.AI"), category("cs.CL", "other"), category("68T50", "msc")]},
        {"categories": [category("cs.LG")]},
        {},
    )


def test_the_categories_of_all_records_are_united_and_one_is_primary(categorised):
    primary = chosen(primary_scheme="arxiv", primary_category="cs.CL")
    found = paper_categories(categorised, of_papers("p", "p", None, "p"), primary).collect()
    assert found.schema == PAPER_CATEGORIES.polars_schema
    assert sorted(found.rows()) == [
        ("p", "arxiv", "cs.AI", False),
        ("p", "arxiv", "cs.CL", True),
        ("p", "msc", "68T50", False),
        ("p", "other", "cs.CL", False),
    ]


def test_a_version_has_the_earliest_day_that_any_record_names():
    records = parsed(
        {"versions": [{"version": 1, "submitted_on": APRIL}, {"version": 2, "submitted_on": None}]},
        {"versions": [{"version": 1, "submitted_on": MARCH}]},
        {"versions": [{"version": 3, "submitted_on": MARCH}]},
    )
    found = paper_versions(records, of_papers("p", "p", None)).collect()
    assert found.schema == PAPER_VERSIONS.polars_schema
    assert sorted(found.rows()) == [("p", 1, MARCH), ("p", 2, None)]
