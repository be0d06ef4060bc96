"""The search index: which papers hold which term, and their weights."""

import polars as pl
import pytest

from transforms.search_terms import LARGEST_WEIGHT, SEARCH_TERM, search_terms, term_of


def index(*papers, first_number=0):
    frame = pl.DataFrame(papers, schema={"title": pl.String, "abstract": pl.String}, orient="row")
    return search_terms(frame, first_number)


def holders(found):
    return {row["term"]: row["paper_numbers"] for row in found.iter_rows(named=True)}


def weights(found, term):
    return dict(
        zip(*found.filter(term=term).select("paper_numbers", "weights").row(0), strict=True)
    )


def test_a_term_has_one_row_with_its_papers_in_order():
    found = index(("Kettles", "Boil water."), ("Water", None), (None, "A kettle boils"))
    assert found.schema == SEARCH_TERM
    assert found["term"].to_list() == ["a", "boil", "kettle", "water"]
    assert holders(found) == {"a": [2], "boil": [0, 2], "kettle": [0, 2], "water": [0, 1]}
    assert found["paper_count"].to_list() == [1, 2, 2, 2]


def test_papers_are_numbered_from_the_first_of_the_block():
    assert holders(index(("Lids", None), ("Lid", None), first_number=70))["lid"] == [70, 71]


@pytest.mark.parametrize(
    "papers",
    [
        pytest.param([], id="no papers"),
        pytest.param([(None, None), ("", " ")], id="papers without texts"),
        pytest.param([("?!", "\u200f--\u0301")], id="signs alone"),
    ],
)
def test_no_words_give_no_rows(papers):
    found = index(*papers)
    assert found.schema == SEARCH_TERM
    assert found.height == 0


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        pytest.param(("Iron kettles", "All."), ("Iron", "All kettles."), id="in the title"),
        pytest.param(("Iron", "Kettle, kettle."), ("Iron", "Kettle, lid."), id="more often"),
        pytest.param(
            ("Iron", "A kettle."), ("Iron", f"A kettle {'and a lid ' * 200}"), id="in a short text"
        ),
    ],
)
def test_a_paper_that_speaks_more_of_a_term_weighs_more(heavier, lighter):
    found = weights(index(heavier, lighter), "kettle")
    assert LARGEST_WEIGHT >= found[0] > found[1] >= 1


def test_a_paper_is_not_better_because_its_abstract_is_not_known():
    found = weights(index(("On kettles", None), ("On kettles", "We boil water.")), "kettle")
    assert found[0] == found[1]


def test_the_weight_of_a_term_does_not_hang_on_other_papers():
    paper = ("On kettles", "A kettle boils.")
    alone = weights(index(paper), "kettle")
    among = weights(index(paper, ("Kettles", "kettle " * 900), ("Lids", None)), "kettle")
    assert alone[0] == among[0]


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("models", "model"),
        ("queries", "query"),
        ("classes", "class"),
        ("patches", "patch"),
        ("images", "image"),
        ("videos", "video"),
        ("cameras", "camera"),
        ("analyses", "analysis"),
        ("hypotheses", "hypothesis"),
        ("biases", "bias"),
        ("analysis", "analysis"),
        ("bias", "bias"),
        ("loss", "loss"),
        ("focus", "focus"),
        ("gps", "gps"),
        ("llms", "llm"),
        ("kőrös", "koro"),
        ("straße", "strasse"),
        ("łódź", "lodz"),
        ("हिन्दी", "हनद"),
        ("한국어", "한국어"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_term_is_a_word_without_accents_and_plural(word, term):
    assert pl.select(term_of(pl.lit(word))).item() == term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("GPT-4's 3D text2image", {"gpt", "4", "s", "3d", "text2image"}, id="signs"),
        pytest.param("基于扩散 GAN模型", set("基于扩散模型") | {"gan"}, id="no blanks"),
        pytest.param("Ελλάς, Мир", {"ελλασ", "мир"}, id="other letters"),
        pytest.param("nai\u0308ve naïve", {"naive"}, id="two ways to write an accent"),
    ],
)
def test_words_are_cut_in_any_script(text, terms):
    assert set(holders(index((None, text)))) == terms


def test_blocks_longer_than_a_slice_are_whole(monkeypatch):
    papers = [(f"Kettle {number}", "lid " * number) for number in range(9)]
    whole = index(*papers)
    monkeypatch.setattr("transforms.search_terms.SLICE_SIZE", 2)
    assert index(*papers).equals(whole)


def test_a_frequent_term_has_several_rows_none_of_them_too_long(monkeypatch):
    monkeypatch.setattr("transforms.search_terms.LONGEST_LIST", 4)
    found = index(*[("Kettle", None)] * 9, ("Lid", None), first_number=100)
    assert found.select("term", "paper_count", "paper_numbers").rows() == [
        ("kettle", 4, [100, 101, 102, 103]),
        ("kettle", 4, [104, 105, 106, 107]),
        ("kettle", 1, [108]),
        ("lid", 1, [109]),
    ]
