import polars as pl
import pytest

from transforms.list_texts import bracketed_items, items


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("graphs; trees, rooted; graphs", ["graphs", "trees, rooted"]),
        ("graphs|trees", ["graphs", "trees"]),
        ("graphs, trees,", ["graphs", "trees"]),
        ("graphs；trees", ["graphs", "trees"]),
        ('["graphs", "trees, rooted"]', ["graphs", "trees, rooted"]),
        ("['cs.CV', 'cs.LG']", ["cs.CV", "cs.LG"]),
        ("one  keyword\nwrapped", ["one keyword wrapped"]),
        (" ;; ", None),
        ("[]", None),
        (None, None),
    ],
)
def test_a_text_of_keywords_falls_apart(text: str | None, found: list[str] | None) -> None:
    assert items(pl.Series("keywords", [text], pl.String)).to_list() == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'["a \"b\" c", "d\\e", "f\u00e9"]', ['a "b" c', "d\\e", "fé"]),
        (r"['it\'s', 'b']", ["it's", "b"]),
        (r'["half a pair \ud83d"]', ["half a pair \ufffd"]),
        ('[{"display_name": "a"}, {"keyword": "b"}, {"x": 1}]', ["a", "b"]),
        ('[{"name": "a", "n": 1}, "b", null, 3]', ["a", "b"]),
        ("[{'name': 'a', 'is': True}]", ["a"]),
        ("[{'name': 'a'", None),
        ("[{'name': broken]", []),
        ("no list", None),
        ("[null]", []),
    ],
)
def test_a_list_in_brackets_gives_its_items(text: str, found: list[str] | None) -> None:
    assert bracketed_items(pl.Series("list", [text])).to_list() == [found]
