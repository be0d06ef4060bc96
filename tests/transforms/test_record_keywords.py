from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms import record_keywords
from transforms.parsed_records import RECORD
from transforms.record_keywords import MOST_KEYWORDS, PROFILES, RECORD_KEYWORD, extract_keywords

SURGE = (
    "Storm surge forecasting guards harbours. We train graph neural networks (GNNs) on tide gauge "
    "records, and show that GNNs beat numerical ocean models. Experimental results on tide gauge "
    "records of forty harbours show that our method outperforms the state of the art."
)
HARBOUR = ("Graph neural networks for storm surge forecasting", SURGE)
ODDITIES = [
    ("Sparse attention for tide forecasting", None),
    ("Sparse attention for tide forecasting", ""),
    ("Tides", "Tides"),
    ("x", ""),
    ("Long text", " ".join(f"gauge{n % 977} tide drift the" for n in range(25_000))),
    ("基于深度学习的潮汐预测", "本文提出了一种新的方法。"),
    ("Прогноз приливов", "Метод прогноза приливов."),
    ("التنبؤ بالمد والجزر", "نقدم طريقة جديدة من أجل التنبؤ بالمد والجزر"),
    (r"On $\alpha$-stable tides", r"The $\mathcal{O}(n^2)$-weight of \cite{x} and $$\int f$$."),
    ("Tide &amp; surge", "Storm surge &lt;b&gt; &nbsp; <p>Harbour gauges&#39; drift."),
    ("Code for tides", "See https://github.com/sea/net, www.sea.example or jo@sea.example.org."),
    ("def f(x)", "for i in range(10): print(x[i] ** 2) && rm -rf ./build"),
    ("Tide tide tide", "tide model " * 3_000),
    ("\x00\x1e\ufffd", "soft\u00adhyphen \u200b and \U0001f30a"),
    ("", ""),
    ("  \n", "\t"),
    ("(((", ")))...!!!"),
    ("潮汐 forecasting 模型", "Прогноз tides и 潮汐 gauges. التنبؤ بالمد tides."),
    ("Tides in C++", "```python\nimport tides\n``` prints `tide_level[0]` and tideLevel.get()."),
    ("&#x54;ides &mdash; &lt;tide&gt;", "&lt;script&gt;alert(1)&lt;/script&gt; tide&#8217;s gauge"),
    ("TIDE GAUGE NETWORKS", "WE STUDY TIDE GAUGE NETWORKS. " * 40),
    ("A" * 5_000, "b" * 100_000),
    ("Tide-" * 500, "-".join(["tide"] * 3_000)),
]


def records(*papers: tuple[str, str | None]) -> pl.DataFrame:
    rows = [
        {"record_number": number, "title": title, "abstract": abstract}
        for number, (title, abstract) in enumerate(papers, start=1)
    ]
    return pl.DataFrame(rows, schema=RECORD)


def test_a_paper_gets_the_phrases_that_it_is_about() -> None:
    keywords = extract_keywords(records(HARBOUR))

    best = keywords.head(5).get_column("keyword").str.to_lowercase().to_list()
    assert "storm surge forecasting" in best
    assert "graph neural networks" in best


def test_a_keyword_carries_the_acronym_that_the_text_gives_it() -> None:
    keywords = extract_keywords(records(HARBOUR))

    acronyms = dict(keywords.select("stem_key", "acronym").drop_nulls().iter_rows())
    assert acronyms == {"graphneuralnetwork": "GNN"}


@pytest.mark.parametrize(
    "junk", ["method", "results", "experimental results", "state of the art", "art", "harbours We"]
)
def test_words_about_papers_are_no_keywords(junk: str) -> None:
    keywords = extract_keywords(records(HARBOUR)).get_column("keyword").str.to_lowercase()

    assert junk.lower() not in keywords.to_list()


@pytest.mark.parametrize(
    ("title", "abstract", "vague"),
    [
        pytest.param("Tides", "We study prediction of tides.", "prediction", id="common word"),
        pytest.param("Tide prediction", "Tide prediction helps.", "prediction", id="never alone"),
        pytest.param("Tides", "Tides and classification methods.", "classification methods",
                     id="general head"),
        pytest.param("Tides", "We use 3D Gaussian Splatting.", "3D Gaussian", id="half a name"),
    ],
)  # fmt: skip
def test_what_says_little_is_no_keyword(title: str, abstract: str, vague: str) -> None:
    keywords = extract_keywords(records((title, abstract))).get_column("keyword")

    assert keywords.len() > 0
    assert vague not in keywords.to_list()


@pytest.mark.parametrize(
    ("title", "abstract", "keyword"),
    [
        pytest.param("On prediction of tides", "Tides rise.", "prediction", id="common word"),
        pytest.param("Tides", "Robustness is rare. We show robustness.", "robustness",
                     id="subject of research"),
        pytest.param("Classification methods for tides", "They rise.", "Classification methods",
                     id="general head"),
        pytest.param("Tides", "We optimise the 3D Gaussians.", "3D Gaussians", id="whole name"),
    ],
)  # fmt: skip
def test_a_record_can_make_it_a_subject(title: str, abstract: str, keyword: str) -> None:
    keywords = extract_keywords(records((title, abstract))).get_column("keyword")

    assert keyword.lower() in keywords.str.to_lowercase().to_list()


def test_the_result_has_its_columns_ranks_and_scores() -> None:
    keywords = extract_keywords(records(HARBOUR, *ODDITIES))

    assert keywords.schema == RECORD_KEYWORD
    by_record = keywords.group_by("record_number", maintain_order=True).agg("rank", "score")
    for _, ranks, scores in by_record.iter_rows():
        assert ranks == list(range(1, len(ranks) + 1))
        assert len(ranks) <= MOST_KEYWORDS
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
    assert keywords.select("record_number", "stem_key").is_unique().all()
    assert keywords.filter("in_title").height > 0


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("paper", ODDITIES, ids=lambda paper: ascii(paper[0])[:30])
def test_odd_texts_give_no_broken_keywords(paper: tuple[str, str | None], profile: str) -> None:
    keywords = extract_keywords(records(paper), profile).get_column("keyword")

    broken = keywords.str.contains(r"^[^\p{L}\p{N}]|[\\${}<>@/;&=\[\]*]|\s\s|\p{Cc}|\ufffd|^\d+$")
    assert keywords.filter(broken).to_list() == []
    assert keywords.str.contains("(?i)http|mathcal|nbsp|cite|^www").any() is not True


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(("", None), id="empty"),
        pytest.param(("x", ""), id="a letter"),
        pytest.param(("The", "of"), id="function words"),
        pytest.param(("1234 5.6", "7 8 9"), id="numbers"),
        pytest.param(("https://sea.example/tides", "jo@sea.example.org"), id="addresses"),
        pytest.param((r"$\alpha_1^2$", r"$$\int_0^1 f(x) dx$$"), id="formulas"),
        pytest.param(("基于深度学习的潮汐预测", "本文提出了一种新的方法。"), id="unparted words"),
    ],
)
def test_a_text_without_phrases_gives_no_keywords(paper: tuple[str, str | None]) -> None:
    assert extract_keywords(records(paper)).is_empty()


def test_a_repeated_text_gives_each_phrase_once() -> None:
    once = extract_keywords(records(HARBOUR)).get_column("stem_key")
    title, abstract = HARBOUR
    often = extract_keywords(records((title, f"{abstract} " * 30))).get_column("stem_key")

    assert often.is_unique().all()
    assert set(once.head(3)) <= set(often)


def test_other_scripts_keep_their_words() -> None:
    keywords = extract_keywords(records(ODDITIES[6])).get_column("keyword").to_list()

    assert any("приливов" in keyword for keyword in keywords)


def test_a_record_is_judged_by_itself() -> None:
    together = extract_keywords(records(*ODDITIES, HARBOUR))
    alone = extract_keywords(records(HARBOUR))

    number = len(ODDITIES) + 1
    of_harbour = together.filter(pl.col("record_number") == number)
    assert_frame_equal(of_harbour.drop("record_number"), alone.drop("record_number"))


@pytest.mark.parametrize(
    ("paper", "next_paper"),
    [
        pytest.param(
            ("Tides", "We study tide gauges and also storm surges"),
            (", or docks", None),
            id="comma",
        ),
        pytest.param(("Chain", None), ("of thought prompting", None), id="term with of"),
    ],
)
def test_no_phrase_goes_on_in_the_next_record(
    paper: tuple[str, str | None], next_paper: tuple[str, str | None]
) -> None:
    both = extract_keywords(records(paper, next_paper))

    assert_frame_equal(both.filter(pl.col("record_number") == 1), extract_keywords(records(paper)))


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = records(*ODDITIES, HARBOUR)
    whole = extract_keywords(papers)

    monkeypatch.setattr(record_keywords, "BATCH", 3)

    assert_frame_equal(extract_keywords(papers), whole)


def test_an_indexer_notes_longer_phrases_than_an_author() -> None:
    words = {
        profile: extract_keywords(records(HARBOUR), profile)
        .head(8)
        .get_column("keyword")
        .str.split(" ")
        .list.len()
        .mean()
        for profile in PROFILES
    }

    assert words["index"] > words["author"]


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(KeyError, match="poet"):
        extract_keywords(records(HARBOUR), "poet")


def test_no_records_give_no_keywords() -> None:
    assert_frame_equal(extract_keywords(records()), RECORD_KEYWORD.to_frame())


def test_a_column_of_missing_abstracts_is_read() -> None:
    titles = records(HARBOUR).with_columns(abstract=pl.lit(None))

    assert extract_keywords(titles).height > 0


def test_given_keywords_stand_beside_the_extracted_ones() -> None:
    given = [{"keyword": "Storm surges", "source": "author", "score": None}]
    rows = records(HARBOUR).with_columns(keywords=pl.Series([given], dtype=RECORD["keywords"]))

    keywords = extract_keywords(rows)

    assert keywords.schema == RECORD_KEYWORD
    extracted = keywords.filter(pl.col("source") == "extracted")
    assert_frame_equal(extracted, extract_keywords(records(HARBOUR)))
    assert keywords.filter(pl.col("source") == "author").select("rank", "keyword").rows() == [
        (1, "Storm surges")
    ]
