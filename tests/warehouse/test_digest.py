"""The digest: what counts as new, what is said of it, and that no text of a dump does harm."""

import re
import shutil
from functools import cache
from urllib.parse import urlsplit

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from warehouse.digest.news import PAPERS, news_of
from warehouse.digest.texts import excerpt, markdown, markdown_link, one_line, shortened_authors
from warehouse.digest.write import write_digest
from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import open_published, question_of

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GMAIL_CLIPS_AT = 102_000

KETTLES = """
insert into papers
    (paper_id, title, abstract, published_on, arxiv_id, primary_category, code_status, is_retracted)
values
    ('p1', 'Kettles of Iron', 'We boil water.', '2026-01-10', '2601.00001', 'cs.KT', 'none', false),
    ('p2', 'Lids', 'A kettle has one lid.', '2026-01-20', '2601.00002', 'cs.KT', 'promised', false);
insert into paper_aliases values ('a1', 'p1'), ('a2', 'p2');
insert into paper_versions values ('p1', 1, '2026-01-10');
insert into listings values
    (repeat('a', 64), 1, 'p1', 1, '2026-01-12', 10), (repeat('a', 64), 2, 'p2', 2, '2026-01-21', 7);
insert into code_links (paper_id, url, host, owner, repository, kind) values
    ('p1', 'https://github.com/Kite-Lab/iron', 'github.com', 'Kite-Lab', 'iron', 'repository');
insert into keywords values ('k1', 'kettle');
insert into keyword_aliases values ('kettle', 'k1'), ('boiler', 'k1');
insert into paper_keywords (paper_id, keyword_id, rank, source, in_title) values
    ('p1', 'k1', 1, 'extracted', true), ('p2', 'k1', 1, 'extracted', false);
"""

SPOONS = """
insert into papers
    (paper_id, title, abstract, published_on, arxiv_id, primary_category, code_status, is_retracted)
values
    ('p3', 'Spoons', 'Spoons stir.', '2026-03-05', '2603.00003', 'cs.SP', 'linked', false);
insert into listings values (repeat('b', 64), 1, 'p3', 1, '2026-03-06', 42);
insert into paper_authors values
    ('p3', 1, 'Ada Quill'), ('p3', 2, 'Bo Reed'), ('p3', 3, 'Cy Dahl'), ('p3', 4, 'Di Moor'),
    ('p3', 5, 'Ed Fenn');
insert into code_links (paper_id, url, host, owner, repository, kind) values
    ('p3', 'https://github.com/kite-lab/Spoon', 'github.com', 'kite-lab', 'Spoon', 'repository'),
    ('p3', 'https://github.com/kite-lab/Iron', 'github.com', 'kite-lab', 'Iron', 'repository');
insert into keywords values ('k2', 'stirring');
insert into paper_keywords (paper_id, keyword_id, rank, source, in_title) values
    ('p3', 'k2', 1, 'extracted', false);
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    @cache
    def build(rows):
        path = tmp_path_factory.mktemp("built") / "warehouse.duckdb"
        with open_staged(path) as connection:
            create_tables(connection)
            connection.execute(rows)
            create_marts(connection)
        return path

    return build


@pytest.fixture
def release(built, tmp_path):
    def copy(rows, number=1):
        path = tmp_path / "releases" / str(number) / "warehouse.duckdb"
        path.parent.mkdir(parents=True)
        return shutil.copy(built(rows), path)

    return copy


@pytest.fixture
def news(release):
    def ask(rows, rows_before=KETTLES):
        before = release(rows_before, 1)
        with open_published(release(rows, 2)) as connection:
            return news_of(connection, before)

    return ask


@pytest.fixture
def written(tmp_path):
    def write(path, previous=None, number=2):
        folder = tmp_path / "written"
        folder.mkdir(exist_ok=True)
        with open_published(path) as connection:
            write_digest(connection, folder, release=number, previous=previous)
        page, text = folder / "digest.html", folder / "digest.md"
        return page.read_text(encoding="utf-8"), text.read_text(encoding="utf-8")

    return write


def titles(section):
    return [each["title"] for each in section.rows]


def page_text(page):
    return " ".join(html.fromstring(page).text_content().split())


def markdown_html(text):
    return html.fromstring(f"<div>{MARKDOWN.render(text)}</div>")


def test_a_paper_that_the_release_before_did_not_have_is_new(news):
    found = news(KETTLES + SPOONS)
    assert titles(found.papers) == ["Spoons"]
    assert found.counts == {"papers": 1, "papers_with_code": 1}
    assert found.lost == {"gone": 0, "merged": 0}


ONE_BEFORE = "insert into papers (paper_id, title) values ('old', 'Tin');"
ONE_NOW = "insert into papers (paper_id, title) values ('new', 'Tin');"
OLD_IS_NEW = "insert into paper_aliases values ('old', 'new');"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param("", OLD_IS_NEW, [], id="a better key"),
        pytest.param("insert into paper_aliases values ('new', 'old')", "", [], id="a lost key"),
        pytest.param(
            "insert into paper_aliases values ('key', 'old')",
            "insert into paper_aliases values ('key', 'new')",
            [],
            id="a third key in common",
        ),
        pytest.param("", "", ["Tin"], id="nothing but the title in common"),
    ],
)
def test_a_paper_whose_id_changed_is_not_new(news, before, now, expected):
    found = news(ONE_NOW + now, ONE_BEFORE + before)
    assert titles(found.papers) == expected
    assert found.lost == {"gone": len(expected), "merged": 0}


def test_papers_that_became_one_or_went_away_are_counted_and_not_told_as_news(news):
    merged = """
        insert into papers (paper_id, title) values ('p1', 'Kettles of Iron');
        insert into paper_aliases values ('p2', 'p1'), ('a1', 'p1');
    """
    gone = "insert into papers (paper_id, title) values ('p9', 'Forks');"
    found = news(merged, KETTLES + gone)
    assert titles(found.papers) == []
    assert found.lost == {"gone": 1, "merged": 1}


def test_newest_day_first_and_within_it_most_upvotes_then_code(news):
    rows = """
        insert into papers (paper_id, title, published_on, code_status) values
            ('q1', 'Quiet', '2026-03-09', 'none'), ('q2', 'With code', '2026-03-09', 'linked'),
            ('q3', 'Liked', '2026-03-01', 'none'), ('q4', 'Liked less', '2026-03-02', 'linked'),
            ('q5', 'Newest', '2026-03-10', 'none'), ('q6', 'Undated', null, 'none');
        insert into listings values
            (repeat('b', 64), 1, 'q3', 1, '2026-03-09', 90),
            (repeat('b', 64), 2, 'q4', 2, '2026-03-09', 9);
    """
    assert titles(news(KETTLES + rows).papers) == [
        "Newest",
        "Liked",
        "Liked less",
        "With code",
        "Quiet",
        "Undated",
    ]


def test_code_since_tells_known_papers_that_became_linked(news):
    rows = "update papers set code_status = 'linked';"
    found = news(KETTLES + rows + SPOONS)
    assert [(each["title"], each["was_promised"]) for each in found.code_since.rows] == [
        ("Kettles of Iron", False),
        ("Lids", True),
    ]
    assert found.code_since.rows[0]["code_url"] == "https://github.com/Kite-Lab/iron"


def test_a_paper_that_had_code_under_another_id_has_none_since(news):
    linked = "update papers set code_status = 'linked';"
    now = ONE_NOW + linked + OLD_IS_NEW
    assert titles(news(now, ONE_BEFORE + linked).code_since) == []


def test_retracted_since(news):
    rows = "update papers set is_retracted = true where paper_id = 'p2';"
    assert titles(news(KETTLES + rows).retracted_since) == ["Lids"]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        pytest.param("('p1', 2, '2026-02-01')", [("Kettles of Iron", 2)], id="a newer version"),
        pytest.param(
            "('p1', 2, '2026-02-01'), ('p1', 3, '2026-02-09')", [("Kettles of Iron", 3)], id="two"
        ),
        pytest.param("('p2', 1, null), ('p2', 2, null)", [], id="versions not known before"),
    ],
)
def test_revised_since(news, versions, expected):
    rows = "insert into paper_versions values VERSIONS;".replace("VERSIONS", versions)
    found = news(KETTLES + rows)
    assert [(each["title"], each["version"]) for each in found.revised_since.rows] == expected


def test_a_version_between_known_ones_is_no_revision(news):
    known = "insert into paper_versions values ('p2', 1, null), ('p2', 3, null);"
    between = "insert into paper_versions values ('p2', 2, null);"
    assert titles(news(KETTLES + known + between, KETTLES + known).revised_since) == []


def test_a_repository_written_in_another_case_is_not_new(news):
    found = news(KETTLES + SPOONS)
    assert [(each["owner"], each["repository"]) for each in found.repositories.rows] == [
        ("kite-lab", "Spoon")
    ]
    assert found.repositories.rows[0]["title"] == "Spoons"


def test_repositories_of_most_papers_come_first(news):
    rows = """
        insert into code_links (paper_id, url, host, owner, repository, kind)
        select paper_id, 'https://github.com/kite-lab/' || name, 'github.com', 'kite-lab', name,
            'repository'
        from papers, (values ('one', 1), ('two', 2)) as names (name, number)
        where number = 2 or paper_id = 'p2';
    """
    found = [
        (each["repository"], each["paper_count"]) for each in news(KETTLES + rows).repositories.rows
    ]
    assert found == [("two", 2), ("one", 1)]


@pytest.mark.parametrize(
    ("keyword", "papers", "expected"),
    [
        pytest.param("ladle", 2, [("ladle", 2)], id="of two papers"),
        pytest.param("ladle", 1, [], id="of one paper"),
        pytest.param("Boiler", 2, [], id="another spelling before"),
    ],
)
def test_keywords_that_the_release_before_did_not_have(news, keyword, papers, expected):
    rows = """
        insert into keywords values ('k9', 'KEYWORD');
        insert into paper_keywords (paper_id, keyword_id, rank, source, in_title)
        select paper_id, 'k9', 2, 'extracted', false from papers order by paper_id limit COUNT;
    """.replace("KEYWORD", keyword).replace("COUNT", str(papers))
    found = news(KETTLES + rows).new_keywords.rows
    assert [(each["keyword"], each["paper_count"]) for each in found] == expected


RISE = """
    insert into papers (paper_id, title, published_on)
    select 'r' || i, 'Rising ' || i, date '2025-10-01' + to_months((i % 6)::integer)
    from range(120) t (i);
    insert into keywords values ('k7', 'froth'), ('k8', 'steady');
    insert into paper_keywords (paper_id, keyword_id, rank, source, in_title)
    select 'r' || i, 'k7', 1, 'extracted', false from range(120) t (i) where i % 6 > 2;
    insert into paper_keywords (paper_id, keyword_id, rank, source, in_title)
    select 'r' || i, 'k8', 2, 'extracted', false from range(120) t (i);
"""


def test_rising_keywords_are_those_of_the_question(release):
    path = release(KETTLES + RISE)
    with open_published(path) as connection:
        found = news_of(connection, None).rising
        question = question_of("rising_keywords")
        first = connection.execute(question.sql, question.values({})).fetchone()
    assert [each["keyword"] for each in found] == ["froth"]
    assert first[:3] == (found[0]["keyword"], found[0]["paper_count"], 0)


def test_the_first_release_says_so_and_shows_the_newest(release, written):
    page, text = written(release(KETTLES + SPOONS), number=1)
    for shown in (page_text(page), text):
        assert "This is the first release." in shown
        assert shown.index("Spoons") < shown.index("Lids") < shown.index("Kettles of Iron")
        assert "Most linked repositories" in shown


def test_nothing_new_is_one_line(release, written):
    page, text = written(release(KETTLES, 2), release(KETTLES, 1))
    assert text == (
        "# What is new in release 2\n\nNothing is new since release 1. "
        "This release holds 2 papers, listed until 21 January 2026.\n"
    )
    assert "Nothing is new since release 1." in page_text(page)
    assert "<h2" not in page


def test_an_empty_release_has_a_digest(release, written):
    page, text = written(release(""))
    assert "It holds no papers." in text
    assert "It holds no papers." in page_text(page)


def test_what_changed_is_said_in_words(release, written):
    gone = "insert into papers (paper_id, title) values ('p9', 'Forks');"
    page, text = written(release(KETTLES + SPOONS, 2), release(KETTLES + gone, 1))
    assert "Since release 1: 1 new paper, 1 with code; 1 new repository." in text
    assert "1 paper of release 1 is no longer there." in text
    assert "### Friday, 6 March 2026" in text
    assert "Ada Quill, Bo Reed, Cy Dahl and 2 others · cs.SP · 42 upvotes · [code](https" in text
    assert "Compared with release 1." in page_text(page)
    tiles = html.fromstring(page).xpath("//div[@class='tile']/div/text()")
    assert tiles[::2] == ["1", "1", "0", "1"]
    assert tiles[1::2] == ["new paper", "of them with code", "got code since", "new repository"]


@pytest.mark.parametrize(
    ("change", "is_compared", "revised"),
    [
        pytest.param("drop schema mart cascade", True, 1, id="without marts"),
        pytest.param("drop table paper_versions", True, 0, id="without versions"),
        pytest.param("alter table papers drop is_retracted", True, 1, id="without retractions"),
        pytest.param("drop table code_links", True, 1, id="without links"),
        pytest.param("drop table keyword_aliases", True, 1, id="without spellings"),
        pytest.param("drop table paper_aliases", False, 0, id="without former ids"),
        pytest.param("drop table papers", False, 0, id="without papers"),
    ],
)
def test_a_release_of_an_older_paperhouse_tells_what_it_can(
    release, written, change, is_compared, revised
):
    before = release(KETTLES, 1)
    with open_staged(before) as connection:
        connection.execute(change)
    newer = "insert into paper_versions values ('p1', 2, '2026-02-01');"
    now = release(KETTLES + SPOONS + newer, 2)
    with open_published(now) as connection:
        found = news_of(connection, before)
    assert (found.is_compared, found.revised_since.total) == (is_compared, revised)
    assert found.papers.total == (1 if is_compared else 3)
    _, text = written(now, before)
    assert ("cannot be compared" in text) is not is_compared


@pytest.mark.parametrize("name", ["gone.duckdb", "text.duckdb", "empty.duckdb", "folder.duckdb"])
def test_a_file_that_is_no_release_is_said_to_be_none(release, written, tmp_path, name):
    (tmp_path / "text.duckdb").write_text("no database")
    (tmp_path / "folder.duckdb").mkdir()
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    _, text = written(release(KETTLES), tmp_path / name)
    assert "The release before cannot be compared with this one." in text
    assert "Kettles of Iron" in text


def test_asking_leaves_nothing_behind(release):
    before, now = release(KETTLES, 1), release(KETTLES + SPOONS, 2)
    with open_published(now) as connection:
        for _ in range(2):
            assert news_of(connection, before).papers.total == 1
        left = connection.execute(
            "select database_name from duckdb_databases() where not internal"
        ).fetchall()
        made = connection.execute(
            "select count(*) from duckdb_tables() where table_name like 'digest%'"
        ).fetchone()
    assert (left, made) == ([("warehouse",)], (0,))


def test_the_same_two_releases_give_the_same_bytes(release, written, tmp_path):
    before, now = release(KETTLES, 1), release(KETTLES + SPOONS + RISE, 2)
    assert written(now, before) == written(now, before)
    assert {path.name for path in (tmp_path / "written").iterdir()} == {"digest.html", "digest.md"}


MANY = """
insert into papers
    (paper_id, title, abstract, published_on, arxiv_id, primary_category, code_status)
select 'm' || i, repeat('Wide ', 20000), repeat('Water boils & boils. ', 2000), '2026-03-01',
    '2603.' || i, 'cs.' || repeat('K', 200) || i, 'linked'
from range(60) t (i);
insert into papers (paper_id, title, published_on)
select 'n' || i, 'Thin ' || i, '2026-02-01' from range(1940) t (i);
insert into paper_authors
select 'm' || i, p, repeat('Quill', 100) from range(60) t (i), range(1, 300) r (p);
insert into code_links (paper_id, url, host, owner, repository, kind)
select 'm' || i, 'https://github.com/kite-lab/' || repeat('x', 9999) || i, 'github.com',
    repeat('o', 5000), repeat('x', 9999) || i, 'repository' from range(60) t (i);
insert into keywords select 'w' || i, repeat('long ', 999) || i from range(9) t (i);
insert into paper_keywords (paper_id, keyword_id, rank, source, in_title)
select 'm' || i, 'w' || k, k + 1, 'extracted', false from range(60) t (i), range(9) r (k);
"""


def test_a_digest_is_small_however_much_is_new(release, written):
    page, text = written(release(KETTLES + MANY, 2), release(KETTLES, 1))
    assert "2,000 new papers" in text
    assert f"and {2000 - PAPERS:,} more" in text
    assert f"and {2000 - PAPERS:,} more" in page_text(page)
    assert len(text.encode()) < GMAIL_CLIPS_AT
    assert len(page.encode()) < 2 * GMAIL_CLIPS_AT


def test_a_mail_of_common_papers_is_not_clipped(release, written):
    common = """
        insert into papers
            (paper_id, title, abstract, published_on, arxiv_id, primary_category, code_status)
        select 'c' || i, repeat('Kettle ', 12) || i, repeat('Water boils in kettles. ', 40),
            '2026-03-01', '2603.' || (10000 + i), 'cs.KT', 'linked' from range(500) t (i);
        insert into paper_authors
        select 'c' || i, p, 'Ada Quill ' || p from range(500) t (i), range(1, 9) r (p);
        insert into code_links (paper_id, url, host, owner, repository, kind)
        select 'c' || i, 'https://github.com/kite-lab/kettle-' || i, 'github.com', 'kite-lab',
            'kettle-' || i, 'repository' from range(500) t (i);
        insert into keywords select 'c' || i, 'keyword of kettles ' || i from range(30) t (i);
        insert into paper_keywords (paper_id, keyword_id, rank, source, in_title)
        select 'c' || i, 'c' || (i + k) % 30, k + 1, 'extracted', false
        from range(500) t (i), range(10) r (k);
        update papers set code_status = 'linked';
    """
    page, _ = written(release(KETTLES + common + RISE, 2), release(KETTLES, 1))
    assert len(page.encode()) < GMAIL_CLIPS_AT


def test_the_sql_in_the_digest_lists_every_new_paper(release, written, monkeypatch, tmp_path):
    before = release(KETTLES + ONE_BEFORE, 1)
    more = "insert into papers (paper_id, title) select 'x' || i, 'Tin ' || i from range(99) t (i);"
    now = release(KETTLES + SPOONS + ONE_NOW + OLD_IS_NEW + more, 2)
    _, text = written(now, before)
    sql = re.search(r"```sql\n(.+?)\n```", text, re.DOTALL).group(1)
    monkeypatch.chdir(tmp_path)
    with open_published(now) as connection:
        listed = connection.execute(sql).fetchall()
        assert len(listed) == news_of(connection, before).papers.total == 100


HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "`code` **bold** _it_ ~~gone~~ $x$ | a | b | \\",
    '=HYPERLINK("https://evil.example")',
    "# heading\n\n---\n\n> quote\n1. one",
    "\u202eevil\u202c \u200f\u2067rtl\u2069 \x00\x1b[31mred\x07",
    "<https://evil.example> https://evil.example www.evil.example &lt;b&gt; {{ 7 * 7 }}",
    "</td></table></style></pre>\"'><a href=javascript:alert(1)>x",
    "[x]: javascript:alert(1)",
    "```\n",
]


@pytest.fixture
def hostile(release, written):
    path = release(KETTLES, 1)
    now = release(KETTLES, 2)
    with open_staged(now) as connection:
        for i, text in enumerate(HOSTILE):
            values = {"id": f"h{i}", "keyword": f"z{i}", "text": text.replace("\x00", "")}
            url = f"javascript:alert({i})" if i % 2 else f"https://kite.example/a b)({i}|`<x>"
            connection.execute(
                "insert into papers (paper_id, title, abstract, doi, primary_category, "
                "code_status, published_on) values "
                "($id, $text, $text, '10.1/' || $text, $text, 'linked', '2026-03-01')",
                {"id": values["id"], "text": values["text"]},
            )
            connection.execute(
                "insert into paper_authors values ($id, 1, $text)",
                {"id": values["id"], "text": values["text"]},
            )
            connection.execute(
                "insert into keywords values ($keyword, $text)",
                {"keyword": values["keyword"], "text": values["text"]},
            )
            for paper in (values["id"], "p1"):
                connection.execute(
                    "insert into paper_keywords (paper_id, keyword_id, rank, source, in_title) "
                    "values ($paper, $keyword, 1, 'extracted', false)",
                    {"paper": paper, "keyword": values["keyword"]},
                )
            connection.execute(
                "insert into code_links (paper_id, url, host, owner, repository, kind) "
                "values ($id, $url, $text, $text, $text, 'repository')",
                {"id": values["id"], "text": values["text"], "url": url},
            )
        create_marts(connection)
    return written(now, path)


ELEMENTS = {
    *("html", "head", "meta", "title", "link", "style", "body", "table", "tr", "td", "th"),
    *("div", "h1", "h2", "h3", "p", "a", "span", "b", "bdi", "pre"),
}


def test_hostile_texts_do_no_harm_in_the_page(hostile):
    tree = html.fromstring(hostile[0])
    assert {each.tag for each in tree.iter()} <= ELEMENTS
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on")]
    places = set(tree.xpath("//@id"))
    for address in tree.xpath("//a/@href"):
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"} or address.removeprefix("#") in places
        assert "evil.example" not in parts.netloc
    assert not tree.xpath("//@src")
    shown = [each.text_content() for each in tree.xpath("//a[contains(@href, 'doi.org')]")]
    for text in HOSTILE:
        assert one_line(text) in shown


def test_hostile_texts_do_no_harm_in_markdown(hostile):
    tokens = MARKDOWN.parse(hostile[1])
    inline = [child for each in tokens for child in each.children or []]
    assert not [each for each in [*tokens, *inline] if each.type in {"html_block", "html_inline"}]
    assert not [
        each for each in inline if each.type in {"image", "code_inline", "em_open", "s_open"}
    ]
    assert {
        urlsplit(each.attrGet("href")).netloc for each in inline if each.type == "link_open"
    } <= {
        "doi.org",
        "arxiv.org",
        "github.com",
        "kite.example",
    }
    assert [each.tag for each in tokens if each.type == "heading_open"][:3] == ["h1", "h2", "h3"]
    tree = markdown_html(hostile[1])
    shown = [each.text_content() for each in tree.xpath("//p/strong")]
    assert sorted(shown) == sorted(one_line(text) for text in HOSTILE)


def test_the_tables_of_the_markdown_have_their_cells(hostile):
    for row in markdown_html(hostile[1]).xpath("//table//tr"):
        assert len(row) in {3, 6}


def test_marks_that_turn_the_reading_direction_are_taken_out(hostile):
    for shown in hostile:
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00\x1b]", shown)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.text(alphabet=st.sampled_from(list("ab1.)(#+-=*_`~[]<>|\\$&;:!/w \tü\"'{}")), max_size=30)
)
def test_markdown_shows_any_text_letter_by_letter(text):
    text = one_line(text)
    escaped = markdown(text)
    shown = markdown_html(f"{escaped}  \n{escaped}\n\n| a | b |\n|---|---|\n| {escaped} | x |\n")
    if text:
        assert shown.xpath("//p")[0].text_content() == f"{text}\n{text}"
    assert shown.xpath("//tbody/tr/td[1]")[0].text_content() == text
    assert not shown.xpath("//a | //em | //strong | //code | //h1 | //h2 | //ul | //ol")


def test_an_address_stays_one_in_markdown():
    url = 'https://kite.example/a_b*c(d)[e]|f`g"h<i>\\?q=~1'
    (link,) = markdown_html(f"[x]({markdown_link(url)})").xpath("//a/@href")
    assert link == "https://kite.example/a_b*c%28d%29%5Be%5D%7Cf%60g%22h%3Ci%3E%5C?q=~1"


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param(None, "", id="none"),
        pytest.param("One. Two! Three?", "One. Two!", id="two sentences"),
        pytest.param("One\n line\x00. Two.", "One line. Two.", id="line breaks and controls"),
        pytest.param(
            "See Fig. of A. Quill et al. (2020), e.g. kettles. Two. Three.",
            "See Fig. of A. Quill et al. (2020), e.g. kettles. Two.",
            id="short forms",
        ),
        pytest.param(
            "水が沸く。二つ。三つ。", "水が沸く。 二つ。", id="no blanks between sentences"
        ),
        pytest.param(
            f"A{' kettle' * 30}. L{' lid' * 40}. End.", f"A{' kettle' * 30}.", id="one of two"
        ),
        pytest.param("kettle " * 99, f"{('kettle ' * 42).strip()}…", id="cut after a word"),
        pytest.param("x" * 400, f"{'x' * 300}…", id="one long word"),
    ],
)
def test_an_abstract_is_told_in_two_sentences_or_300_letters(abstract, expected):
    assert excerpt(abstract) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ""),
        (1, "Ada"),
        (2, "Ada and Bo"),
        (3, "Ada, Bo and Cy"),
        (4, "Ada, Bo, Cy and 1 other"),
        (9, "Ada, Bo, Cy and 6 others"),
    ],
)
def test_long_lists_of_authors_are_shortened(count, expected):
    assert shortened_authors(["Ada", "Bo", "Cy"][:count], count) == expected
