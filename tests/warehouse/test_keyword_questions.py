"""The named questions of keywords, asked of a warehouse of invented papers counted by hand."""

from math import sqrt

import pytest

from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import QueryError, ask, question_of

OLD, EARLIER, RECENT, UNDATED = "old", "earlier", "recent", "undated"
PAPERS = {
    OLD: (3, "2025-07-01"),
    EARLIER: (20, "2025-11-15"),
    RECENT: (10, "2026-03-12"),
    UNDATED: (4, None),
}
KEYWORDS = {
    "steady": {EARLIER: 10, RECENT: 5},
    "rising": {EARLIER: 2, RECENT: 5, UNDATED: 4},
    "newcomer": {RECENT: 6, UNDATED: 1},
    "comeback": {OLD: 3, RECENT: 5},
    "rare newcomer": {RECENT: 4},
    "falling": {EARLIER: 19, RECENT: 5},
}
"""How many papers of each age have a keyword, the first ones of that age."""


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with open_staged(path) as connection:
        create_tables(connection)
        create_marts(connection)
    return path


@pytest.fixture
def filled(empty):
    with open_staged(empty) as connection:
        for age, (count, day) in PAPERS.items():
            connection.execute(
                "insert into papers (paper_id, title, published_on) "
                "select $age || i, 'On ' || $age || i, $day from range($count) r(i)",
                {"age": age, "day": day, "count": count},
            )
        for name, ages in KEYWORDS.items():
            connection.execute("insert into keywords values ($name, $name)", {"name": name})
            connection.execute("insert into keyword_aliases values ($name, $name)", {"name": name})
            for age, count in ages.items():
                connection.execute(
                    "insert into paper_keywords "
                    "(paper_id, keyword_id, rank, score, source, in_title, surface) "
                    "select $age || i, $name, 1, 0.5, 'extracted', i = 0, $name "
                    "from range($count) r(i)",
                    {"age": age, "name": name, "count": count},
                )
        # A second source changes no count.
        connection.execute(
            "insert into paper_keywords select * replace ('author' as source) from paper_keywords"
        )
        connection.execute(
            "insert into paper_categories (paper_id, scheme, category) "
            "select paper_id, scheme, 'cs.KT' from papers, (values ('arxiv'), ('other')) s(scheme) "
            "where starts_with(paper_id, 'recent')"
        )
        recount(connection)
    return empty


def recount(connection):
    """Count again what is counted once, when a warehouse is built."""
    create_marts(connection)


def answer(warehouse, name, **values):
    question = question_of(name)
    with ask(warehouse, question.sql, question.values(values)) as found:
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def z_score(part, of_all, other_part, of_others):
    both = (part + other_part) / (of_all + of_others)
    error = sqrt(both * (1 - both) * (1 / of_all + 1 / of_others))
    return round((part / of_all - other_part / of_others) / error, 1)


def test_rising_keywords_have_a_larger_share_than_in_the_months_before(filled):
    assert [tuple(row.values()) for row in answer(filled, "rising_keywords")] == [
        ("newcomer", 6, 0, 60.0, 0.0, None, z_score(6, 10, 0, 20)),
        ("comeback", 5, 0, 50.0, 0.0, None, z_score(5, 10, 0, 20)),
        ("rising", 5, 2, 50.0, 10.0, 5.0, z_score(5, 10, 2, 20)),
    ]


@pytest.mark.parametrize(
    ("values", "keywords"),
    [
        pytest.param({"papers": "6"}, ["newcomer"], id="a higher floor"),
        pytest.param(
            {"papers": "4"}, ["newcomer", "comeback", "rare newcomer", "rising"], id="a lower floor"
        ),
        pytest.param(
            {"month": "2026-03", "months": "3", "papers": "5"},
            ["newcomer", "comeback", "rising"],
            id="the defaults in words",
        ),
        pytest.param({"months": "1"}, [], id="no papers in the month before"),
        pytest.param({"month": "2025-11"}, ["falling", "steady"], id="an older month"),
        pytest.param({"month": "2025-08"}, [], id="no months before"),
        pytest.param({"month": "1999-01"}, [], id="no papers at all"),
        pytest.param({"months": "0"}, [], id="no months"),
        pytest.param({"months": "-3"}, [], id="fewer months than none"),
    ],
)
def test_rising_keywords_can_be_asked_of_other_months(filled, values, keywords):
    found = [row["keyword"] for row in answer(filled, "rising_keywords", **values)]
    assert found == keywords


def test_new_keywords_stand_in_no_older_paper(filled):
    assert answer(filled, "new_keywords") == [
        {"keyword": "newcomer", "paper_count": 6, "title_count": 1, "best_rank": 1},
        {"keyword": "rare newcomer", "paper_count": 4, "title_count": 1, "best_rank": 1},
    ]


def test_new_keywords_of_an_older_month(filled):
    found = [row["keyword"] for row in answer(filled, "new_keywords", month="2025-11-15")]
    assert found == ["falling", "steady", "rising"]


def test_keywords_of_a_category_are_those_that_tell_it_from_others(filled):
    found = answer(filled, "keywords_of_category", category="CS.kt")
    assert [row["keyword"] for row in found][:2] == ["newcomer", "rare newcomer"]
    assert tuple(found[0].values()) == ("newcomer", 6, 1, 60.0, 3.7, z_score(6, 10, 1, 27))
    assert found[-1]["keyword"] == "falling"
    assert answer(filled, "keywords_of_category", category="cs.XX") == []


@pytest.mark.parametrize(
    ("text", "keywords"),
    [
        pytest.param("NEW", ["newcomer", "rare newcomer"], id="in capitals"),
        pytest.param("%", [], id="a sign that is only text"),
        pytest.param("fork", [], id="what no keyword holds"),
    ],
)
def test_keywords_are_found_by_a_part_of_a_spelling(filled, text, keywords):
    found = answer(filled, "find_keywords", text=text)
    assert [row["keyword"] for row in found] == keywords
    assert all(row["spellings"] == row["keyword"] for row in found)


def test_the_top_keywords_are_counted_once_per_paper(filled):
    first, second = answer(filled, "top_keywords")[:2]
    assert (first["keyword"], first["paper_count"], first["title_count"]) == ("falling", 24, 2)
    assert (second["keyword"], second["paper_count"]) == ("steady", 15)


def test_the_questions_of_one_keyword_answer(filled):
    (month,) = [row for row in answer(filled, "keyword_trend", keyword="Newcomer") if row["month"]]
    assert (month["paper_count"], month["month_paper_count"], month["percent"]) == (6, 10, 60.0)
    assert len(answer(filled, "keyword_papers", keyword="newcomer")) == 7
    assert answer(filled, "keyword_spellings", keyword="newcomer") == [
        {"keyword": "newcomer", "surface": "newcomer", "paper_count": 7, "percent": 100.0}
    ]


def test_related_keywords_leave_out_what_is_part_of_the_name(filled):
    found = {
        row["related_keyword"] for row in answer(filled, "related_keywords", keyword="newcomer")
    }
    assert {"comeback", "rising"} <= found
    assert "rare newcomer" not in found


def test_a_paper_says_why_it_has_its_keywords(filled):
    found = answer(filled, "why_keywords", paper="On old0")
    assert [(row["source"], row["keyword"], row["paper_count"]) for row in found] == [
        ("author", "comeback", 8),
        ("extracted", "comeback", 8),
    ]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        pytest.param("rising_keywords", {"months": "three"}, id="a number in words"),
        pytest.param("rising_keywords", {"months": "99999999999999"}, id="a number too large"),
        pytest.param("new_keywords", {"month": "March"}, id="a month in words"),
        pytest.param("new_keywords", {"month": "2026-13"}, id="a month that there is not"),
    ],
)
def test_a_value_of_another_kind_is_refused_in_one_line(filled, question, values):
    with pytest.raises(QueryError) as raised:
        answer(filled, question, **values)
    assert "\n" not in str(raised.value)
