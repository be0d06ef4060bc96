from __future__ import annotations

import hashlib

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms.keywords import canonical_keywords
from warehouse.schema import KEYWORD_ALIASES, KEYWORDS, PAPER_KEYWORDS

PAPER_PHRASE = pl.Schema(
    {
        "paper_id": pl.String(),
        "source": pl.String(),
        "rank": pl.Int64(),
        "keyword": pl.String(),
        "stem_key": pl.String(),
        "keyword_id": pl.String(),
        "score": pl.Float64(),
        "in_title": pl.Boolean(),
        "acronym": pl.String(),
        "occurrence_count": pl.Int64(),
        "first_position": pl.Int64(),
    }
)
Phrase = tuple[str, str] | tuple[str, str, str]

GAUGES: Phrase = ("tide gauges", "tide gaug", "TG")
GRAPHS: Phrase = ("tide graphs", "tide graph", "TG")
TG: Phrase = ("TG", "tg")


def id_of(stem_key: str) -> str:
    return hashlib.md5(stem_key.encode(), usedforsecurity=False).hexdigest()[:16]


def phrases(source: str = "extracted", /, **papers: list[Phrase]) -> pl.LazyFrame:
    rows = [
        (
            paper,
            source,
            rank,
            phrase[0],
            phrase[1],
            id_of(phrase[1]),
            1 - rank / 10,
            rank == 1,
            phrase[2] if len(phrase) > 2 else None,
            1,
            10 * rank,
        )
        for paper, ranked in papers.items()
        for rank, phrase in enumerate(ranked, start=1)
    ]
    return pl.LazyFrame(rows, schema=PAPER_PHRASE, orient="row")


def tables(paper_phrases: pl.LazyFrame) -> tuple[pl.DataFrame, ...]:
    collected = (table.collect() for table in canonical_keywords(paper_phrases))
    return tuple(table.sort(table.columns) for table in collected)


def named(paper_phrases: pl.LazyFrame) -> list[tuple[str, int, str]]:
    keywords, _, paper_keywords = tables(paper_phrases)
    return sorted(
        paper_keywords.join(keywords, on="keyword_id").select("paper_id", "rank", "keyword").rows()
    )


def test_the_tables_have_the_columns_of_the_schema() -> None:
    keywords, aliases, paper_keywords = tables(phrases(a=[GAUGES]))

    assert keywords.schema == KEYWORDS.polars_schema
    assert aliases.schema == KEYWORD_ALIASES.polars_schema
    assert paper_keywords.schema == PAPER_KEYWORDS.polars_schema
    assert paper_keywords.get_column("source").to_list() == ["extracted"]


def test_a_keyword_id_is_the_md5_of_the_stem_key() -> None:
    keywords, _, _ = tables(phrases(a=[GAUGES]))

    expected = hashlib.md5(b"tide gaug", usedforsecurity=False).hexdigest()[:16]
    assert keywords.get_column("keyword_id").to_list() == [expected]


@pytest.mark.parametrize(
    ("spellings", "label"),
    [
        pytest.param(["tide gauge", "tide gauges", "tide gauges"], "tide gauges", id="letters"),
        pytest.param(["Tide gauge", "tide gauge", "tide gauge"], "tide gauge", id="case"),
        pytest.param(
            ["Tide Gauge", "tide gauge", "tide gauge", "tide gauges", "tide gauges"],
            "tide gauge",
            id="letters before case",
        ),
        pytest.param(["tide gauges", "tide gauge"], "tide gauge", id="tie"),
    ],
)
def test_a_keyword_is_written_as_most_papers_write_it(spellings: list[str], label: str) -> None:
    papers: dict[str, list[Phrase]] = {
        f"p{number}": [(spelling, "tide gaug")] for number, spelling in enumerate(spellings)
    }

    keywords, aliases, _ = tables(phrases(**papers))

    assert keywords.get_column("keyword").to_list() == [label]
    assert set(aliases.get_column("alias")) == {spelling.lower() for spelling in spellings}


def test_an_acronym_joins_the_long_form_of_its_own_paper() -> None:
    paper: list[Phrase] = [TG, ("surges", "surg"), GAUGES, ("docks", "dock")]

    assert named(phrases(a=paper)) == [
        ("a", 1, "tide gauges"),
        ("a", 2, "surges"),
        ("a", 3, "docks"),
    ]


def test_a_joined_keyword_keeps_its_best_rank_score_and_title() -> None:
    _, _, paper_keywords = tables(phrases(a=[TG, ("surges", "surg"), GAUGES]))

    first = paper_keywords.filter(pl.col("rank") == 1).row(0, named=True)
    assert (first["score"], first["in_title"]) == (0.9, True)


def test_a_settled_acronym_joins_its_long_form_in_every_paper() -> None:
    papers = phrases(a=[GAUGES], b=[GAUGES], c=[GAUGES], d=[("surges", "surg"), TG])

    keywords, aliases, _ = tables(papers)

    assert ("d", 2, "tide gauges") in named(papers)
    assert "tg" in aliases.get_column("alias").to_list()
    assert "TG" not in keywords.get_column("keyword").to_list()


@pytest.mark.parametrize(
    "definitions",
    [
        pytest.param([GAUGES, GAUGES, GRAPHS], id="two meanings"),
        pytest.param([GAUGES, GAUGES], id="too few papers"),
    ],
)
def test_an_unsettled_acronym_stays_itself_elsewhere(definitions: list[Phrase]) -> None:
    papers = {f"p{number}": [phrase] for number, phrase in enumerate(definitions)}

    assert ("z", 1, "TG") in named(phrases(**papers, z=[TG]))


def test_a_common_word_is_no_acronym() -> None:
    cap: Phrase = ("coastal area plan", "coastal area plan", "CAP")
    papers = phrases(a=[cap], b=[cap], c=[cap], d=[("cap", "cap")])

    assert ("d", 1, "cap") in named(papers)


def test_a_keyword_of_two_sources_is_one_keyword_with_a_row_for_each() -> None:
    both = pl.concat([phrases(a=[("surges", "surg"), GAUGES]), phrases("author", a=[GAUGES])])

    keywords, _, paper_keywords = tables(both)

    assert keywords.height == 2
    assert sorted(paper_keywords.select("source", "rank").rows()) == [
        ("author", 1),
        ("extracted", 1),
        ("extracted", 2),
    ]


def test_an_acronym_of_the_author_joins_the_long_form_in_the_text_at_its_own_rank() -> None:
    given = phrases("author", a=[("docks", "dock"), TG, ("surges", "surg"), ("tides", "tide")])

    _, _, paper_keywords = tables(pl.concat([phrases(a=[GAUGES]), given]))

    ranks = paper_keywords.filter(source="author").get_column("rank").sort().to_list()
    assert ranks == [1, 2, 3, 4]
    gauges = id_of("tide gaug")
    of_gauges = paper_keywords.filter(keyword_id=gauges).select("source", "rank")
    assert sorted(of_gauges.rows()) == [("author", 2), ("extracted", 1)]


def test_a_long_form_that_an_acronym_repeats_closes_the_gap_in_its_own_source_alone() -> None:
    given = phrases("author", a=[TG, GAUGES, ("docks", "dock")])

    _, _, paper_keywords = tables(pl.concat([phrases(a=[("surges", "surg"), GAUGES]), given]))

    by_source = paper_keywords.group_by("source").agg(pl.col("rank").sort()).sort("source")
    assert by_source.rows() == [("author", [1, 2]), ("extracted", [1, 2])]


def test_the_order_of_the_rows_changes_nothing() -> None:
    found = phrases(
        a=[TG, ("Surge", "surg"), GAUGES], b=[GRAPHS, ("surge", "surg"), TG], c=[TG, GAUGES]
    )
    papers = pl.concat([found, phrases("author", a=[GRAPHS, TG], c=[("Surge", "surg"), TG])])

    for ours, theirs in zip(tables(papers), tables(papers.reverse()), strict=True):
        assert_frame_equal(ours, theirs)


def test_keys_are_unique_and_refer_to_each_other() -> None:
    keywords, aliases, paper_keywords = tables(
        phrases(a=[TG, GAUGES, ("x", "x")], b=[GRAPHS, TG], c=[TG])
    )

    assert keywords.get_column("keyword_id").is_unique().all()
    assert aliases.select(KEYWORD_ALIASES.key).is_unique().all()
    assert paper_keywords.select(PAPER_KEYWORDS.key).is_unique().all()
    assert paper_keywords.join(keywords, on="keyword_id", how="anti").is_empty()
    assert aliases.join(keywords, on="keyword_id", how="anti").is_empty()
    assert keywords.join(paper_keywords, on="keyword_id", how="anti").is_empty()


def test_no_phrases_give_empty_tables() -> None:
    assert [table.height for table in tables(phrases())] == [0, 0, 0]
