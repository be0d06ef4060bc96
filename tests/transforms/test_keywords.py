from __future__ import annotations

import hashlib

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms.keyword_keys import keyword_keys
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
Phrase = str | tuple[str, str]
"""A keyword, and the acronym that the paper puts behind it."""

GAUGES: Phrase = ("tide gauges", "TG")
GRAPHS: Phrase = ("tide graphs", "TG")
TG: Phrase = "TG"


def key_of(keyword: str) -> str:
    return str(keyword_keys(pl.Series([keyword])).item())


def id_of(keyword: str) -> str:
    return hashlib.md5(key_of(keyword).encode(), usedforsecurity=False).hexdigest()[:16]


def parted(phrase: Phrase) -> tuple[str, str | None]:
    return (phrase, None) if isinstance(phrase, str) else phrase


def phrases(source: str = "extracted", /, **papers: list[Phrase]) -> pl.LazyFrame:
    rows = [
        (
            paper,
            source,
            rank,
            keyword,
            key_of(keyword),
            id_of(keyword),
            1 - rank / 10,
            rank == 1,
            acronym,
            1,
            10 * rank,
        )
        for paper, ranked in papers.items()
        for rank, (keyword, acronym) in enumerate(map(parted, ranked), start=1)
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


def test_a_keyword_id_is_the_md5_of_the_key() -> None:
    keywords, _, _ = tables(phrases(a=[GAUGES]))

    expected = hashlib.md5(b"tidegauge", usedforsecurity=False).hexdigest()[:16]
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
        pytest.param(
            ["Tide Gauge", "Tide Gauge", "Tide gauge", "tide gauge"],
            "tide gauge",
            id="capitals of titles and sentences",
        ),
        pytest.param(
            ["TIDE GAUGES", "TIDE GAUGES", "tide gauges"], "tide gauges", id="a list in capitals"
        ),
        pytest.param(
            [*["Kelvin waves"] * 5, "kelvin waves"],
            "Kelvin waves",
            id="a name",
        ),
        pytest.param(["tide -gauge", "tide -gauge", "tide gauge"], "tide gauge", id="torn hyphen"),
        pytest.param(["\u201ctide\u201d", "\u201ctide\u201d", "tide"], "tide", id="quotes"),
        pytest.param(["tide gauge's", "tide gauge's", "tide gauge"], "tide gauge", id="genitive"),
    ],
)
def test_a_keyword_is_written_as_most_papers_write_it(spellings: list[str], label: str) -> None:
    papers: dict[str, list[Phrase]] = {
        f"p{number}": [spelling] for number, spelling in enumerate(spellings)
    }

    keywords, aliases, _ = tables(phrases(**papers))

    assert keywords.get_column("keyword").to_list() == [label]
    assert set(aliases.get_column("alias")) == {spelling.lower() for spelling in spellings}


def test_an_acronym_joins_the_long_form_of_its_own_paper() -> None:
    paper: list[Phrase] = [TG, "surges", GAUGES, "docks"]

    assert named(phrases(a=paper)) == [
        ("a", 1, "tide gauges"),
        ("a", 2, "surges"),
        ("a", 3, "docks"),
    ]


def test_a_joined_keyword_keeps_its_best_rank_score_and_title() -> None:
    _, _, paper_keywords = tables(phrases(a=[TG, "surges", GAUGES]))

    first = paper_keywords.filter(pl.col("rank") == 1).row(0, named=True)
    assert (first["score"], first["in_title"]) == (0.9, True)


def test_a_settled_acronym_joins_its_long_form_in_every_paper() -> None:
    papers = phrases(a=[GAUGES], b=[GAUGES], c=[GAUGES], d=["surges", TG])

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
    cap: Phrase = ("coastal area plan", "CAP")
    papers = phrases(a=[cap], b=[cap], c=[cap], d=["cap"])

    assert ("d", 1, "cap") in named(papers)


WRITTEN_OUT: dict[str, list[Phrase]] = {f"p{number}": [GAUGES] for number in range(5)}


@pytest.mark.parametrize("short", ["TG networks", "TG network", "TG-networks", "TGs network"])
def test_an_acronym_in_a_phrase_stands_for_its_words(short: str) -> None:
    keywords, aliases, paper_keywords = tables(
        phrases(**WRITTEN_OUT, d=["tide gauge networks"], e=["tide gauge networks"], f=[short])
    )

    joined = id_of("tide gauge network")
    assert paper_keywords.filter(keyword_id=joined)["paper_id"].sort().to_list() == ["d", "e", "f"]
    assert keywords.filter(keyword_id=joined)["keyword"].to_list() == ["tide gauge networks"]
    assert short.lower() in aliases.filter(keyword_id=joined)["alias"].to_list()


@pytest.mark.parametrize("fused", ["QuayTG", "quayTGs"])
def test_an_acronym_stands_for_its_words_where_it_is_fused_with_the_word_before(fused: str) -> None:
    papers = phrases(**WRITTEN_OUT, d=["quay tide gauge"], e=["quay TG"], f=[fused])

    of_quays = {name for paper, _, name in named(papers) if paper in "def"}
    assert of_quays == {"quay TG"}


def test_a_fused_name_that_nobody_writes_out_keeps_its_id() -> None:
    keywords, _, _ = tables(phrases(**WRITTEN_OUT, d=["QuayTG"]))

    assert keywords.filter(keyword="QuayTG")["keyword_id"].to_list() == [id_of("QuayTG")]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param("LoRA", "low-rank adaptation", id="letters inside words"),
        pytest.param("3DGS", "3D Gaussian splatting", id="a number"),
        pytest.param("OOD", "out-of-distribution", id="small words"),
    ],
)
def test_a_known_acronym_needs_no_paper_that_declares_it(short: str, long: str) -> None:
    assert named(phrases(a=[short], b=[long])) == [("a", 1, long), ("b", 1, long)]


def test_a_known_acronym_means_what_its_own_paper_declares() -> None:
    papers = phrases(a=[("old oak dock", "OOD"), "OOD"], b=["OOD"], c=["out of distribution"])

    assert set(named(papers)) == {
        ("a", 1, "old oak dock"),
        ("b", 1, "out of distribution"),
        ("c", 1, "out of distribution"),
    }


def test_what_most_papers_declare_goes_before_what_is_known() -> None:
    docks: dict[str, list[Phrase]] = {name: [("old oak dock", "OOD")] for name in "abc"}

    assert ("z", 1, "old oak dock") in named(phrases(**docks, z=["OOD"]))


def test_an_ambiguous_acronym_means_nothing_beyond_the_papers_that_declare_it() -> None:
    flows: dict[str, list[Phrase]] = {name: [("partial duct flow", "PDF")] for name in "abc"}

    assert ("z", 1, "PDF") in named(phrases(**flows, z=["PDF"]))


def test_a_name_that_differs_by_case_alone_is_no_acronym() -> None:
    papers = phrases(a=["LoRA"], b=["low-rank adaptation"], c=["LoRa"])

    assert ("c", 1, "LoRa") in named(papers)


def test_a_word_without_a_vowel_is_an_acronym_in_small_letters_too() -> None:
    papers = phrases(**WRITTEN_OUT, d=["tg"], e=["Tg"], f=["tg plots"], g=["TG plots"])

    assert {("d", 1, "tide gauges"), ("e", 1, "tide gauges"), ("f", 1, "TG plots")} <= set(
        named(papers)
    )


def test_a_phrase_is_named_by_its_acronym_if_most_papers_write_it_so() -> None:
    papers = phrases(**WRITTEN_OUT, d=["tide gauge networks"], e=["TG networks"], f=["TG networks"])

    assert {("d", 1, "TG networks"), ("f", 1, "TG networks")} <= set(named(papers))


def test_a_phrase_with_an_acronym_that_joins_no_other_keeps_its_id() -> None:
    keywords, _, _ = tables(phrases(**WRITTEN_OUT, d=["TG networks"]))

    assert keywords.filter(keyword="TG networks")["keyword_id"].to_list() == [id_of("TG networks")]


def test_a_paper_s_own_meaning_holds_in_its_phrases() -> None:
    papers = phrases(
        **WRITTEN_OUT,
        d=["tide gauge plots"],
        e=["tide graph plots"],
        f=[GRAPHS, "TG plots"],
        g=["TG plots"],
        h=["tide gauge plots"],
    )

    assert {("f", 2, "tide graph plots"), ("g", 1, "tide gauge plots")} <= set(named(papers))


def test_a_paper_s_own_meaning_that_nobody_writes_out_does_not_part_a_phrase() -> None:
    papers = phrases(**WRITTEN_OUT, d=["TG plots"], e=[GRAPHS, "TG plots"])

    _, _, paper_keywords = tables(papers)

    assert paper_keywords.filter(keyword_id=id_of("TG plots")).height == 2


CHAIN: dict[str, list[Phrase]] = {
    **WRITTEN_OUT,
    "d": [("multi-port TGs", "MTG")],
    "e": [("multiport tide gauge", "MTG")],
    "f": [("multiport TG", "MTG")],
    "g": ["MTGs", "MTG networks"],
    "h": ["multi-port TG networks"],
}


def test_acronyms_within_acronyms_end_in_one_keyword() -> None:
    _, aliases, paper_keywords = tables(phrases(**CHAIN))

    gauge, network = id_of("multiport tide gauge"), id_of("multiport tide gauge network")
    assert paper_keywords.filter(keyword_id=gauge)["paper_id"].sort().to_list() == list("defg")
    assert paper_keywords.filter(keyword_id=network)["paper_id"].sort().to_list() == list("gh")
    assert {"mtg", "mtgs", "multi-port tgs"} <= set(aliases.filter(keyword_id=gauge)["alias"])


def test_an_acronym_that_stands_in_its_own_long_form_is_left() -> None:
    papers: dict[str, list[Phrase]] = {f"p{n}": [("TG gauge", "TG"), "TG plots"] for n in range(4)}

    assert ("p0", 2, "TG plots") in named(phrases(**papers))


def test_a_keyword_of_two_sources_is_one_keyword_with_a_row_for_each() -> None:
    both = pl.concat([phrases(a=["surges", GAUGES]), phrases("author", a=[GAUGES])])

    keywords, _, paper_keywords = tables(both)

    assert keywords.height == 2
    assert sorted(paper_keywords.select("source", "rank").rows()) == [
        ("author", 1),
        ("extracted", 1),
        ("extracted", 2),
    ]


def test_an_acronym_of_the_author_joins_the_long_form_in_the_text_at_its_own_rank() -> None:
    given = phrases("author", a=["docks", TG, "surges", "tides"])

    _, _, paper_keywords = tables(pl.concat([phrases(a=[GAUGES]), given]))

    ranks = paper_keywords.filter(source="author").get_column("rank").sort().to_list()
    assert ranks == [1, 2, 3, 4]
    gauges = id_of("tide gauge")
    of_gauges = paper_keywords.filter(keyword_id=gauges).select("source", "rank")
    assert sorted(of_gauges.rows()) == [("author", 2), ("extracted", 1)]


def test_a_long_form_that_an_acronym_repeats_closes_the_gap_in_its_own_source_alone() -> None:
    given = phrases("author", a=[TG, GAUGES, "docks"])

    _, _, paper_keywords = tables(pl.concat([phrases(a=["surges", GAUGES]), given]))

    by_source = paper_keywords.group_by("source").agg(pl.col("rank").sort()).sort("source")
    assert by_source.rows() == [("author", [1, 2]), ("extracted", [1, 2])]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    found = phrases(**CHAIN, i=[TG, "Surge", GAUGES], j=[GRAPHS, "surge", TG], k=["TG plots", TG])
    given = phrases("author", a=[GRAPHS, TG], g=["Surge", TG, "TG networks"], k=["gauge plots"])
    papers = pl.concat([found, given])
    shuffled = papers.collect().sample(fraction=1, shuffle=True, seed=seed).lazy()

    for ours, theirs in zip(tables(papers), tables(shuffled), strict=True):
        assert_frame_equal(ours, theirs)


def test_every_keyword_of_a_paper_is_there_once_for_each_source_with_ranks_without_gaps() -> None:
    found = phrases(**{**CHAIN, "g": ["MTGs", "docks", "multiport TGs", "MTG", "tides"]})
    given = phrases("author", g=["multi-port tide gauges", "MTG", "docks"])

    _, _, paper_keywords = tables(pl.concat([found, given]))

    assert paper_keywords.select(PAPER_KEYWORDS.key).is_unique().all()
    ranks = paper_keywords.group_by("paper_id", "source").agg(pl.col("rank").sort())
    assert all(each == list(range(1, len(each) + 1)) for each in ranks["rank"].to_list())


def test_no_two_keywords_are_written_alike() -> None:
    keywords, _, _ = tables(phrases(**CHAIN, k=[GRAPHS, "TG networks"], l=["TG networks", TG]))

    assert keywords["keyword"].is_unique().all()


def test_keys_are_unique_and_refer_to_each_other() -> None:
    keywords, aliases, paper_keywords = tables(
        phrases(a=[TG, GAUGES, "harbours"], b=[GRAPHS, TG], c=[TG])
    )

    assert keywords.get_column("keyword_id").is_unique().all()
    assert aliases.select(KEYWORD_ALIASES.key).is_unique().all()
    assert paper_keywords.select(PAPER_KEYWORDS.key).is_unique().all()
    assert paper_keywords.join(keywords, on="keyword_id", how="anti").is_empty()
    assert aliases.join(keywords, on="keyword_id", how="anti").is_empty()
    assert keywords.join(paper_keywords, on="keyword_id", how="anti").is_empty()


def test_no_phrases_give_empty_tables() -> None:
    assert [table.height for table in tables(phrases())] == [0, 0, 0]


def test_an_acronym_of_one_meaning_is_no_alias_of_what_a_few_papers_mean_by_it() -> None:
    most: dict[str, list[Phrase]] = {f"p{number}": [GAUGES] for number in range(5)}
    keywords, aliases, _ = tables(phrases(**most, q=[GRAPHS], r=[TG]))

    called = aliases.join(keywords, on="keyword_id").filter(pl.col("alias") == "tg")
    assert called.get_column("keyword").to_list() == ["tide gauges"]
    assert "tide graphs" in aliases.get_column("alias")


def test_an_acronym_of_several_meanings_is_an_alias_of_each() -> None:
    keywords, aliases, _ = tables(phrases(a=[GAUGES], b=[GAUGES], c=[GRAPHS], d=[GRAPHS]))

    called = aliases.join(keywords, on="keyword_id").filter(pl.col("alias") == "tg")
    assert set(called.get_column("keyword")) == {"tide gauges", "tide graphs"}
