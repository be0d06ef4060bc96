"""The marts: their names and types, which users rely on, and what they count."""

from datetime import date
from pathlib import Path

import pytest

from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import ask, question_of, questions

CONTRACT = Path(__file__).parent / "mart_columns.txt"
"""Every column of the marts: a line is changed on purpose only, and said in the changelog."""

TINY = """
insert into papers (paper_id, title, abstract, published_on, code_status, is_retracted) values
    ('p1', 'Kettles of Iron', 'We boil water. Kettle and lid.', '2026-01-10', 'linked', false),
    ('p2', 'Lids', 'A kettle has one lid; kettles, many.', '2026-01-20', 'promised', false),
    ('p3', 'Spoons', 'The teakettle is far away.', '2026-03-05', 'linked', false),
    ('p4', 'Forks', null, null, 'none', false);
insert into raw.dumps
    (dump_id, file_name, format, listed_on, record_count, reject_count) values
    (repeat('a', 64), 'monday.txt', 'daily', '2026-03-02', 2, 1),
    (repeat('b', 64), 'friday.txt', 'daily', '2026-03-06', 2, 0),
    (repeat('c', 64), 'all.jsonl', 'snapshot', null, 3, 0);
insert into raw.records (dump_id, record_number, paper_id) values
    (repeat('a', 64), 1, 'p1'), (repeat('a', 64), 2, 'p2'),
    (repeat('b', 64), 1, 'p2'), (repeat('b', 64), 2, 'p3'),
    (repeat('c', 64), 1, 'p1'), (repeat('c', 64), 2, 'p1'), (repeat('c', 64), 3, 'p4');
insert into listings (dump_id, record_number, paper_id, position, listed_on, upvotes) values
    (repeat('a', 64), 1, 'p1', 1, '2026-03-02', 10), (repeat('a', 64), 2, 'p2', 2, '2026-03-02', 7),
    (repeat('b', 64), 1, 'p2', 1, '2026-03-06', 30), (repeat('b', 64), 2, 'p3', 2, '2026-03-06', 9),
    (repeat('c', 64), 1, 'p1', 1, null, null);
insert into paper_authors values
    ('p1', 1, 'Ada Quill'), ('p1', 2, 'Bo Kőrös-Reed'), ('p2', 1, 'Ada Quill');
insert into paper_categories values
    ('p1', 'arxiv', 'cs.KT', true), ('p1', 'arxiv', 'cs.LD', false),
    ('p2', 'arxiv', 'cs.KT', true), ('p4', 'arxiv', 'cs.KT', true);
insert into code_links (paper_id, url, host, owner, repository, kind, is_official) values
    ('p1', 'https://github.com/Kite-Lab/iron', 'github.com', 'Kite-Lab', 'iron',
        'repository', true),
    ('p3', 'https://github.com/kite-lab/Iron', 'github.com', 'kite-lab', 'Iron',
        'repository', null),
    ('p3', 'https://github.com/kite-lab/tin', 'github.com', 'kite-lab', 'tin', 'repository', null),
    ('p3', 'https://kites.example/page', 'kites.example', null, null, 'project_page', null);
insert into keywords values ('k1', 'kettle'), ('k2', 'lid'), ('k3', 'water');
insert into keyword_aliases values ('kettle', 'k1'), ('lid', 'k2'), ('water', 'k3');
insert into paper_keywords (paper_id, keyword_id, rank, score, source, in_title, surface) values
    ('p1', 'k1', 1, 0.9, 'extracted', false, 'kettle'),
    ('p1', 'k1', 1, null, 'author', true, 'Kettle'),
    ('p2', 'k1', 2, 0.5, 'extracted', false, 'kettle'),
    ('p2', 'k2', 1, 0.9, 'extracted', true, 'lid'),
    ('p1', 'k2', 2, 0.4, 'extracted', false, 'lid'),
    ('p3', 'k1', 1, 0.4, 'extracted', false, 'kettle'),
    ('p4', 'k3', 1, null, 'author', false, 'water');
insert into quality.check_results values
    ('main.papers', 'one', null, 'error', true, null, 0),
    ('main.papers', 'two', null, 'warning', false, null, 3),
    ('main.papers', 'three', null, 'error', false, null, 2);
"""

LARGE = """
insert into papers (paper_id, title, abstract, published_on, code_status, is_retracted)
select 'q' || i, 'On kettle ' || i, 'It boils ' || i, date '2020-01-01' + (i % 2000)::integer,
    'none', false from range(20000) r(i);
insert into paper_keywords (paper_id, keyword_id, rank, source, in_title, surface)
select 'q' || i, 'k1', 1, 'extracted', true, 'kettle' from range(20000) r(i);
insert into paper_authors select 'q' || i, 1, 'Ada Quill ' || i % 99 from range(20000) r(i);
insert into listings
select repeat('a', 64), i + 9, 'q' || i, 1, date '2020-01-01' + (i % 2000)::integer, i
from range(20000) r(i);
"""

WAREHOUSES = {"empty": "", "tiny": TINY, "large": TINY + LARGE}


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("warehouses")
    for name, rows in WAREHOUSES.items():
        with open_staged(folder / f"{name}.duckdb") as connection:
            create_tables(connection)
            connection.execute(rows)
            create_marts(connection)
    return folder


@pytest.fixture
def tiny(warehouses):
    with open_staged(warehouses / "tiny.duckdb") as connection:
        yield connection


def answer(warehouses, question, size="tiny", **values):
    named = question_of(question)
    with ask(warehouses / f"{size}.duckdb", named.sql, named.values(values)) as found:
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def titles(found):
    return [row["title"] for row in found]


def test_names_and_types_of_the_marts_are_a_contract(tiny):
    found = tiny.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'mart' order by table_name, column_index"
    ).fetchall()
    assert [" ".join(row) for row in found] == CONTRACT.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("size", WAREHOUSES)
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_question_runs_on_every_size_of_warehouse(warehouses, question, size):
    asked = {"paper": "Lids", "category": "cs.KT", "author": "quill"}
    given = {
        each.name: asked.get(each.name, "kettle")
        for each in question.parameters
        if each.is_required
    }
    found = answer(warehouses, question.name, size, **given)
    assert size != "empty" or found == []


def test_a_paper_is_one_wide_row(tiny):
    found = tiny.execute(
        "select authors, author_count, categories, first_listed_on, listing_days, listing_count, "
        "repository_url, month from mart.paper_overview where paper_id = 'p1'"
    ).fetchall()
    assert found == [
        (
            "Ada Quill; Bo Kőrös-Reed", 2, "cs.KT; cs.LD", date(2026, 3, 2), 1, 2,
            "https://github.com/Kite-Lab/iron", date(2026, 1, 1),
        )
    ]  # fmt: skip


def test_a_paper_of_which_little_is_known_has_a_wide_row_too(tiny):
    found = tiny.execute(
        "select authors, author_count, first_listed_on, listing_days, repository_count, month "
        "from mart.paper_overview where paper_id = 'p4'"
    ).fetchall()
    assert found == [(None, 0, None, 0, 0, None)]


def test_a_keyword_of_two_sources_counts_once_per_paper(tiny):
    sql = "select * exclude (keyword_number) from mart.keyword_counts order by keyword"
    assert tiny.execute(sql).fetchall() == [
        ("k1", "kettle", 3, 1, 1, 2, date(2026, 1, 1), date(2026, 3, 1)),
        ("k2", "lid", 2, 1, 0, 1, date(2026, 1, 1), date(2026, 1, 1)),
        ("k3", "water", 1, 0, 1, 0, None, None),
    ]


def test_code_is_counted_month_by_month(tiny):
    found = tiny.execute(
        "select month, paper_count, linked_count, promised_count, none_count, linked_share "
        "from mart.papers_by_month order by month nulls last"
    ).fetchall()
    assert found == [
        (date(2026, 1, 1), 2, 1, 1, 0, 0.5),
        (date(2026, 3, 1), 1, 1, 0, 0, 1.0),
        (None, 1, 0, 0, 1, 0.0),
    ]


def test_a_repository_is_one_whatever_its_case(tiny):
    found = tiny.execute(
        "select owner, repository, paper_count, official_paper_count, first_month, last_month "
        "from mart.repositories order by paper_count desc"
    ).fetchall()
    assert found == [
        ("Kite-Lab", "iron", 2, 1, date(2026, 1, 1), date(2026, 3, 1)),
        ("kite-lab", "tin", 1, 0, date(2026, 3, 1), date(2026, 3, 1)),
    ]
    owners = "select owner, repository_count, paper_count from mart.repository_owners"
    assert tiny.execute(owners).fetchall() == [("Kite-Lab", 2, 2)]


def test_hosts_have_a_share_of_their_month(tiny):
    found = tiny.execute(
        "select month, host, link_count, paper_count, share from mart.hosts_by_month "
        "order by month, host"
    ).fetchall()
    assert found == [
        (date(2026, 1, 1), "github.com", 1, 1, 0.5),
        (date(2026, 3, 1), "github.com", 2, 1, 1.0),
        (date(2026, 3, 1), "kites.example", 1, 1, 1.0),
    ]


def test_upvotes_are_followed_from_day_to_day(tiny):
    found = tiny.execute(
        "select listed_on, day_number, position, upvotes, upvotes_gained from mart.listing_days "
        "where paper_id = 'p2' order by listed_on"
    ).fetchall()
    assert found == [(date(2026, 3, 2), 1, 2, 7, None), (date(2026, 3, 6), 2, 1, 30, 23)]
    whole = (
        "select listing_days, first_upvotes, upvotes from mart.listed_papers where title = 'Lids'"
    )
    assert tiny.execute(whole).fetchall() == [(2, 7, 30)]


def test_a_category_counts_its_papers_and_their_code(tiny):
    found = tiny.execute(
        "select category, paper_count, primary_count, linked_count, first_month "
        "from mart.subject_categories order by category"
    ).fetchall()
    assert found == [("cs.KT", 3, 3, 1, date(2026, 1, 1)), ("cs.LD", 1, 0, 1, date(2026, 1, 1))]
    monthly = (
        "select month, paper_count, month_paper_count, share from mart.subject_categories_by_month "
        "where category = 'cs.KT' order by month nulls last"
    )
    assert tiny.execute(monthly).fetchall() == [
        (date(2026, 1, 1), 2, 2, 1.0),
        (None, 1, 1, 1.0),
    ]


def test_a_dump_adds_what_no_dump_before_it_has(tiny):
    found = tiny.execute(
        "select file_name, paper_count, first_seen_count, only_here_count from mart.dump_coverage "
        "order by file_name"
    ).fetchall()
    assert found == [("all.jsonl", 2, 1, 1), ("friday.txt", 2, 1, 1), ("monday.txt", 2, 2, 0)]


def test_a_source_says_how_many_days_it_misses(tiny):
    found = tiny.execute(
        "select format, dump_count, paper_count, only_here_count, first_listed_on, "
        "listed_day_count, missing_day_count from mart.source_coverage order by format"
    ).fetchall()
    assert found == [
        ("daily", 2, 3, 2, date(2026, 3, 2), 2, 3),
        ("snapshot", 1, 2, 1, None, 0, 0),
    ]


def test_a_gap_is_the_days_between_two_listings(tiny):
    assert tiny.execute("from mart.listing_gaps").fetchall() == [
        ("daily", date(2026, 3, 2), date(2026, 3, 6), 3, 3)
    ]


def test_a_weekend_is_a_gap_without_weekdays(tiny):
    tiny.execute("begin")
    tiny.execute("update listings set listed_on = '2026-03-09' where listed_on = '2026-03-02'")
    create_marts(tiny)
    found = tiny.execute("select day_count, weekday_count from mart.listing_gaps").fetchall()
    tiny.execute("rollback")
    assert found == [(2, 0)]


def test_the_checks_of_a_table_are_told_apart(tiny):
    assert tiny.execute("from mart.quality_by_table").fetchall() == [("main.papers", 3, 1, 1, 1, 5)]


def test_similar_papers_share_the_rarest_keywords(warehouses):
    found = answer(warehouses, "similar_papers", paper="Kettles of Iron")
    assert titles(found) == ["Lids", "Spoons"]
    assert found[0]["shared_keywords"] == "lid; kettle"
    assert found[0]["similarity"] == 1


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param("quill, ada", ["Lids", "Kettles of Iron"], id="the family name first"),
        pytest.param("reed", ["Kettles of Iron"], id="behind a hyphen"),
        pytest.param("uill", [], id="the end of a word"),
        pytest.param(".", [], id="a sign that is only text"),
    ],
)
def test_an_author_is_found_by_words_of_the_name(warehouses, author, expected):
    assert titles(answer(warehouses, "papers_by_author", author=author)) == expected


@pytest.mark.parametrize(
    "repository",
    ["kite-lab", "KITE-LAB/iron", "github.com/kite-lab/iron", "https://github.com/kite-lab/iron/"],
)
def test_a_repository_is_found_by_name_owner_or_address(warehouses, repository):
    found = answer(warehouses, "papers_of_repository", repository=repository)
    assert {"Kettles of Iron", "Spoons"} == set(titles(found))


def test_papers_trend_by_the_upvotes_of_the_last_days(warehouses):
    found = answer(warehouses, "trending_papers", days="4")
    assert [(row["title"], row["upvotes_gained"]) for row in found] == [("Lids", 23), ("Spoons", 9)]
    found = answer(warehouses, "trending_papers", day="2026-03-02")
    assert [(row["title"], row["upvotes_gained"]) for row in found] == [
        ("Kettles of Iron", 10),
        ("Lids", 7),
    ]


def test_papers_of_a_month_can_be_of_a_category(warehouses):
    assert titles(answer(warehouses, "papers_of_month")) == ["Spoons"]
    found = answer(warehouses, "papers_of_month", month="2026-01", category="CS.ld")
    assert titles(found) == ["Kettles of Iron"]


MARTS_ADD_UP = {
    "one row a paper": (
        (
            "select count(*), count(distinct paper_id), count(distinct paper_number), "
            "max(paper_number) from mart.paper_overview"
        ),
        "select count(*), count(*), count(*), count(*) from papers",
    ),
    "numbers follow the days": (
        "select paper_id from mart.paper_overview order by paper_number",
        "select paper_id from mart.paper_overview order by counted_on desc nulls last, paper_id",
    ),
    "months are all papers": (
        (
            "select sum(paper_count), "
            "sum(linked_count + promised_count + mentioned_count + none_count) "
            "from mart.papers_by_month"
        ),
        "select count(*), count(*) from papers",
    ),
    "keywords of papers": (
        (
            "select paper_id, keyword_id from mart.keywords_of_papers "
            "join mart.paper_overview using (paper_number) "
            "join mart.keyword_counts using (keyword_number) order by all"
        ),
        "select distinct paper_id, keyword_id from paper_keywords order by all",
    ),
    "counts of keywords": (
        "select keyword_id, paper_count from mart.keyword_counts order by all",
        "select keyword_id, count(distinct paper_id) from paper_keywords group by all order by all",
    ),
    "months of a trend": (
        "select keyword_id, sum(paper_count) from mart.keyword_trends group by all order by all",
        (
            "select keyword_id, count(distinct paper_id) from paper_keywords group by all "
            "having count(distinct paper_id) >= 3 order by all"
        ),
    ),
    "months of a category": (
        (
            "select category, sum(paper_count), sum(primary_count) "
            "from mart.subject_categories_by_month group by all order by all"
        ),
        (
            "select category, count(*), count(*) filter (where is_primary) from paper_categories "
            "group by all order by all"
        ),
    ),
    "keywords of a category": (
        "select category, keyword_id, paper_count from mart.category_keywords order by all",
        (
            "select category, keyword_id, count(distinct paper_id) from paper_categories "
            "join paper_keywords using (paper_id) group by all having count(distinct paper_id) > 1 "
            "order by all"
        ),
    ),
    "authors": (
        "select author_name, paper_count from mart.authors order by all",
        "select author_name, count(distinct paper_id) from paper_authors group by all order by all",
    ),
    "hosts": (
        "select host, kind, link_count, paper_count from mart.code_hosts order by all",
        (
            "select host, kind, count(*), count(distinct paper_id) from code_links group by all "
            "order by all"
        ),
    ),
    "listed days": (
        "select paper_id, listing_days, upvotes from mart.listed_papers order by all",
        (
            "select paper_id, count(distinct listed_on), max(upvotes) from listings "
            "where listed_on is not null group by all order by all"
        ),
    ),
}


@pytest.mark.parametrize("size", WAREHOUSES)
@pytest.mark.parametrize(("counted", "recounted"), MARTS_ADD_UP.values(), ids=list(MARTS_ADD_UP))
def test_a_mart_is_what_a_plain_recount_gives(warehouses, size, counted, recounted):
    with ask(warehouses / f"{size}.duckdb", counted) as found:
        rows = list(found.rows)
    with ask(warehouses / f"{size}.duckdb", recounted) as found:
        expected = list(found.rows)
    if size == "empty":
        assert {value for row in rows for value in row} <= {None, 0}
    else:
        assert rows == expected


def test_nothing_temporary_is_left_behind(tiny):
    create_marts(tiny)
    left = tiny.execute(
        "select table_name from duckdb_tables() where temporary union all "
        "select function_name from duckdb_functions() "
        "where database_name = 'temp' and function_type like '%macro'"
    ).fetchall()
    assert left == []


HOSTILE = [
    pytest.param("' or true --", id="SQL"),
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param('=HYPERLINK("http://x.example")', id="a formula"),
    pytest.param("%_\\[*(", id="signs of patterns"),
    pytest.param("\x00\u202e\u200f\n\t", id="control characters"),
    pytest.param("kettle " * 20_000, id="a long text"),
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "question",
    [
        each
        for each in questions()
        # Of which pieces are words, and may be found.
        if each.name != "search" and any(one.is_required for one in each.parameters)
    ],
    ids=lambda question: question.name,
)
def test_hostile_values_are_only_text(warehouses, question, value):
    given = {each.name: value for each in question.parameters if each.is_required}
    assert answer(warehouses, question.name, "large", **given) == []
