# ruff: noqa: S608  (the SQL is written here, for an invented warehouse)
from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.papers import RULES

SHARED = Path(__file__).parents[2] / "../shared"
FURNITURE = {
    column: next(rule for rule in RULES if rule.name == f"{column} holds no page furniture")
    for column in ("title", "abstract")
}


def page_texts(column: str, texts: list[str]) -> list[str]:
    """The page furniture that the rule finds in texts, in the order of the texts."""
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table main.papers as
            select row_number() over () as paper_id, text as title, text as abstract
            from (select unnest($texts::text[]) as text)
            """,
            {"texts": texts},
        )
        sql = f"select page_text from ({FURNITURE[column].failing_rows}) order by paper_id"
        return [str(row[0]) for row in connection.execute(sql).fetchall()]


@pytest.mark.parametrize(
    "text",
    [
        "Get trending papers in your email inbox once a day!",
        "We route.\nGet trending papers in your email inbox!",
        "byAK and the research community",
        "by AK and the research community",
        "We route.\n- 9 authors\n",
        "- 1 author",
        "We route.\n[- 12 authors](https://papers.example.org/1)",
        "We route.\n· Published on Dec 4, 2025",
        "We route.\nPublished on Oct 4, 2026",
        "Submitted by\nuser1\nWe route.",
        "We route.\n\n  Upvote  \n",
        "We route.\n[Upvote\n\n117](https://huggingface.co/login?next=%2Fpapers%2F2603.00001)",
        "We route.\nSubscribe\n",
        "new\nWe route.",
        "Trending Papers",
        "We route.\nDaily\nWeekly\nMonthly",
        "We route.\n[GitHub 3.29k](https://github.com/lantern-lab/lantern)",
        "We route.\n[LINK: GitHub 11.3k](https://github.com/lantern-lab/lantern)",
        "We route.\n[arXiv Page](https://arxiv.org/abs/2603.00001)",
        "We route. - 9 authors",
        "We route.\n·\n",
        "We route.\nMar 12",
        "Dec 4, 2025[2](https://papers.example.org/1#community)",
        "We route.\n9 authors](https://papers.example.org/1)",
        "We route.\n[-] 19",
    ],
)
def test_page_furniture_in_an_abstract_is_found_and_shown(text: str) -> None:
    (found,) = page_texts("abstract", [text])

    assert found
    assert found in text


@pytest.mark.parametrize(
    "text",
    [
        "Readers subscribe to a list, upvote a paper, and are told who it was submitted by.",
        "Subscribe and upvote buttons shape what the research community reads daily.",
        "A new method. Trending papers are predicted from 9 authors - 12 authors agree.",
        "First we list what is new.\nDaily and weekly listings differ.\nUpvote counts do not.",
        "Code: https://huggingface.co/lantern-lab/lantern and https://github.com/lantern-lab.",
        "A survey of 40 authors",
        "See [our page](https://lantern.example.org).",
        "Published on the web, the data grew.",
        "May 29 was the first day.\nMar 12, 2025 was the last day.",
        "- 9 authors were asked.\n- 12 authors answered twice.",
    ],
)
def test_the_same_words_in_prose_are_no_furniture(text: str) -> None:
    assert page_texts("abstract", [text]) == []


@pytest.mark.parametrize(
    "title",
    ["SubscribeLantern: Sparse Routing", "Subscribe3D Lanterns", "Upvote", "Submitted by", "new"],
)
def test_page_furniture_in_a_title_is_found(title: str) -> None:
    assert len(page_texts("title", [title])) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Subscribe or Leave: Lanterns as a Service",
        "Subscriber Churn at Night",
        "New Lanterns",
        "To Upvote or Not",
        "Daily Tides",
    ],
)
def test_the_same_words_in_a_title_are_no_furniture(title: str) -> None:
    assert page_texts("title", [title]) == []


def test_no_real_abstract_or_title_is_taken_for_page_furniture() -> None:
    snapshot = SHARED / "dumps/arxiv_snapshot/arxiv-metadata-oai-snapshot.jsonl.gz"
    if not snapshot.exists():
        pytest.skip("the arXiv snapshot is not beside the checkout")
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table main.papers as
            select id as paper_id, abstract, regexp_replace(title, '\\s+', ' ', 'g') as title
            from read_json($file, format = 'newline_delimited',
                columns = {id: 'VARCHAR', title: 'VARCHAR', abstract: 'VARCHAR'})
            """,
            {"file": str(snapshot)},
        )
        (papers,) = connection.execute("select count(*) from main.papers").fetchall()[0]
        rules = [rule for rule in RULES if rule.column in {"title", "abstract"}]
        found: dict[str, list[Any]] = {
            rule.name: connection.execute(f"{rule.failing_rows} limit 5").fetchall()
            for rule in rules
        }

    assert papers > 37_000
    assert found == {rule.name: [] for rule in rules}


@pytest.mark.parametrize("kind", ["seeds/*.txt", "formats/page_*"])
def test_the_furniture_lines_of_real_pages_are_found_and_their_prose_is_not(kind: str) -> None:
    pages = sorted((SHARED / "dumps").glob(kind))
    if not pages:
        pytest.skip("the listing pages are not beside the checkout")
    lines = [
        line
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]

    found = page_texts("abstract", lines)

    assert [text for text in found if len(text) > 160 and "login?next=" not in text] == []
    assert "Get trending papers in your email" in found
    assert "AK and the research community" in found or kind.startswith("formats")
