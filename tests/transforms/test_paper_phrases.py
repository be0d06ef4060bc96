"""The keywords of a paper, from all its records."""

from collections.abc import Sequence

import polars as pl
import pytest

from transforms.given_keywords import MOST_GIVEN
from transforms.paper_phrases import COLUMNS, paper_phrases
from transforms.paper_records import PAPER_RECORDS
from transforms.record_keywords import RECORD_KEYWORD

Row = tuple[int, str, int, str]
DUMP_ID = pl.Enum(["d"])
PAPERS = {1: "p", 2: "p", 3: "q", 4: None}


def keyword(record: int, source: str, rank: int, stem_key: str, **others: object) -> dict:
    return {
        "record_number": record,
        "source": source,
        "rank": rank,
        "stem_key": stem_key,
        "keyword": stem_key.title(),
        "in_title": False,
        **others,
    }


def frame(keywords: Sequence[dict]) -> pl.LazyFrame:
    return pl.LazyFrame(keywords, schema=RECORD_KEYWORD).with_columns(dump_id=pl.lit("d", DUMP_ID))


def phrases_of(
    *keywords: dict, title: str | None = None, retitled: Sequence[dict] = ()
) -> pl.DataFrame:
    """The phrases of paper `p`, whose record 1 gives the abstract, and of `q` with record 3."""
    of_papers = pl.LazyFrame(
        {"dump_id": "d", "record_number": list(PAPERS), "paper_id": list(PAPERS.values())},
        schema_overrides={"dump_id": DUMP_ID},
    )
    chosen = [
        {"paper_id": "p", "dump_id": "d", "record_number": 1},
        {"paper_id": "q", "dump_id": "d", "record_number": 3},
    ]
    paper_records = pl.LazyFrame(chosen, schema=PAPER_RECORDS)
    borrowed = pl.LazyFrame(
        {"paper_id": ["p"], "title": [title]}, schema_overrides={"title": pl.String}
    )
    found = paper_phrases(
        frame(keywords), frame(retitled), of_papers, paper_records, borrowed
    ).collect()
    return found.sort("paper_id", "source", "rank")


def ranked(*keywords: dict) -> list[tuple[str, int, str]]:
    return phrases_of(*keywords).select("source", "rank", "stem_key").rows()


def test_the_text_of_the_record_with_the_abstract_speaks_alone():
    found = phrases_of(keyword(1, "extracted", 1, "tide"), keyword(2, "extracted", 1, "dock"))
    assert found.columns == COLUMNS
    assert found.select("paper_id", "stem_key").rows() == [("p", "tide")]


def test_the_given_keywords_of_all_records_are_united_at_their_best_ranks():
    assert ranked(
        keyword(1, "author", 1, "tide"),
        keyword(1, "author", 2, "dock"),
        keyword(1, "author", 3, "surg"),
        keyword(2, "author", 1, "surg"),
        keyword(2, "author", 2, "gaug"),
    ) == [
        ("author", 1, "surg"),
        ("author", 2, "tide"),
        ("author", 3, "dock"),
        ("author", 4, "gaug"),
    ]


def test_sources_are_kept_apart():
    assert ranked(keyword(1, "author", 1, "tide"), keyword(2, "index", 1, "tide")) == [
        ("author", 1, "tide"),
        ("index", 1, "tide"),
    ]


def test_a_united_keyword_keeps_its_best_score_and_whether_a_title_holds_it():
    found = phrases_of(
        keyword(1, "index", 1, "tide", score=0.4, in_title=True, keyword="tides"),
        keyword(2, "index", 2, "tide", score=0.9),
        keyword(2, "index", 1, "dock"),
    )
    tide = found.filter(stem_key="tide").row(0, named=True)
    assert (tide["score"], tide["in_title"], tide["keyword"]) == (0.9, True, "tides")


def test_a_record_of_no_paper_gives_nothing():
    assert ranked(keyword(4, "author", 1, "tide")) == []


@pytest.mark.parametrize(
    ("title", "held"),
    [
        pytest.param(None, {"tide": True, "dock": False}, id="its own"),
        pytest.param("On Docks", {"tide": False, "dock": True}, id="another record's"),
    ],
)
@pytest.mark.parametrize("source", ["extracted", "author"])
def test_the_title_that_the_paper_has_tells_what_it_holds(source, title, held):
    found = phrases_of(
        keyword(1, source, 1, "tide", in_title=True), keyword(1, source, 2, "dock"), title=title
    )
    assert dict(found.select("stem_key", "in_title").rows()) == held


def test_united_keywords_are_cut_like_those_of_one_record():
    keywords = [
        keyword(record, "author", rank, f"tide {record} {rank}")
        for record in (1, 2)
        for rank in range(1, MOST_GIVEN + 1)
    ]
    assert phrases_of(*keywords)["rank"].to_list() == list(range(1, MOST_GIVEN + 1))


def test_the_order_of_records_does_not_matter():
    keywords = [keyword(r, "author", 1, f"tide {r}") for r in (1, 2)]
    keywords += [keyword(r, "author", 2, "dock", keyword=f"dock{r}") for r in (1, 2)]
    assert phrases_of(*keywords).equals(phrases_of(*keywords[::-1]))


def test_phrases_found_with_a_borrowed_title_take_the_place_of_those_found_without():
    found = phrases_of(
        keyword(1, "extracted", 1, "tide"),
        keyword(1, "author", 1, "dock"),
        keyword(3, "extracted", 1, "gaug"),
        retitled=[keyword(1, "extracted", 1, "storm surg")],
    )
    assert found.select("paper_id", "source", "stem_key").rows() == [
        ("p", "author", "dock"),
        ("p", "extracted", "storm surg"),
        ("q", "extracted", "gaug"),
    ]
