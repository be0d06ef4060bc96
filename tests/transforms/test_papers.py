"""The row of a paper: its texts, and what is known of its code."""

import polars as pl
import pytest

from transforms.paper_records import PAPER_RECORDS
from transforms.papers import HELD, READ, borrowed_texts, paper_code_status, papers
from transforms.parsed_records import RECORD
from warehouse.schema import PAPERS

TITLE = "A Kettle That Never Boils Over"


def made_of(*records: dict[str, object], **chosen: object) -> pl.DataFrame:
    """Make the row of paper `p` from records of one dump; `title=2` is of the second record."""
    numbered = [{"record_number": n, **each} for n, each in enumerate(records, 1)]
    parsed = pl.LazyFrame(numbered, schema=RECORD).with_columns(dump_id=pl.lit("d"))
    facts = {name: value for name, value in chosen.items() if name in PAPER_RECORDS}
    fields = {name: value for name, value in chosen.items() if name not in PAPER_RECORDS}
    choice = {"paper_id": "p", "dump_id": "d", "record_number": 1, "is_retracted": False, **facts}
    for field, number in fields.items():
        choice |= {f"{field}_dump_id": "d", f"{field}_record_number": number}
    paper_records = pl.LazyFrame([choice], schema=PAPER_RECORDS)
    held = paper_records.join(borrowed_texts(parsed, paper_records), on="paper_id", how="left")
    held = held.with_columns(code_status=pl.lit(None, pl.String))
    return papers(parsed.select(READ), held.select(HELD)).collect()


def test_a_paper_has_the_columns_of_its_table():
    assert made_of({"title": TITLE}, title=1).schema == PAPERS.polars_schema


def test_the_texts_of_one_record():
    texts = {"title": TITLE, "abstract": "Hot.", "comment": "9 pages", "venue": "Kettle Letters"}
    row = made_of(texts, title=1, comment=1, venue=1).row(0, named=True)
    assert {name: row[name] for name in texts} == texts


def test_each_text_comes_from_the_record_that_was_chosen_for_it():
    row = made_of(
        {"title": "A kettle…", "abstract": "Hot.", "venue": "Unknown"},
        {"title": TITLE, "comment": "draft"},
        {"title": "Kettles", "comment": "9 pages", "venue": "Kettle Letters"},
        title=2,
        comment=3,
        venue=3,
    ).row(0, named=True)
    assert (row["title"], row["abstract"]) == (TITLE, "Hot.")
    assert (row["comment"], row["venue"]) == ("9 pages", "Kettle Letters")


def test_a_paper_may_have_an_abstract_and_no_title():
    row = made_of({"abstract": "Hot."}).row(0, named=True)
    assert (row["title"], row["abstract"]) == (None, "Hot.")


def test_what_was_chosen_beside_the_texts_is_kept():
    row = made_of(
        {"title": TITLE, "arxiv_id": "2503.00001"}, title=1, doi="10.1234/kettle", year=2026
    ).row(0, named=True)
    assert (row["arxiv_id"], row["doi"], row["year"]) == (None, "10.1234/kettle", 2026)


def test_a_paper_without_a_word_on_code_has_the_status_none():
    assert made_of({"title": TITLE}, title=1)["code_status"].to_list() == ["none"]


@pytest.mark.parametrize(
    ("said", "links", "expected"),
    [
        pytest.param(["mentioned", "promised"], [], "promised", id="a promise beats a mention"),
        pytest.param(["promised"], ["https://github.com/a/b"], "linked", id="a link beats both"),
        pytest.param(["mentioned"], [], "mentioned", id="a mention alone"),
    ],
)
def test_the_strongest_status_of_its_records_is_the_paper_s(said, links, expected):
    numbers = list(range(1, len(said) + 2))
    of_records = pl.LazyFrame(
        {"record_number": numbers, "code_status": [*said, "promised"], "dump_id": "d"}
    )
    of_papers = pl.LazyFrame(
        {"record_number": numbers, "dump_id": "d", "paper_id": ["p"] * len(said) + [None]}
    )
    code_links = pl.LazyFrame(
        {"paper_id": ["p"] * len(links), "url": links},
        schema={"paper_id": pl.String, "url": pl.String},
    )
    found = paper_code_status(of_records, of_papers, code_links).collect()
    assert found.rows() == [("p", expected)]
