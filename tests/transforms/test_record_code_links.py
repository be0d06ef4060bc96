from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from transforms.parsed_records import REPOSITORY
from transforms.record_code_links import RECORD_CODE_LINKS, find_code_links

SEEDS = Path(__file__).parents[2] / "../shared/dumps/seeds"
INPUT = {
    "record_number": pl.Int64,
    "abstract": pl.String,
    "comment": pl.String,
    "links": pl.List(pl.String),
    "repositories": pl.List(REPOSITORY),
}


def records(*rows: tuple[str | None, str | None, list[str] | None]) -> pl.DataFrame:
    numbered = [(number, *row, None) for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=INPUT, orient="row")


def naming(*repositories: dict[str, object], abstract: str | None = None) -> pl.DataFrame:
    """The links of a record whose source names repositories."""
    row = {"record_number": 1, "abstract": abstract, "repositories": list(repositories)}
    return find_code_links(pl.DataFrame([row], schema=INPUT))


def urls_in(abstract: str) -> list[str]:
    return find_code_links(records((abstract, None, None)))["url"].to_list()


def kinds_in(comment: str) -> dict[str, str]:
    found = find_code_links(records((None, comment, None)))
    return dict(found.select("url", "kind").iter_rows())


ENGINE = "https://github.com/ada/Engine-1"

IN_TEXT = {
    "in a sentence": "Code is available at https://github.com/ada/Engine-1.",
    "glued to the word before it": "Code athttps://github.com/ada/Engine-1",
    "glued to a colon": "Code is available at:https://github.com/ada/Engine-1 .",
    "glued to a full stop": "in few-shot settings.https://github.com/ada/Engine-1",
    "without a scheme": "See github.com/ada/Engine-1, and enjoy.",
    "in parentheses": "The code (https://github.com/ada/Engine-1) is free.",
    "in quotes": 'The code is at "https://github.com/ada/Engine-1".',
    "in angle brackets": "Code: <https://github.com/ada/Engine-1>.",
    "with the scheme twice": "Code: http://http://github.com/ada/Engine-1",
    "with a link's command": r"Code: \href{https://github.com/ada/Engine-1}{here}.",
    "with an address's command": r"Code: \url{https://github.com/ada/Engine-1}.",
    "in typewriter": r"Code: \texttt{github.com/ada/Engine-1}.",
    "twice in braces": "Code: https://github.com/ada/Engine-1}{https://github.com/ada/Engine-1.",
    "shown in another case": r"\href{https://github.com/ada/Engine-1}{github.com/Ada/engine-1}",
    "in markdown": "Code: [https://github.com/ada/Engine-1](https://github.com/ada/Engine-1).",
    "in markdown with a text": "Code: [the engine](https://github.com/ada/Engine-1).",
    "broken in the host": "Code: https://github.\ncom/ada/Engine-1.",
    "broken after the host": "Code: https://github.com/ ada/Engine-1.",
    "broken after the owner": "Code: https://github.com/ada/\nEngine-1. We thank you.",
    "broken after a hyphen": "Code: https://github.com/ada/Engine-\n1.",
    "before text in another script": "\u4ee3\u7801\uff1ahttps://github.com/ada/Engine-1\u3002\u8c22\u8c22",
    "in fullwidth parentheses": "\u4ee3\u7801\uff08https://github.com/ada/Engine-1\uff09",
    "in HTML": 'Code: <a href="https://github.com/ada/Engine-1">this https URL</a>',
}


@pytest.mark.parametrize("text", IN_TEXT.values(), ids=IN_TEXT.keys())
def test_a_repository_is_found_once(text: str) -> None:
    assert urls_in(text) == [ENGINE]


NOT_IN_TEXT = {
    "no link": "We study the history of engines.",
    "a host's name": "The code is on GitHub, see https://github.com/.",
    "a link that was taken away": "Code is available at this https URL.",
    "a paper": "It extends https://arxiv.org/abs/2401.00001 and https://doi.org/10.1145/12.",
    "a video": "The demo is at https://www.youtube.com/watch?v=abc.",
    "a word with a slash": "We use the client/server model of www and http.",
    "an unrelated page": "It was shown at the fair in Rome https://fair.example.net/rome.",
}


@pytest.mark.parametrize("text", NOT_IN_TEXT.values(), ids=NOT_IN_TEXT.keys())
def test_nothing_is_found(text: str) -> None:
    assert urls_in(text) == []


def test_the_sentence_after_an_owner_is_no_repository() -> None:
    found = find_code_links(records(("Code will be at https://github.com/ada/ soon.", None, None)))
    assert found.select("url", "repository", "kind").rows() == [
        ("https://github.com/ada", None, "other")
    ]


def test_a_page_inside_the_path_of_another_is_no_second_link() -> None:
    assert urls_in("Project page: https://ada.org/engine.github.io/") == [
        "https://ada.org/engine.github.io"
    ]


def test_two_links_keep_their_order_and_share_what_is_said_of_them() -> None:
    text = "Code and demo: https://lab.edu/b and https://lab.edu/a, https://github.com/ada/Engine-1"
    assert urls_in(text) == ["https://lab.edu/b", "https://lab.edu/a", ENGINE]


SAID = [
    ("Project page: https://lab.edu/engine", "project_page"),
    ("12 pages, website: https://lab.edu/engine", "project_page"),
    ("Code and data at https://lab.edu/engine", "project_page"),
    ("The data set is hosted at https://lab.edu/engine", "other"),
    ("Leaderboard: https://lab.edu/engine", "other"),
    ("12 pages, 3 figures. https://lab.edu/engine", None),
    ("Accepted at ENG 2031, https://lab.edu/engine", None),
    ("Conference website: https://lab.edu/engine", None),
    ("Published version: https://lab.edu/engine", None),
    ("Supplementary video: https://lab.edu/engine", None),
    ("12 pages. https://ada.github.io/engine", "project_page"),
    ("Presented at the workshop https://ada.github.io/engine", None),
]


@pytest.mark.parametrize(("comment", "kind"), SAID, ids=[said[0] for said in SAID])
def test_the_words_before_a_page_decide_what_it_is(comment: str, kind: str | None) -> None:
    assert list(kinds_in(comment).values()) == ([kind] if kind else [])


def test_the_first_field_that_holds_a_link_is_its_source() -> None:
    both = "Code: https://github.com/ada/Engine-1"
    found = find_code_links(
        records(
            (None, both, ["https://github.com/ada/engine-1", "https://lab.edu/engine"]),
            (both, both, None),
            (None, None, ["https://github.com/huggingface", "https://arxiv.org/abs/2401.00001"]),
        )
    )
    assert found.select("record_number", "url", "kind", "source_field").rows() == [
        (1, ENGINE, "repository", "comment"),
        (1, "https://lab.edu/engine", "project_page", "listing"),
        (2, ENGINE, "repository", "abstract"),
    ]


NAMED = {
    "a repository": ("https://github.com/ada/Engine-1.git", ENGINE, "repository"),
    "a page of its own": ("https://lab.edu/engine", "https://lab.edu/engine", "project_page"),
    "a page on a known host": ("ada.github.io/e", "https://ada.github.io/e", "project_page"),
    "a model": ("https://huggingface.co/ada/e", "https://huggingface.co/ada/e", "model"),
    "an owner alone": ("https://github.com/ada", "https://github.com/ada", "other"),
    "an address within another": (
        "https://lab.edu/?at=//b.org",
        "https://lab.edu/?at=//b.org",
        "project_page",
    ),
}


@pytest.mark.parametrize(("given", "url", "kind"), NAMED.values(), ids=NAMED.keys())
def test_what_a_source_names_is_a_link(given: str, url: str, kind: str) -> None:
    found = naming({"url": given})
    assert found.select("url", "kind", "source_field", "raw_text").rows() == [
        (url, kind, "metadata", given)
    ]


@pytest.mark.parametrize("given", [None, "", "none", "https://arxiv.org/abs/2401.00001"])
def test_what_a_source_names_and_is_no_code_is_no_link(given: str | None) -> None:
    assert naming({"url": given}).is_empty()


def test_what_a_source_says_of_a_repository_is_kept() -> None:
    said = {"is_official": True, "mentioned_in_paper": False, "framework": "pytorch"}
    found = naming({"url": ENGINE, **said})
    assert found.select(*said, "mentioned_in_github").rows() == [(True, False, "pytorch", None)]


def test_a_repository_named_twice_is_one_link_of_which_both_are_said() -> None:
    found = naming(
        {"url": ENGINE, "is_official": False},
        {"url": f"{ENGINE.lower()}/", "is_official": True},
        abstract=f"Code: {ENGINE}",
    )
    assert found.select("url", "source_field", "is_official").rows() == [(ENGINE, "metadata", True)]


def test_the_text_as_it_stood_is_kept() -> None:
    found = find_code_links(records((r"See https: //github.com/ada/an\_engine.git.", None, None)))
    assert found.select("url", "raw_text").rows() == [
        ("https://github.com/ada/an_engine", r"https: //github.com/ada/an\_engine.git.")
    ]


def test_no_records_give_no_links_of_the_same_schema() -> None:
    assert find_code_links(records()).schema == RECORD_CODE_LINKS
    assert find_code_links(records((None, None, None))).schema == RECORD_CODE_LINKS


def test_other_columns_and_the_order_of_records_do_not_matter() -> None:
    rows = records(("https://github.com/a/b", None, None), ("https://github.com/c/d", None, None))
    assert find_code_links(rows.reverse().with_columns(title=pl.lit("x"))).equals(
        find_code_links(rows)
    )


def test_the_links_of_two_real_listing_pages_are_exact() -> None:
    if not SEEDS.exists():
        pytest.skip("the real listing pages are not beside the checkout")
    lines = [line for page in sorted(SEEDS.iterdir()) for line in page.read_text().splitlines()]
    texts = sorted(set(lines))
    found = find_code_links(records(*[(text, None, None) for text in texts]))
    assert found.height == 60
    repositories = found.filter(pl.col("kind") == "repository")
    assert dict(repositories["host"].value_counts().iter_rows()) == {
        "github.com": 52,
        "gitee.com": 1,
    }
