"""The keywords that records bring with them."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.given_keywords import GIVEN, LONGEST_KEYWORD, MOST_GIVEN, given_keywords
from transforms.parsed_records import RECORD
from transforms.record_keywords import extract_keywords

TITLE = "Graph neural networks, and fine-tuning for tides"


def given(
    *keywords: str, source: str = "author", title: str | None = TITLE, **others: object
) -> pl.DataFrame:
    """The keywords of one record, in their order."""
    listed = [{"keyword": each, "source": source, "score": None} for each in keywords]
    row = {"record_number": 1, "title": title, "keywords": listed, **others}
    return given_keywords(pl.DataFrame([row], schema=RECORD)).sort("rank")


def test_keywords_keep_their_order_and_their_source() -> None:
    found = given("tides", "harbours", source="listing")

    assert found.schema == GIVEN
    assert found.select("rank", "keyword", "source").rows() == [
        (1, "tides", "listing"),
        (2, "harbours", "listing"),
    ]


@pytest.mark.parametrize(
    "phrase", ["graph neural networks", "tide gauge records", "storm-surge forecasting"]
)
def test_a_keyword_has_the_stem_key_of_the_same_phrase_in_a_text(phrase: str) -> None:
    text = pl.DataFrame([{"record_number": 1, "title": phrase}], schema=RECORD)

    extracted = extract_keywords(text).filter(pl.col("keyword") == phrase)

    assert given(phrase.title())["stem_key"].to_list() == extracted["stem_key"].to_list()


WRITTEN = {
    "blanks": ("  storm \n surges ", "storm surges"),
    "the end of a list": ("storm surges.", "storm surges"),
    "a bullet": ("\u2022 storm surges;", "storm surges"),
    "an entity": ("storm &amp; surge", "storm & surge"),
    "a formula": (r"$\beta$-plane", "beta-plane"),
    "an accent of TeX": (r"Schr\"odinger bridge", "Schr\u00f6dinger bridge"),
    "a bracket that is no acronym": ("Key (lock)", "Key (lock)"),
    "another script": ("\u6f6e\u6c50\u9884\u62a5", "\u6f6e\u6c50\u9884\u62a5"),
}


@pytest.mark.parametrize(("raw", "written"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_keyword_is_written_plainly(raw: str, written: str) -> None:
    assert given(raw)["keyword"].to_list() == [written]


@pytest.mark.parametrize("raw", ["graph neural networks (GNN)", "Graph Neural Network (GNNs)"])
def test_an_acronym_behind_a_keyword_is_told_apart(raw: str) -> None:
    assert given(raw).select("stem_key", "acronym").rows() == [("graphneuralnetwork", "GNN")]


JUNK = {
    "nothing": "  ",
    "a sign": "\u2014",
    "a number": "2026",
    "a sentence": "tides " * (LONGEST_KEYWORD // 6 + 1),
    "an address": "https://kite-lab.example.org/keywords",
    "a mail address": "ada@kite-lab.example.org",
    "a category of arXiv": "cs.CL",
    "an archive of arXiv": "hep-th",
    "a category as a reference manager writes it": "Computer Science - Machine Learning",
    "a field of DataCite": "FOS: Physical sciences",
    "a class of MSC": "68T50",
    "a class of ACM": "I.2.7",
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
def test_what_is_no_keyword_is_dropped(junk: str) -> None:
    assert given(junk, "tides").select("rank", "keyword").rows() == [(1, "tides")]


def test_the_record_s_own_categories_are_no_keywords() -> None:
    own = [{"scheme": "openalex", "category": "Oceanography"}]

    assert given("oceanography", "tides", categories=own)["keyword"].to_list() == ["tides"]


def test_a_keyword_that_is_given_twice_keeps_its_first_place() -> None:
    assert given("tides", "harbours", "Tide")["keyword"].to_list() == ["tides", "harbours"]


def test_the_keywords_of_a_whole_volume_are_cut() -> None:
    numbers = [f"tide gauge of type {number}" for number in range(MOST_GIVEN + 5)]

    assert given(*numbers)["rank"].to_list() == list(range(1, MOST_GIVEN + 1))


@pytest.mark.parametrize(
    ("keyword", "title", "held"),
    [
        ("Graph Neural Network", TITLE, True),
        ("fine-tuning", TITLE, True),
        ("tide", TITLE, True),
        ("network fine-tuning", TITLE, False),
        ("neural", "Neuralgia", False),
        ("tides", None, False),
    ],
)
def test_whether_the_title_holds_a_keyword(keyword: str, title: str | None, held: bool) -> None:
    assert given(keyword, title=title)["in_title"].to_list() == [held]


@pytest.mark.parametrize(("score", "kept"), [(0.25, 0.25), (0.0, 0.0), (1.5, None), (None, None)])
def test_a_score_is_kept_where_it_is_one(score: float | None, kept: float | None) -> None:
    keywords = [{"keyword": "tides", "source": "index", "score": score}]
    row = {"record_number": 1, "keywords": keywords}

    found = given_keywords(pl.DataFrame([row], schema=RECORD))

    assert found["score"].to_list() == [kept]


def test_each_source_is_ranked_by_itself() -> None:
    row = {
        "record_number": 1,
        "keywords": [
            {"keyword": keyword, "source": source, "score": None}
            for keyword, source in (("tides", "index"), ("docks", "author"), ("tides", "author"))
        ],
    }

    found = given_keywords(pl.DataFrame([row], schema=RECORD)).select("source", "rank", "keyword")

    assert sorted(found.rows()) == [
        ("author", 1, "docks"),
        ("author", 2, "tides"),
        ("index", 1, "tides"),
    ]


def test_records_without_keywords_give_none() -> None:
    row = {"record_number": 1, "title": TITLE}

    assert given_keywords(pl.DataFrame([row], schema=RECORD)).schema == GIVEN
