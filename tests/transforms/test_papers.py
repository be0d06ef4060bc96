"""The row of a paper: who speaks for it, and what is known of its code."""

import datetime as dt

import polars as pl
import pytest

from transforms.papers import paper_code_status, paper_records, papers
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import record_papers
from warehouse.schema import PAPERS

TITLE = "A Kettle That Never Boils Over"


def made_of(*records: dict[str, object], status: dict[str, list] | None = None) -> pl.DataFrame:
    numbered = [{"record_number": n, **each} for n, each in enumerate(records, 1)]
    parsed = pl.DataFrame(numbered, schema=RECORD).lazy().with_columns(dump_id=pl.lit("dump"))
    keys = record_keys(parsed).with_columns(dump_id=pl.lit("dump"))
    chosen = paper_records(keys, record_papers(keys))
    known = pl.LazyFrame(
        status or {}, schema={"paper_id": pl.String, "code_status": pl.String}, strict=False
    )
    return papers(parsed, chosen.join(known, on="paper_id", how="left")).collect()


def test_a_paper_has_the_columns_of_its_table():
    assert made_of({"title": TITLE}).schema == PAPERS.polars_schema


def test_a_paper_takes_each_fact_from_the_record_that_knows_it():
    row = made_of(
        {"title": TITLE, "abstract": "Hot.", "published_on": dt.date(2025, 3, 4)},
        {"title": TITLE, "arxiv_id": "2503.02130", "updated_on": dt.date(2025, 5, 6)},
    ).row(0, named=True)
    assert row["arxiv_id"] == "2503.02130"
    assert row["published_on"] == dt.date(2025, 3, 4)
    assert row["updated_on"] == dt.date(2025, 5, 6)


def test_a_paper_without_a_word_on_code_has_the_status_none():
    assert made_of({"title": TITLE})["code_status"].to_list() == ["none"]


@pytest.mark.parametrize(
    ("said", "links", "expected"),
    [
        pytest.param(["mentioned", "promised"], [], "promised", id="a promise beats a mention"),
        pytest.param(["promised"], ["https://github.com/a/b"], "linked", id="a link beats both"),
        pytest.param(["mentioned"], [], "mentioned", id="a mention alone"),
    ],
)
def test_the_strongest_status_of_its_records_is_the_paper_s(said, links, expected):
    numbers = list(range(1, len(said) + 1))
    of_records = pl.LazyFrame({"record_number": numbers, "code_status": said, "dump_id": "d"})
    of_papers = pl.LazyFrame({"record_number": numbers, "dump_id": "d", "paper_id": "p"})
    code_links = pl.LazyFrame(
        {"paper_id": ["p"] * len(links), "url": links},
        schema={"paper_id": pl.String, "url": pl.String},
    )
    found = paper_code_status(of_records, of_papers, code_links).collect()
    assert found.rows() == [("p", expected)]
