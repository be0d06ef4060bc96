"""The links of a paper, from all its records."""

import polars as pl
import pytest

from transforms.code_links import code_links
from transforms.record_code_links import RECORD_CODE_LINKS
from warehouse.schema import CODE_LINKS

URL = "https://github.com/kettle-lab/boil"


def link(record_number: int, source_field: str, raw_text: str = URL, url: str = URL) -> dict:
    return {
        "record_number": record_number,
        "url": url,
        "host": "github.com",
        "kind": "repository",
        "source_field": source_field,
        "raw_text": raw_text,
    }


def gathered(links: list[dict], papers: dict[int, str]) -> pl.DataFrame:
    found = pl.LazyFrame(links, schema=RECORD_CODE_LINKS).with_columns(dump_id=pl.lit("dump"))
    of_records = pl.LazyFrame(
        {"dump_id": "dump", "record_number": list(papers), "paper_id": list(papers.values())}
    )
    return code_links(found, of_records).collect()


def test_a_url_that_two_records_of_a_paper_link_is_one_link():
    found = gathered([link(1, "abstract"), link(2, "abstract")], {1: "p", 2: "p"})
    assert found.schema == CODE_LINKS.polars_schema
    assert found.height == 1


def test_a_url_that_two_papers_link_is_two_links():
    found = gathered([link(1, "abstract"), link(2, "abstract")], {1: "p", 2: "q"})
    assert found["paper_id"].sort().to_list() == ["p", "q"]


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        pytest.param(["listing", "abstract"], "abstract", id="the abstract before the listing"),
        pytest.param(["listing", "comment"], "comment", id="the comment before the listing"),
        pytest.param(["abstract", "metadata"], "metadata", id="the metadata before all"),
    ],
)
def test_the_most_trusted_place_is_the_evidence(fields, kept):
    links = [link(number, field, raw_text=field) for number, field in enumerate(fields, 1)]
    found = gathered(links, {1: "p", 2: "p"})
    assert found.select("source_field", "raw_text").rows() == [(kept, kept)]


def test_the_order_of_links_does_not_matter():
    links = [link(1, "abstract", "a"), link(2, "abstract", "b"), link(3, "abstract", "c")]
    papers = {1: "p", 2: "p", 3: "q"}
    assert gathered(links, papers).equals(gathered(links[::-1], papers))
