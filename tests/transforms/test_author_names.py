import polars as pl
import pytest

from transforms.author_names import cleaned_names, forenames_first


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["C. Bal\\'azs", 'Kurt G{\\"o}del'], ["C. Balázs", "Kurt Gödel"], id="TeX"),
        pytest.param(["\\v{C}ech", "{\\ss}"], ["Čech", "ß"], id="TeX letters"),
        pytest.param(["M&uuml;ller"], ["Müller"], id="an entity"),
        pytest.param(["Ann~van der~Berg"], ["Ann van der Berg"], id="a tie"),
        pytest.param(["{OpenAI Team}"], ["OpenAI Team"], id="braces"),
        pytest.param([" Ann \n Lee ", "", None], ["Ann Lee"], id="white space and gaps"),
        pytest.param(["李明"], ["李明"], id="another script"),
        pytest.param(["Lee {Ann", "A $ B"], ["Lee Ann", "A B"], id="marks that do not match"),
        pytest.param(["{Top 5% Club}"], ["Top 5% Club"], id="a percent sign"),
        pytest.param(["Kite Lab", ":", "Ann Lee"], ["Kite Lab", "Ann Lee"], id="a mark for a name"),
        pytest.param(
            ["<b>Ann</b> Lee", "&lt;i&gt;Bo&lt;/i&gt; Kim"], ["Ann Lee", "Bo Kim"], id="tags"
        ),
        pytest.param(["Ann_B. Lee"], ["Ann B. Lee"], id="an underscore"),
        pytest.param(
            ["Ann Lee; Jan M&uuml;ller;", None, "Cy Day"],
            ["Ann Lee", "Jan Müller", "Cy Day"],
            id="several in one",
        ),
        pytest.param(["/Ann Lee", "Bo Kim,"], ["Ann Lee", "Bo Kim"], id="a mark around"),
        pytest.param(["Ann M<sup>c</sup>Lee"], ["Ann McLee"], id="a raised letter"),
        pytest.param(["AT&T Lab", "Kites & Co"], ["AT&T Lab", "Kites & Co"], id="no entity"),
        pytest.param(
            ["Ann Lee*", "*Bo Kim", "Cy Day *,†"], ["Ann Lee", "Bo Kim", "Cy Day"], id="stars"
        ),
        pytest.param(
            ["Ann Lee†‡", "Bo Kim§", "Cy Day ✉"], ["Ann Lee", "Bo Kim", "Cy Day"], id="daggers"
        ),
        pytest.param(
            ["Ann Lee1,2", "Bo Kim 1, 3", "Cy Day1,*"],
            ["Ann Lee", "Bo Kim", "Cy Day"],
            id="numbers",
        ),
        pytest.param(
            ["Ann Lee¹²", "Bo Kim<sup>1</sup>"], ["Ann Lee", "Bo Kim"], id="raised numbers"
        ),
        pytest.param(["Ann Lee$^*$", "Bo Kim$^{1,2}$"], ["Ann Lee", "Bo Kim"], id="raised in TeX"),
        pytest.param(
            ["Team 42", "Robot R2", "GLM-4 Team"],
            ["Team 42", "Robot R2", "GLM-4 Team"],
            id="numbers of a name",
        ),
        pytest.param(["Ann Lee", "*", "1,2"], ["Ann Lee"], id="marks alone"),
        pytest.param(["", " "], None, id="no name left"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_names_are_plain(names: list[str | None] | None, expected: list[str] | None) -> None:
    cleaned = cleaned_names(pl.Series("authors", [names], dtype=pl.List(pl.String)))
    assert cleaned.to_list() == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gödel, Kurt", "Kurt Gödel"),
        ("King, Jr., Martin", "Martin King Jr."),
        ("van der Berg, J.", "J. van der Berg"),
        ("Kurt Gödel", "Kurt Gödel"),
        ("Plato", "Plato"),
    ],
)
def test_forenames_stand_first(name: str, expected: str) -> None:
    assert pl.select(forenames_first(pl.lit([name]))).item().to_list() == [expected]
