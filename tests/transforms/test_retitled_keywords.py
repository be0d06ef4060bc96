from __future__ import annotations

import polars as pl
import pytest

from transforms.paper_records import PAPER_RECORDS
from transforms.parsed_records import RECORD
from transforms.retitled_keywords import (
    borrowed_titles,
    digest,
    retitled_keywords,
    retitled_records,
)

TITLES = pl.DataFrame({"record_number": [1, 2], "title": ["Tide Gauges", "Kites in Rain"]})


def test_an_abstract_borrows_the_title_of_its_paper():
    papers = pl.LazyFrame(
        [
            {"paper_id": "p", "dump_id": "abstracts", "record_number": 1},
            {"paper_id": "q", "dump_id": "pages", "record_number": 7},
        ],
        schema=PAPER_RECORDS,
    )
    texts = pl.LazyFrame({"paper_id": ["p", "q"], "title": ["Tide Gauges", None]})
    assert borrowed_titles(papers, texts).collect().rows() == [("abstracts", 1, "Tide Gauges")]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        pytest.param(None, "We gauge tides.", "Tide Gauges", id="an abstract alone"),
        pytest.param("Gauges", "We gauge tides.", None, id="a record with a title of its own"),
        pytest.param(None, None, None, id="a record without an abstract"),
    ],
)
def test_only_abstracts_without_a_title_are_retitled(title, abstract, expected):
    records = pl.LazyFrame(
        [{"record_number": 1, "title": title, "abstract": abstract}], schema=RECORD
    )
    found = retitled_records(records, TITLES.lazy()).collect()
    assert found["title"].to_list() == ([expected] if expected else [])


def test_records_keep_their_order():
    records = pl.LazyFrame(
        [{"record_number": number, "abstract": "Rain."} for number in (2, 1)], schema=RECORD
    )
    found = retitled_records(records, TITLES.lazy()).collect()
    assert found["record_number"].to_list() == [2, 1]


def test_the_order_of_titles_does_not_change_their_digest():
    assert digest(TITLES) == digest(TITLES.reverse())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TITLES.head(1), id="fewer titles"),
        pytest.param(TITLES.head(0), id="no title"),
        pytest.param(TITLES.with_columns(pl.col("record_number").reverse()), id="swapped"),
        pytest.param(TITLES.with_columns(pl.col("title") + "."), id="another text"),
    ],
)
def test_other_titles_have_another_digest(other):
    assert digest(other) != digest(TITLES)


def test_what_the_title_says_comes_before_what_the_abstract_alone_says():
    abstract = "We watch estuaries in winter. Pressure sensors record storm surges for us."
    records = pl.LazyFrame(
        [
            {
                "record_number": 1,
                "abstract": abstract,
                "keywords": [{"keyword": "given", "source": "author", "score": None}],
            }
        ],
        schema=RECORD,
    )
    titles = pl.LazyFrame({"record_number": [1], "title": ["Tide Gauges for Storm Surges"]})
    found = retitled_keywords(retitled_records(records, titles).collect())
    assert found.filter(keyword="storm surges")["in_title"].to_list() == [True]
    assert found.filter(in_title=True)["rank"].to_list()[0] == 1
    assert found["source"].unique().to_list() == ["extracted"]
