from __future__ import annotations

import polars as pl
import pytest

from transforms.acronyms import definitions
from transforms.background import load_background
from transforms.phrase_features import describe
from transforms.phrases import candidates, occurrences, write_phrases


def described(title: str, abstract: str | None = None) -> pl.DataFrame:
    records = pl.DataFrame(
        {"record_number": [1], "title": [title], "abstract": [abstract]},
        schema={"record_number": pl.Int64, "title": pl.String, "abstract": pl.String},
    )
    return describe(records, load_background())


def found_in(tokens: pl.DataFrame) -> pl.DataFrame:
    return write_phrases(tokens, candidates(occurrences(tokens, definitions(tokens))))


def phrases(text: str) -> list[str]:
    return found_in(described(text)).get_column("keyword").to_list()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        pytest.param("a tide gauge network drifts", "tide gauge network", id="noun group"),
        pytest.param("we train graph-based tide models", "graph-based tide models", id="hyphens"),
        pytest.param("the text-to-image atlas", "text-to-image atlas", id="glued to"),
        pytest.param("a mixture of experts wins", "mixture of experts", id="term with of"),
        pytest.param("in Newton's method", "Newton's method", id="possessive"),
        pytest.param("tests of GPT-4 on tides", "GPT-4", id="name with a number"),
        pytest.param(r"for $k$-means clustering", "k-means clustering", id="one-letter formula"),
        pytest.param(r"a Schr\"odinger bridge", "Schrödinger bridge", id="LaTeX accent"),
        pytest.param(r"the \emph{tide gauge} drifts", "tide gauge", id="LaTeX font"),
        pytest.param("with <i>tide gauges</i>.", "tide gauges", id="HTML tag"),
        pytest.param("&#x54;ide g&auml;uges drift", "Tide gäuges", id="HTML entities"),
        pytest.param("on na\u00efve tide\u00a0models", "naïve tide models", id="accents"),
        pytest.param("методы прогноза приливов", "прогноза приливов", id="Cyrillic"),
        pytest.param(
            "for tide driven harbour models", "tide driven harbour models", id="no hyphen"
        ),
        pytest.param(
            "the deep harbour tide gauge network",
            "deep harbour tide gauge network",
            id="five words",
        ),
        pytest.param(
            "a Tide of Change Index (TCI)", "Tide of Change Index", id="defined long form"
        ),
        pytest.param("Navier\u2013Stokes equations", "Navier–Stokes equations", id="en dash"),
        pytest.param("harbour decision-making aids", "harbour decision-making", id="making"),
    ],
)
def test_a_text_offers_the_phrase_as_it_is_written(text: str, phrase: str) -> None:
    assert phrase in phrases(text)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        pytest.param("multi-modal fusion", "modal fusion", id="second half of a compound"),
        pytest.param("multi-modal fusion", "multi", id="first half of a compound"),
        pytest.param("large-scale tide models", "large-scale", id="attribute of a compound"),
        pytest.param("state-of-the-art tide models", "art tide models", id="stock phrase"),
        pytest.param(r"an $O(n^2)$-weight particle", "weight particle", id="torn off a formula"),
        pytest.param("see https://tides.example/net now", "tides", id="address"),
        pytest.param("tides, surges", "tides surges", id="across a comma"),
        pytest.param("they don't drift", "don", id="contraction"),
        pytest.param("in 2019 12 tides", "2019", id="number"),
        pytest.param("基于深度学习的潮汐预测", "基于深度学习的潮汐预测", id="unparted Chinese"),
        pytest.param("tide model tide model", "model tide", id="repeated text"),
        pytest.param("`" * 3 + "python tides" + "`" * 3, "python tides", id="code"),
        pytest.param("b" * 200, "b" * 200, id="data"),
        pytest.param("tide drift. " * 1_666 + "torn apart", "torn apa", id="cut text"),
        pytest.param("surges, e.g. tides", "e.g. tides", id="abbreviation"),
        pytest.param("a tide model based on drift", "tide model based", id="open end"),
        pytest.param("after retrieving, tides rise", "retrieving", id="action"),
        pytest.param("the tides are volumetric", "volumetric", id="adjective"),
        pytest.param("a 1000x gain", "1000x", id="factor"),
        pytest.param("six degrees of freedom", "freedom", id="part of a term with of"),
        pytest.param("tide gauge network (TGN)", "gauge network", id="part of a defined name"),
        pytest.param("in spite of tides", "spite", id="part of a preposition"),
        pytest.param("the model achieved drift", "achieved drift", id="verb after its noun"),
    ],
)
def test_a_text_never_offers_a_broken_phrase(text: str, fragment: str) -> None:
    assert fragment not in phrases(text)


def test_a_title_and_an_abstract_never_share_a_phrase() -> None:
    tokens = described("Tide", "gauges drift")

    found = found_in(tokens)

    assert "Tide gauges" not in found.get_column("keyword").to_list()


def test_candidates_count_the_forms_of_a_word_as_one() -> None:
    tokens = described("Tide gauges", "A tide gauge drifts. Each tide gauge does.")

    found = found_in(tokens)

    gauge = found.row(by_predicate=pl.col("keyword") == "tide gauge", named=True)
    assert (gauge["count"], gauge["in_title"], gauge["keyword"]) == (3, True, "tide gauge")


@pytest.mark.parametrize(
    ("text", "acronym", "long_form"),
    [
        pytest.param("a tide gauge network (TGN)", "TGN", "tide gauge network", id="initials"),
        pytest.param("for tide gauges (TGs) here", "TG", "tide gauges", id="plural"),
        pytest.param("Internet of Tides (IoT)", "IoT", "Internet of Tides", id="small word counts"),
        pytest.param(
            "height under the crest (HC)", "HC", "height under the crest", id="small words skipped"
        ),
        pytest.param("multi-tide fusion (MTF)", "MTF", "multi-tide fusion", id="hyphen"),
        pytest.param("multi-tide fusion (TF)", "TF", "multi-tide fusion", id="begun in a compound"),
        pytest.param("gauges--tide drift (TD)", "TD", "tide drift", id="behind a dash"),
        pytest.param("a tide gauge (TG; new)", "TG", "tide gauge", id="more in the bracket"),
    ],
)
def test_an_acronym_stands_for_the_words_before_it(text: str, acronym: str, long_form: str) -> None:
    tokens = described("Title", text)

    found = write_phrases(tokens, definitions(tokens))

    assert found.select("acronym", "keyword").rows() == [(acronym, long_form)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a tide gauge (we think)", id="aside"),
        pytest.param("a tide gauge (NASA)", id="other initials"),
        pytest.param("tide, gauge (TG)", id="comma between"),
        pytest.param("(TG)", id="nothing before"),
        pytest.param("tide gauge (", id="unclosed"),
    ],
)
def test_other_brackets_define_no_acronym(text: str) -> None:
    assert definitions(described("Title", text)).is_empty()


def test_a_place_tells_what_stands_beside_it() -> None:
    tokens = described("Tides", "Drift is seen by gauges, buoys and radars. Forecasts use gauges.")

    gauges = found_in(tokens).row(by_predicate=pl.col("keyword") == "gauges", named=True)

    assert (gauges["count"], gauges["sentence"], gauges["sentences"]) == (2, 1, 2)
    assert (gauges["after_preposition"], gauges["before_comma"]) == (0.5, 0.5)
