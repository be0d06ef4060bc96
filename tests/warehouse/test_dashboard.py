"""The dashboard's numbers against the warehouse, and the file that holds them."""

import json
import re

import duckdb
import pytest

from warehouse.dashboard.months import OLDER, UNDATED
from warehouse.dashboard.numbers import dashboard_numbers
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
    create_marts(empty)
    return empty


def one(warehouse, sql):
    return warehouse.execute(sql).fetchall()[0]


def by_month(runs):
    """The counts that a row of the page holds, by month number."""
    found, month = {}, UNDATED
    for each in runs:
        if each < 0:
            month -= each
        else:
            found[month] = each
            month += 1
    return found


def papers_of_month(counted, month):
    return sum(by_month(runs).get(month, 0) for rows in counted["papers"] for runs in rows)


def total(runs):
    return sum(by_month(runs).values())


def by_name(rows):
    return {each["name"]: each for each in rows}


def test_every_paper_is_counted_once_by_category_and_availability_of_code(warehouse):
    _, counted = dashboard_numbers(warehouse)
    found = {
        (category, status): total(runs)
        for category, rows in zip(counted["categories"][:40], counted["papers"], strict=False)
        for status, runs in zip(STATUSES, rows, strict=True)
        if runs
    }
    expected = warehouse.execute(
        "select primary_category, code_status, count(*) from papers "
        "where primary_category in (select unnest(?)) group by all",
        [counted["categories"]],
    ).fetchall()
    assert found == {(category, status): count for category, status, count in expected}
    assert sum(total(runs) for rows in counted["papers"] for runs in rows) == 2000


def test_a_month_holds_the_papers_dated_in_it(warehouse):
    _, counted = dashboard_numbers(warehouse)
    assert (counted["first_month"], counted["month_count"]) == ("2023-01", MONTHS)
    assert counted["usual_months"] == [0, MONTHS - 1]
    assert (papers_of_month(counted, 2),) == one(
        warehouse, "select count(*) from mart.dated_papers where month = '2023-03-01'"
    )


def test_papers_without_a_date_stand_apart(warehouse):
    _, counted = dashboard_numbers(warehouse)
    assert papers_of_month(counted, UNDATED) == 222


def test_small_categories_count_together(warehouse):
    _, counted = dashboard_numbers(warehouse)
    assert len(counted["categories"]) == 42
    assert counted["categories"][-2:] == ["other categories", "no category"]


def test_a_host_counts_the_papers_that_link_it_by_category(warehouse):
    warehouse.execute(
        "insert into code_links (paper_id, url, host, kind) "
        "select paper_id, 'https://zenodo.org/' || n, 'zenodo.org', 'archive' "
        "from papers, range(2) t (n) where primary_category = 'cs.1'"
    )
    create_marts(warehouse)
    _, counted = dashboard_numbers(warehouse)
    assert counted["hosts"] == ["github.com", "zenodo.org"]
    github, zenodo = counted["host_papers"]
    assert sum(map(total, github)) == 500
    found = {name: total(runs) for name, runs in zip(counted["categories"], zenodo, strict=True)}
    papers = one(warehouse, "select count(*) from papers where primary_category = 'cs.1'")
    assert papers[0] > 0
    assert ({name: count for name, count in found.items() if count}) == {"cs.1": papers[0]}


def test_a_keyword_from_two_sources_counts_a_paper_once(warehouse):
    _, counted = dashboard_numbers(warehouse)
    found = {
        name: sum(map(total, rows))
        for name, rows in zip(counted["keywords"], counted["keyword_papers"], strict=True)
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
    create_marts(warehouse)
    question = question_of("rising_keywords")
    rising = warehouse.execute(question.sql, question.values({})).fetchall()
    _, counted = dashboard_numbers(warehouse)
    assert rare in [row[0] for row in rising]
    assert {row[0] for row in rising} <= set(counted["keywords"])


def test_the_newest_papers_of_all_of_a_category_and_of_a_keyword_are_carried(warehouse):
    _, counted = dashboard_numbers(warehouse)
    carried = [title for _, _, title, *_ in counted["newest"]]
    newest = warehouse.execute(
        "select title from mart.paper_overview order by counted_on desc nulls last, paper_id"
    ).fetchall()
    assert carried[0] == newest[0][0]
    assert {title for (title,) in newest[:50]} <= set(carried)
    for category in ("cs.1", "cs.7"):
        of_category = warehouse.execute(
            "select title from mart.paper_overview where primary_category = ? "
            "and counted_on is not null order by counted_on desc, paper_id limit 8",
            [category],
        ).fetchall()
        assert len(of_category) == 8
        assert {title for (title,) in of_category} <= set(carried)
    of_keyword = [sum(at in paper[7] for paper in counted["newest"]) for at in range(7)]
    assert min(of_keyword) >= 4


def test_a_long_title_is_cut_and_says_so(empty):
    empty.execute(
        "insert into papers (paper_id, title, published_on) "
        "values ('0', repeat('kettle ', 100000), '2026-01-01')"
    )
    create_marts(empty)
    _, counted = dashboard_numbers(empty)
    title = counted["newest"][0][2]
    assert (len(title), title[-1]) == (240, "…")


def test_headline_numbers_say_what_changed_even_since_a_release_without_marts(warehouse, tmp_path):
    before = tmp_path / "before.duckdb"
    with open_staged(before) as connection:
        create_tables(connection)
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


def test_papers_of_stray_years_are_counted_but_do_not_stretch_the_months(warehouse):
    warehouse.execute(
        "insert into papers (paper_id, title, published_on) values "
        "('old', 'Old', '1950-01-01'), ('late', 'Late', '2999-01-01'), ('1', 'Off', '2001-01-01')"
    )
    create_marts(warehouse)
    _, counted = dashboard_numbers(warehouse)
    assert counted["first_month"] == "2001-01"
    assert counted["usual_months"] == [264, 263 + MONTHS]
    outside = [papers_of_month(counted, month) for month in (OLDER, counted["month_count"])]
    assert outside == [1, 1]
    assert sum(total(runs) for rows in counted["papers"] for runs in rows) == 2003


def test_papers_that_all_lack_a_date_are_counted(empty, tmp_path):
    empty.execute("insert into papers (paper_id, title) values ('0', 'Kettle')")
    create_marts(empty)
    _, counted = dashboard_numbers(empty)
    assert (counted["month_count"], counted["usual_months"]) == (0, [])
    assert papers_of_month(counted, UNDATED) == 1
    write_dashboard(empty, tmp_path / "page.html")


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


def test_the_page_names_its_release(empty, tmp_path):
    write_dashboard(empty, tmp_path / "page.html", release=1207)
    assert "Release 1207" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_page_tells_how_the_last_releases_ended(warehouse):
    for release, papers in enumerate([900, 1500, 2000], start=1):
        warehouse.execute(
            "insert into quality.releases values "
            "($release, '2026-01-01'::date + $release, 'main.papers', $papers, 40, 39, 1, 7)",
            {"release": release, "papers": papers},
        )
    shown, _ = dashboard_numbers(warehouse)
    assert [
        (each["release"], each["released_on"], each["paper_count"], each["paper_change"])
        for each in shown["releases"]
    ] == [
        (3, "2026-01-04", 2000, 500),
        (2, "2026-01-03", 1500, 600),
        (1, "2026-01-02", 900, None),
    ]
    assert (shown["releases"][0]["check_count"], shown["releases"][0]["passed_count"]) == (40, 39)


def test_no_text_of_a_paper_ends_the_data(empty, tmp_path):
    title = "</script><!-- \u2028 & <script>"
    empty.execute(
        "insert into papers (paper_id, title, published_on) values ('0', ?, '2026-01-01')", [title]
    )
    create_marts(empty)
    write_dashboard(empty, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="numbers">([^<]*)</script>', page)
    assert json.loads(data.group(1))["newest"][0][2] == title
    assert page.count("<script") == 2
