"""The links of a paper, from all its records."""

import polars as pl
import pytest

from transforms.code_links import code_links
from transforms.record_code_links import RECORD_CODE_LINKS
from warehouse.schema import CODE_LINKS

URL = "https://github.com/kettle-lab/boil"


def link(
    record_number: int, source_field: str, raw_text: str = URL, url: str = URL, **said: object
) -> dict:
    return {
        "record_number": record_number,
        "url": url,
        "host": "github.com",
        "kind": "repository",
        "source_field": source_field,
        "raw_text": raw_text,
        **said,
    }


def gathered(links: list[dict], papers: dict[int, str | None], *formats: str) -> pl.DataFrame:
    """Gather links of records, all of one dump, or of a dump of its own and format each."""
    dump = pl.col("record_number") - 1 if formats else pl.lit(0)
    dump_id = ("dump " + dump.cast(pl.String)).alias("dump_id")
    found = pl.LazyFrame(links, schema=RECORD_CODE_LINKS).with_columns(dump_id)
    of_records = pl.LazyFrame(
        {"record_number": list(papers), "paper_id": list(papers.values())},
        schema_overrides={"paper_id": pl.String},
    ).with_columns(dump_id)
    of_dumps = formats or ("json_table",)
    dumps = pl.LazyFrame(
        {"dump_id": [f"dump {number}" for number in range(len(of_dumps))], "format": of_dumps}
    )
    return code_links(found, of_records, dumps).collect()


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


def test_urls_that_differ_in_case_alone_are_one_link():
    other = URL.replace("kettle-lab", "Kettle-Lab")
    found = gathered([link(1, "abstract"), link(2, "metadata", url=other)], {1: "p", 2: "p"})
    assert found["url"].to_list() == [other]


def test_a_link_of_a_record_without_a_paper_is_left_out():
    assert gathered([link(1, "abstract"), link(2, "abstract")], {1: "p", 2: None}).height == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([True, False, None], True, id="true if any says so"),
        pytest.param([None, False], False, id="false if one denies it"),
        pytest.param([None, None], None, id="unknown if none speaks"),
    ],
)
@pytest.mark.parametrize("flag", ["is_official", "mentioned_in_paper", "mentioned_in_github"])
def test_what_all_records_say_of_a_link_is_joined(flag, said, expected):
    links = [link(number, "metadata", **{flag: each}) for number, each in enumerate(said, 1)]
    found = gathered(links, dict.fromkeys(range(1, len(said) + 1), "p"))
    assert found[flag].to_list() == [expected]


def test_the_framework_is_that_of_the_most_trusted_format_that_names_one():
    links = [link(1, "metadata", framework="tf"), link(2, "metadata", framework="jax")]
    links.append(link(3, "metadata"))
    papers = dict.fromkeys((1, 2, 3), "p")
    found = gathered(links, papers, "json_table", "pwc_papers", "hf_daily_papers")
    assert found["framework"].to_list() == ["jax"]


def test_of_one_field_the_most_trusted_format_is_the_evidence():
    links = [link(1, "abstract", "of the page"), link(2, "abstract", "of arXiv")]
    found = gathered(links, {1: "p", 2: "p"}, "listing_page", "arxiv_snapshot")
    assert found["raw_text"].to_list() == ["of arXiv"]
