"""When two records are one paper."""

import random

import polars as pl
import pytest

from transforms.paper_aliases import paper_aliases
from transforms.papers import paper_records
from transforms.parsed_records import RECORD
from transforms.record_keys import key_hash, record_keys
from transforms.record_papers import record_papers

LONG = "Boiling Water with Very Large Kettles"
OTHER = "A Second Look at Rather Small Kettles"


def keys_of(*records: dict[str, object]) -> pl.LazyFrame:
    numbered = [{"record_number": n, **record} for n, record in enumerate(records, 1)]
    frame = pl.DataFrame(numbered, schema=RECORD).lazy()
    return record_keys(frame).with_columns(dump_id=pl.lit("dump"))


def papers_of(*records: dict[str, object]) -> list[str]:
    resolved = record_papers(keys_of(*records)).collect().sort("record_number")
    return resolved["paper_id"].to_list()


def paper_id(scheme: str, value: str) -> str:
    return pl.select(key_hash(scheme, pl.lit(value))).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"title": LONG}, {"title": LONG.upper()}, id="the same title"),
        pytest.param(
            {"title": LONG, "abstract": "Hot."},
            {"title": LONG, "abstract": "Very hot."},
            id="the same title over a revised abstract",
        ),
        pytest.param(
            {"title": LONG, "arxiv_id": "2503.02130"},
            {"title": OTHER, "arxiv_id": "2503.02130"},
            id="the same arXiv id under a revised title",
        ),
        pytest.param(
            {"title": LONG, "doi": "10.1/kettle"},
            {"title": OTHER, "doi": "10.1/kettle"},
            id="the same DOI",
        ),
        pytest.param(
            {"title": LONG}, {"title": LONG, "arxiv_id": "2503.02130"}, id="a title and an id"
        ),
        pytest.param(
            {"title": "Preface", "abstract": "We thank the cooks."},
            {"title": "Preface", "abstract": "We thank the cooks."},
            id="a generic title over the same text",
        ),
    ],
)
def test_these_are_one_paper(one, other):
    first, second = papers_of(one, other)
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"title": LONG}, {"title": OTHER}, id="different titles"),
        pytest.param({"title": f"{LONG} I"}, {"title": f"{LONG} II"}, id="parts"),
        pytest.param(
            {"title": LONG, "arxiv_id": "hep-th/9901001"},
            {"title": LONG, "arxiv_id": "hep-ph/9901001"},
            id="the same title under two arXiv ids",
        ),
        pytest.param(
            {"title": "Preface", "abstract": "We thank the cooks."},
            {"title": "Preface", "abstract": "We thank the guests."},
            id="a generic title over different texts",
        ),
    ],
)
def test_these_are_two_papers(one, other):
    first, second = papers_of(one, other)
    assert first != second


def test_a_title_that_two_arxiv_ids_share_is_joined_to_neither():
    papers = papers_of(
        {"title": LONG, "arxiv_id": "2503.00001"},
        {"title": LONG, "arxiv_id": "2503.00002"},
        {"title": LONG},
    )
    assert len(set(papers)) == 3


def test_records_are_joined_through_a_third_one():
    papers = papers_of(
        {"title": LONG, "arxiv_id": "2503.02130"},
        {"title": OTHER, "doi": "10.1/kettle"},
        {"title": "Kettles, Revised and Enlarged", "arxiv_id": "2503.02130", "doi": "10.1/kettle"},
    )
    assert set(papers) == {paper_id("arxiv", "2503.02130")}


def test_the_best_key_gives_the_paper_id_and_the_others_stay_as_aliases():
    records = ({"title": LONG, "arxiv_id": "2503.02130", "doi": "10.1/kettle"},)
    aliases = paper_aliases(keys_of(*records)).collect()
    assert papers_of(*records) == [paper_id("arxiv", "2503.02130")]
    assert set(aliases.rows()) == {
        (paper_id("doi", "10.1/kettle"), paper_id("arxiv", "2503.02130")),
        (paper_id("title", LONG.lower().replace(" ", "")), paper_id("arxiv", "2503.02130")),
    }


def test_the_order_of_records_does_not_matter():
    records = [
        {"title": LONG},
        {"title": LONG, "arxiv_id": "2503.02130"},
        {"title": OTHER, "doi": "10.1/kettle"},
        {"title": "Kettles, Revised", "arxiv_id": "2503.02130", "doi": "10.1/kettle"},
        {"title": "Preface", "abstract": "Thanks."},
    ]
    wanted = dict(zip([str(each) for each in records], papers_of(*records), strict=True))
    for seed in range(5):
        shuffled = random.Random(seed).sample(records, len(records))  # noqa: S311
        found = dict(zip([str(each) for each in shuffled], papers_of(*shuffled), strict=True))
        assert found == wanted


@pytest.mark.parametrize(
    ("records", "speaking"),
    [
        pytest.param(
            [{"title": LONG}, {"title": LONG, "abstract": "Hot."}], 2, id="the one with an abstract"
        ),
        pytest.param(
            [{"title": LONG, "abstract": "Hot."}, {"title": LONG, "abstract": "Hotter."}],
            2,
            id="the one with the longer abstract",
        ),
        pytest.param(
            [
                {"title": LONG, "abstract": "Hot.", "updated_on": "2025-02-01"},
                {"title": LONG, "abstract": "Rather hot.", "updated_on": "2025-01-01"},
            ],
            1,
            id="the one that was updated last",
        ),
        pytest.param(
            [
                {"title": LONG, "abstract": "Hot."},
                {"title": LONG, "updated_on": "2025-02-01"},
            ],
            1,
            id="one with an abstract before a newer one without",
        ),
        pytest.param([{"title": LONG}, {"title": LONG}], 1, id="the first of equals"),
    ],
)
def test_the_record_that_speaks_for_a_paper(records, speaking):
    dated = [
        each | {"updated_on": pl.Series([each["updated_on"]]).str.to_date().item()}
        if "updated_on" in each
        else each
        for each in records
    ]
    keys = keys_of(*dated)
    chosen = paper_records(keys, record_papers(keys)).collect()
    assert chosen["record_number"].to_list() == [speaking]
