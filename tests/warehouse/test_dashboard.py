"""The dashboard's numbers against the warehouse, and the file that holds them."""

import json
import re

import duckdb
import pytest

from warehouse.dashboard.numbers import dashboard_numbers, paper_url, safe_url
from warehouse.dashboard.write import write_dashboard
from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import question_of

MONTHS = 40
STATUSES = ("linked", "promised", "mentioned", "none")


def fill(warehouse, papers):
    """Papers over the months, each with one of seven keywords, every fourth with a link."""
    warehouse.execute(
        """
        insert into papers (paper_id, title, published_on, primary_category, code_status)
        select
            printf('%016x', i),
            'Kettle ' || i,
            case when i % 9 <> 8 then date '2023-01-05' + to_months((i % $months)::integer) end,
            case when i % 5 <> 4 then 'cs.' || i % 60 end,
            ['linked', 'promised', 'mentioned', 'none'][1 + i % 4]
        from range($papers) t (i)
        """,
        {"papers": papers, "months": MONTHS},
    )
    warehouse.execute(
        """
        insert into paper_keywords (paper_id, keyword_id, rank, source)
        select paper_id, printf('%016x', keyword), 1, source
        from (select paper_id, (hash(paper_id) % 7)::bigint as keyword from papers)
        cross join (values ('extracted'), ('author')) sources (source)
        """
    )
    warehouse.execute(
        "insert into keywords (keyword_id, keyword) "
        "select distinct keyword_id, 'keyword ' || right(keyword_id, 1) from paper_keywords"
    )
    warehouse.execute(
        "insert into code_links (paper_id, url, host, owner, repository, kind) "
        "select paper_id, 'https://github.com/kite-lab/' || paper_id, 'github.com', 'kite-lab', "
        "paper_id, 'repository' from papers where code_status = 'linked'"
    )


@pytest.fixture
def empty(tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        yield connection


@pytest.fixture
def warehouse(empty):
    fill(empty, 2000)
    return empty


def one(warehouse, sql):
    return warehouse.execute(sql).fetchall()[0]


def cells(flat, width):
    return [flat[at : at + width] for at in range(0, len(flat), width)]


def by_name(rows):
    return {each["name"]: each for each in rows}


def test_every_paper_is_counted_once_by_month_and_category(warehouse):
    _, counted = dashboard_numbers(warehouse)
    rows = cells(counted["papers"], 6)
    found = [sum(row[2 + at] for row in rows) for at in range(4)]
    expected = dict(
        warehouse.execute("select code_status, count(*) from papers group by all").fetchall()
    )
    assert dict(zip(STATUSES, found, strict=True)) == expected
    assert len({(month, category) for month, category, *_ in rows}) == len(rows)


def test_a_month_holds_the_papers_dated_in_it(warehouse):
    _, counted = dashboard_numbers(warehouse)
    first, count = counted["first_month"], counted["month_count"]
    assert (first, count) == ("2023-01", MONTHS)
    third = sum(sum(row[2:]) for row in cells(counted["papers"], 6) if row[0] == 2)
    assert (third,) == one(
        warehouse, "select count(*) from mart.dated_papers where month = '2023-03-01'"
    )


def test_papers_without_a_date_stand_apart(warehouse):
    shown, counted = dashboard_numbers(warehouse)
    undated = sum(sum(row[2:]) for row in cells(counted["papers"], 6) if row[0] == -1)
    assert undated == shown["span"]["undated_papers"] == 222


def test_small_categories_count_together(warehouse):
    _, counted = dashboard_numbers(warehouse)
    assert len(counted["categories"]) == 42
    assert counted["categories"][-2:] == ["other categories", "no category"]


def test_a_keyword_from_two_sources_counts_a_paper_once(warehouse):
    _, counted = dashboard_numbers(warehouse)
    found = {
        name: sum(sum(row[1:]) for row in cells(flat, 5))
        for name, flat in zip(counted["keywords"], counted["keyword_papers"], strict=True)
    }
    expected = warehouse.execute(
        "select keyword, count(distinct paper_id) from paper_keywords "
        "join keywords using (keyword_id) group by all"
    ).fetchall()
    assert found == dict(expected)


def test_the_page_follows_the_keywords_that_the_question_says_rise(warehouse):
    rare = "keyword that rises"
    warehouse.execute("insert into keywords (keyword_id, keyword) values ('r', ?)", [rare])
    warehouse.execute(
        "insert into keywords (keyword_id, keyword) "
        "select 'c' || i, 'common ' || i from range(250) t (i)"
    )
    warehouse.execute(
        "insert into paper_keywords (paper_id, keyword_id, rank, source) "
        "select paper_id, 'c' || i, 2, 'extracted' from range(250) t (i), "
        "(select paper_id from papers order by paper_id limit 20)"
    )
    warehouse.execute(
        "insert into paper_keywords (paper_id, keyword_id, rank, source) "
        "select paper_id, 'r', 3, 'extracted' from mart.dated_papers "
        "where month = (select max(month) from mart.dated_papers) order by paper_id limit 6"
    )
    question = question_of("rising_keywords")
    rising = warehouse.execute(question.sql, question.values({})).fetchall()
    _, counted = dashboard_numbers(warehouse)
    assert rare in [row[0] for row in rising]
    assert {row[0] for row in rising} <= set(counted["keywords"])


def test_headline_numbers_say_what_changed(warehouse, tmp_path):
    before = tmp_path / "before.duckdb"
    with open_staged(before) as connection:
        create_tables(connection)
        create_marts(connection)
        fill(connection, 1500)
    shown, _ = dashboard_numbers(warehouse, before)
    headline = by_name(shown["headline"])
    assert (headline["papers"]["value"], headline["papers"]["before"]) == (2000, 1500)
    assert (headline["papers_with_code"]["value"], headline["papers_with_code"]["before"]) == (
        500,
        375,
    )


@pytest.mark.parametrize("name", ["gone.duckdb", "other.duckdb"])
def test_a_release_that_cannot_be_asked_gives_no_change(warehouse, tmp_path, name):
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    shown, _ = dashboard_numbers(warehouse, tmp_path / name)
    assert all(each["before"] is None for each in shown["headline"])


def test_only_three_hundred_months_are_shown_and_older_papers_still_count(warehouse):
    warehouse.execute(
        "insert into papers (paper_id, title, published_on) values ('old', 'Old', '1950-01-01')"
    )
    shown, counted = dashboard_numbers(warehouse)
    assert (counted["month_count"], shown["span"]["older_papers"]) == (300, 1)
    assert sum(sum(row[2:]) for row in cells(counted["papers"], 6)) == 2001


def test_the_same_warehouse_gives_the_same_bytes(warehouse, tmp_path):
    for name in ("one.html", "other.html"):
        write_dashboard(warehouse, tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()
    assert not list(tmp_path.glob(".*partial"))


def test_asking_leaves_nothing_in_the_warehouse(warehouse):
    before = one(warehouse, "select count(*) from duckdb_tables()")
    dashboard_numbers(warehouse)
    assert one(warehouse, "select count(*) from duckdb_tables()") == before


def test_an_empty_warehouse_has_a_page(empty, tmp_path):
    write_dashboard(empty, tmp_path / "page.html")
    assert "No papers yet." in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_no_text_of_a_paper_ends_the_data(empty, tmp_path):
    title = "</script><!-- \u2028 & <script>"
    empty.execute(
        "insert into papers (paper_id, title, published_on) values ('0', ?, '2026-01-01')", [title]
    )
    write_dashboard(empty, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="numbers">([^<]*)</script>', page)
    assert json.loads(data.group(1))["newest"][0][2] == title
    assert page.count("<script") == 2


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "https://",
        "http://[broken",
        "https://kite.example/" + "x" * 600,
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    assert safe_url(url) is None


def test_a_web_address_stays_as_it_is():
    assert safe_url("https://github.com/kite-lab/kettle") == "https://github.com/kite-lab/kettle"


@pytest.mark.parametrize(
    ("arxiv_id", "doi", "url"),
    [
        pytest.param("2601.00001", "10.1/x", "https://arxiv.org/abs/2601.00001", id="arxiv first"),
        pytest.param("hep-th/9901001", None, "https://arxiv.org/abs/hep-th/9901001", id="old id"),
        pytest.param(None, '10.1/a"b<c>#d', "https://doi.org/10.1/a%22b%3Cc%3E%23d", id="doi"),
        pytest.param(None, None, None, id="neither"),
    ],
)
def test_where_a_paper_can_be_read(arxiv_id, doi, url):
    assert paper_url(arxiv_id, doi) == url
