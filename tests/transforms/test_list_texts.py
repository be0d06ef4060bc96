import polars as pl
import pytest

from transforms.list_texts import IS_LIST, IS_OBJECT, bracketed_items, items, single_texts


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


@pytest.mark.parametrize(
    ("text", "single", "reason"),
    [
        ('["Kites at Sea"]', "Kites at Sea", None),
        ("['Kites at Sea']", "Kites at Sea", None),
        ('["Kites", "", null, "Kites"]', "Kites", None),
        ('["Kites", "Drachen"]', None, IS_LIST),
        ('[["Kites"]]', None, IS_LIST),
        ("[12]", None, IS_LIST),
        ('{"en": "Kites"}', None, IS_OBJECT),
        ('[{"en": "Kites"}]', None, IS_LIST),
        ("[]", None, None),
        ('[null, ""]', None, None),
        ("[Re] Kites [again]", "[Re] Kites [again]", None),
        ("[Kites]", "[Kites]", None),
        ("{Kites}", "{Kites}", None),
        ("Kites", "Kites", None),
        (None, None, None),
    ],
)
def test_a_text_that_is_a_list_or_an_object_is_told(
    text: str | None, single: str | None, reason: str | None
) -> None:
    texts = pl.Series("title", ["A Kite", text], pl.String)
    assert single_texts(texts).rows() == [("A Kite", None), (single, reason)]
    assert texts.to_list() == ["A Kite", text]
