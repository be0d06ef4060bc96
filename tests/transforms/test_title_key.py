"""Which titles are spelt differently and mean the same."""

import polars as pl
import pytest
from hypothesis import given, settings
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
        pytest.param("Kettles &amp; Pots", "Kettles and Pots", id="HTML entities"),
        pytest.param("Kettles &amp;eacute;", "Kettles é", id="entities escaped twice"),
        pytest.param(r"R\&D of Kettles", "R & D of Kettles", id="LaTeX ampersands"),
        pytest.param("<i>In situ</i> H<sub>2</sub>O", "In situ H2O", id="HTML markup"),
        pytest.param("Kettles if a<b and c>d", "Kettles if a b and c d", id="no markup"),
        pytest.param(r"$\varepsilon$-Kettles", "ε-kettles", id="Greek letters"),
        pytest.param(r"$\lambda$-Kettles", "Lambda kettles", id="Greek letters by name"),
        pytest.param(r"{\L}ódź and {\o}l", "Łódź and øl", id="LaTeX letters"),
        pytest.param(r"\v{C}ajnik", "Čajnik", id="LaTeX accents with braces"),
        pytest.param(r"$10\times10$ Kettles", "10×10 kettles", id="LaTeX signs"),
        pytest.param(r"{\scriptsize KETTLE}", "{scriptsize KETTLE}", id="a backslash eaten"),
        pytest.param("İstanbul", "istanbul", id="the dotted capital of Turkish"),
        pytest.param("The kettle's lid", "The Kettle’s Lid", id="apostrophes"),
        pytest.param("Kettles\n  and Pots", "Kettles and Pots", id="hard wraps"),
        pytest.param("Straße der Kessel", "STRASSE DER KESSEL", id="sharp s"),
        pytest.param("Kettles.", "Kettles", id="a closing dot"),
        pytest.param("Kettles in C++", r"Kettles in {C}{\tt ++}", id="C++ in LaTeX"),
        pytest.param("Kettles in C++", "Kettles in C + +", id="C++ with blanks"),
        pytest.param("Kettles in C# 9", r"Kettles in C\# 9", id="C sharp in LaTeX"),
        pytest.param("Kettle$^{+}$: Hot", "Kettle+: Hot", id="a plus in LaTeX"),
        pytest.param("Ca(2+) in Kettles", "Ca<sup>2+</sup> in Kettles", id="an ion"),
        pytest.param("Notice<br/>On Kettles", "Notice On Kettles", id="a line break"),
    ],
)
def test_spellings_of_one_title_have_one_key(one, other):
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("On Kettles I", "On Kettles II", id="parts"),
        pytest.param("Kettle 2", "Kettle 3", id="numbers"),
        pytest.param("Kettles in C", "Kettles in C++", id="C++"),
        pytest.param("Kettles in C++", "Kettles in C#", id="C sharp"),
        pytest.param("Kettle: Hot", "Kettle+: Hot", id="a plus"),
        pytest.param("茶壶的研究", "茶壶的历史", id="Chinese"),
        pytest.param("О чайниках", "О кофейниках", id="Cyrillic"),
        pytest.param("Η έννοια του χρόνου", "Η έννοια του χώρου", id="Greek"),
        pytest.param("चाय की केतली", "चाय का कतला", id="Devanagari"),
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
        pytest.param("Chair's Message", False, id="a column"),
        pytest.param("Kettles", False, id="a short title"),
        pytest.param("???", False, id="no letters at all"),
    ],
)
def test_only_a_distinctive_title_identifies_a_paper(title, expected):
    assert pl.select(is_distinctive(pl.lit(key(title)))).item() is expected


@settings(deadline=None)
@given(st.text())
def test_a_key_is_its_own_key(title):
    assert key(key(title)) == key(title)
