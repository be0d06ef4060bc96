"""Which spellings of a name are one author's."""

import polars as pl
import pytest

from transforms.author_keys import author_keys


def keys(*names: str) -> list[str] | None:
    frame = pl.DataFrame({"names": [list(names)]})
    return frame.select(author_keys(pl.col("names"))).to_series().to_list()[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("Ada Kettle", "kettle a", id="forenames first"),
        pytest.param("A. B. Kettle", "kettle a", id="initials"),
        pytest.param("AB Kettle", "kettle a", id="initials without dots"),
        pytest.param("Kettle, Ada", "kettle a", id="surname first"),
        pytest.param("Kettle AB", "kettle a", id="initials last"),
        pytest.param("Kettle", "kettle", id="a surname alone"),
        pytest.param("Ada Kettle Jr.", "kettle a", id="a suffix"),
        pytest.param("Ada Kettle III", "kettle a", id="a number of a family"),
        pytest.param("Ada Kettle 0002", "kettle a", id="DBLP's number of a namesake"),
        pytest.param("Jan Van den Kettle", "kettle j", id="particles"),
        pytest.param("Ada Pot-Kettle", "kettle a", id="a double name"),
        pytest.param("Ådå Kéttlè", "kettle a", id="accents"),
        pytest.param("Ørsted Kłosß", "klosss o", id="letters with a stroke"),
        pytest.param("Ada O'Kettle", "okettle a", id="an apostrophe"),
        pytest.param("王 小明", "小明 王", id="another script"),
    ],
)
def test_the_key_of_a_name(name, key):
    assert keys(name) == [key]


def test_the_keys_of_a_list_are_sorted_and_distinct():
    assert keys("Bo Potter", "Ada Kettle", "A. Kettle") == ["kettle a", "potter b"]


@pytest.mark.parametrize("name", ["et al.", "others", "...", "1998", ""])
def test_what_is_no_name_has_no_key(name):
    assert keys(name) is None
