"""Which titles are spelt differently and mean the same."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.title_key import is_distinctive, title_key


def key(title: str) -> str:
    return pl.select(title_key(pl.lit(title))).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("On the Kettle", "on the kettle", id="case"),
        pytest.param("Self-Boiling Kettles: A Test", "Self boiling kettles, a test", id="marks"),
        pytest.param("Über Kessel", "Uber Kessel", id="accents"),
        pytest.param("Efficient kettles", "Eﬃcient kettles", id="ligatures"),
        pytest.param(r"\emph{Fast} Kettles", "Fast Kettles", id="LaTeX commands"),
        pytest.param(r"$\mathcal{K}$-Kettles", "K-Kettles", id="LaTeX mathematics"),
        pytest.param(r"G\"odel's Kettle", "Gödel's Kettle", id="LaTeX accents"),
        pytest.param("Kettles &amp; Pots", "Kettles  Pots", id="HTML entities"),
        pytest.param("Kettles\n  and Pots", "Kettles and Pots", id="hard wraps"),
        pytest.param("Straße der Kessel", "STRASSE DER KESSEL", id="sharp s"),
        pytest.param("Kettles.", "Kettles", id="a closing dot"),
    ],
)
def test_spellings_of_one_title_have_one_key(one, other):
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("On Kettles I", "On Kettles II", id="parts"),
        pytest.param("Kettle 2", "Kettle 3", id="numbers"),
        pytest.param("茶壶的研究", "茶壶的历史", id="Chinese"),
        pytest.param("О чайниках", "О кофейниках", id="Cyrillic"),
    ],
)
def test_different_titles_have_different_keys(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Attribute-Decomposed Kettles for Everyone", True, id="a long title"),
        pytest.param("Preface", False, id="a generic word"),
        pytest.param("Introduction to the Special Issue", False, id="a generic phrase"),
        pytest.param("Kettles", False, id="a short title"),
        pytest.param("???", False, id="no letters at all"),
    ],
)
def test_only_a_distinctive_title_identifies_a_paper(title, expected):
    assert pl.select(is_distinctive(pl.lit(key(title)))).item() is expected


@given(st.text())
def test_a_key_is_its_own_key(title):
    assert key(key(title)) == key(title)
