import json
from typing import Any

import polars as pl
import pytest

from transforms.author_names import split_names
from transforms.nested_names import nested_names


def names_of(text: str) -> list[str] | None:
    return nested_names(pl.Series("authors", [text])).to_list()[0]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([["Lee", "Ann", ""], ["Berg", "Jan", "Jr"]], ["Ann Lee", "Jan Berg Jr"]),
        ([["van der Berg", "Jan Piet", ""]], ["Jan Piet van der Berg"]),
        ([["Lee", "Ann", "", "Kite Lab"], ["Kite Team", "", ""]], ["Ann Lee", "Kite Team"]),
        ([["Lee", "A. -B.", ""]], ["A.-B. Lee"]),
        ([["Lee", "Ann"], ["Kim", None]], ["Ann Lee", "Kim"]),
        ([["Lee", "Ann"]], ["Ann Lee"]),
        ([["Ann Lee", "Bo Kim"]], ["Ann Lee", "Bo Kim"]),
        ([["Ann Lee", "Bo Kim"], ["Cy Day", "Di Fox"]], ["Ann Lee", "Bo Kim", "Cy Day", "Di Fox"]),
        ([["Ann Lee"], ["Bo Kim"]], ["Ann Lee", "Bo Kim"]),
        ([["Ann Lee", "Bo Kim", "Cy Day"]], ["Ann Lee", "Bo Kim", "Cy Day"]),
        ([{"first": "Ann", "last": "Lee"}], ["Ann Lee"]),
        ([{"first": "Ann", "middle": ["B.", "C."], "last": "Lee"}], ["Ann B. C. Lee"]),
        ([{"given": "Ann", "family": "Lee", "suffix": "III"}], ["Ann Lee III"]),
        ([{"given": "Jan", "non-dropping-particle": "van", "family": "Berg"}], ["Jan van Berg"]),
        ([{"firstName": "Ann", "lastName": "Lee", "creatorType": "author"}], ["Ann Lee"]),
        ([{"keyname": "Lee", "forenames": "Ann"}], ["Ann Lee"]),
        ([{"family": "Kite Lab"}, {"literal": "Kite Team"}], ["Kite Lab", "Kite Team"]),
        ([{"author": {"display_name": "Ann Lee"}}], ["Ann Lee"]),
        ([{"name": {"first": "Ann", "last": "Lee"}}], ["Ann Lee"]),
        ([{"name": "Ann Lee", "orcid": "0"}, {"name": None}, {"id": 7}], ["Ann Lee"]),
        ({"name": "Ann Lee"}, ["Ann Lee"]),
        ([{"name": "Ann Lee", "first": "Ann"}], ["Ann Lee"]),
        ([{"name": "Lee A.", "first": "Ann", "last": "Lee"}], ["Ann Lee"]),
        ([{"first": "Plato"}], ["Plato"]),
        ([{"name": "Ann Lee"}, "Bo Kim", None, 3], ["Ann Lee", "Bo Kim"]),
        ([[]], []),
        ([[["Lee", "Ann", ""]]], ["Ann Lee"]),
    ],
)
@pytest.mark.parametrize("write", [json.dumps, repr], ids=["JSON", "Python"])
def test_nested_names_are_read(value: Any, names: list[str], write: Any) -> None:
    assert names_of(write(value)) == names


@pytest.mark.parametrize(
    "text", ['["Ann Lee"]', "Ann Lee", "{Kite Lab} and Ann Lee", "{Kite Lab}", "[[Ann Lee]", "[]"]
)
def test_what_is_not_nested_is_left_to_others(text: str) -> None:
    assert names_of(text) is None


def test_nested_and_flat_authors_may_stand_in_one_column() -> None:
    texts = ['[["Lee", "Ann", ""]]', "Kim, Bo; Day, Cy", None, '["Di Fox"]', "[[]]"]
    assert split_names(pl.Series("authors", texts)).to_list() == [
        ["Ann Lee"],
        ["Bo Kim", "Cy Day"],
        None,
        ["Di Fox"],
        None,
    ]
