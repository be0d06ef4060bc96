"""What the views and functions of keywords say of a small warehouse, counted by hand."""

import shutil
from math import log

import pytest

from warehouse.load import create_marts, create_tables, open_staged

JANUARY, MARCH, APRIL = "2026-01-01", "2026-03-01", "2026-04-01"
ODD_NAME = """O'Neill's 100% "Kőrös" _ kettle 茶壶"""

PAPERS = {
    "p01": ("Alder", "2026-01-10", 2026),
    "p02": ("Birch", "2026-01-20", 2026),
    "p03": ("Cedar", "2026-01-25", 2026),
    "p04": ("Dogwood", "2026-01-30", 2026),
    "p05": ("Elder", "2026-03-02", 2026),
    "p06": ("Fir", "2026-03-05", None),
    "p07": ("Gum", "2026-04-01", None),
    "p08": ("Hazel", "2026-04-02", None),
    "p09": ("Ivy, of no day but that of its listings", None, None),
    "p10": ("Juniper, listed long after its year", None, 1999),
    "p11": ("Kapok, without any date", None, None),
}
LISTED = [
    ("p09", "2026-04-20"),
    ("p09", "2026-04-05"),
    ("p10", "2026-04-05"),
    ("p02", "2026-04-05"),
]
KEYWORDS = {
    "kettle": ("p01", "p02", "p05", "p06", "p08", "p09", "p10"),
    "teapot": ("p01", "p03", "p05", "p07", "p08"),
    "iron kettle": ("p01", "p02", "p05"),
    "spoon": ("p04",),
    "ladle": ("p06",),
    "ink kit": ("p03",),
    ODD_NAME: ("p11",),
}
IDS = {name: f"{number:016x}" for number, name in enumerate(KEYWORDS, 1)}
ALIASES = [
    *((name.lower(), name) for name in KEYWORDS),
    ("kettles", "kettle"),
    ("ik", "iron kettle"),
    ("ik", "ink kit"),
]


@pytest.fixture
def empty(tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        yield connection


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("keywords") / "warehouse.duckdb"
    with open_staged(path) as connection:
        create_tables(connection)
        fill(connection)
        create_marts(connection)
    return path


@pytest.fixture
def warehouse(filled, tmp_path):
    """The papers above; each keyword has rank 1 and the score 0.5 unless a test says more."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(filled, path)
    with open_staged(path) as connection:
        yield connection


def fill(connection):
    connection.executemany(
        "insert into papers (paper_id, title, published_on, year) values (?, ?, ?, ?)",
        [(paper, *row) for paper, row in PAPERS.items()],
    )
    connection.executemany("insert into listings (paper_id, listed_on) values (?, ?)", LISTED)
    connection.executemany(
        "insert into keywords (keyword, keyword_id) values (?, ?)", list(IDS.items())
    )
    connection.executemany(
        "insert into keyword_aliases values (?, ?)", [(alias, IDS[name]) for alias, name in ALIASES]
    )
    for name, papers in KEYWORDS.items():
        for paper in papers:
            carry(connection, paper, name)


def carry(warehouse, paper, name, **values):
    row = {
        "rank": 1,
        "score": 0.5,
        "source": "extracted",
        "in_title": False,
        "surface": name,
        "occurrence_count": None,
        "first_position": None,
        **values,
    }
    warehouse.execute(
        "insert into paper_keywords values ($paper, $keyword_id, $rank, $score, $source, "
        "$in_title, $surface, $occurrence_count, $first_position)",
        {"paper": paper, "keyword_id": IDS[name], **row},
    )


def rows(warehouse, sql, **values):
    """The rows, days as texts."""
    answer = warehouse.execute(sql, values).fetchall()
    return [tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in answer]


def test_a_paper_counts_under_its_day_or_else_its_first_listing_in_its_year(warehouse):
    found = dict(rows(warehouse, "select paper_id, counted_on from mart.dated_papers"))
    assert len(found) == len(PAPERS)
    assert {paper: found[paper] for paper in ("p02", "p09", "p10", "p11")} == {
        "p02": "2026-01-20",
        "p09": "2026-04-05",
        "p10": None,
        "p11": None,
    }


def test_a_listing_in_the_year_of_publication_dates_a_paper(warehouse):
    warehouse.execute("insert into papers (paper_id, year) values ('p12', 2026)")
    warehouse.execute("insert into listings (paper_id, listed_on) values ('p12', '2026-04-09')")
    create_marts(warehouse)
    sql = "select counted_on, month from mart.dated_papers where paper_id = 'p12'"
    assert rows(warehouse, sql) == [("2026-04-09", APRIL)]


def test_a_keyword_is_counted_once_per_paper_whatever_sources_give_it(warehouse):
    carry(warehouse, "p01", "kettle", source="author", in_title=True)
    carry(warehouse, "p01", "kettle", source="index")
    carry(warehouse, "p07", "kettle", source="author")
    warehouse.execute("update papers set code_status = 'linked' where paper_id in ('p02', 'p03')")
    create_marts(warehouse)
    sql = (
        "select * exclude (keyword_id, keyword_number) from mart.keyword_counts "
        "where keyword = $name"
    )
    assert rows(warehouse, sql, name="kettle") == [("kettle", 8, 1, 2, 1, JANUARY, APRIL)]
    assert rows(warehouse, sql, name=ODD_NAME) == [(ODD_NAME, 1, 0, 0, 0, None, None)]


def test_trends_have_a_row_for_each_month_of_a_keyword_of_three_papers_and_those_undated_apart(
    warehouse,
):
    carry(warehouse, "p01", "kettle", source="author")
    create_marts(warehouse)
    sql = (
        "select month, paper_count, month_paper_count, share, growth from mart.keyword_trends "
        "where keyword = $name order by month"
    )
    assert rows(warehouse, sql, name="kettle") == [
        (JANUARY, 2, 4, 0.5, None),
        (MARCH, 2, 2, 1.0, None),
        (APRIL, 2, 3, 2 / 3, pytest.approx(-1 / 3)),
        (None, 1, None, None, None),
    ]
    assert rows(warehouse, sql, name="spoon") == []


@pytest.mark.parametrize(
    ("name", "months"),
    [
        pytest.param(
            "kettle",
            [
                (JANUARY, 2, 4, 0.5, None),
                (MARCH, 2, 2, 1.0, None),
                (APRIL, 2, 3, 2 / 3, pytest.approx(-1 / 3)),
                (None, 1, None, None, None),
            ],
            id="a keyword of every month, and of a paper without a date",
        ),
        pytest.param(
            "ladle",
            [(MARCH, 1, 2, 0.5, None), (APRIL, 0, 3, 0.0, -1.0)],
            id="a keyword that falls to nothing",
        ),
        pytest.param(
            "spoon",
            [(JANUARY, 1, 4, 0.25, None), (MARCH, 0, 2, 0.0, None), (APRIL, 0, 3, 0.0, None)],
            id="a keyword that is not seen again",
        ),
        pytest.param(ODD_NAME, [(None, 1, None, None, None)], id="a keyword without any date"),
    ],
)
def test_a_trend_goes_on_through_months_without_the_keyword(warehouse, name, months):
    sql = "select month, paper_count, month_paper_count, share, growth from keyword_trend($name)"
    assert rows(warehouse, sql, name=name) == months


@pytest.mark.parametrize(
    ("name", "keywords"),
    [
        pytest.param("KETTLE", ["kettle"], id="capitals"),
        pytest.param(" kettles ", ["kettle"], id="another spelling, with spaces around it"),
        pytest.param(IDS["kettle"], ["kettle"], id="an id"),
        pytest.param("IK", ["iron kettle", "ink kit"], id="an acronym of two keywords"),
        pytest.param(ODD_NAME, [ODD_NAME], id="quotes, a percent sign and letters of the world"),
        pytest.param(ODD_NAME.upper(), [ODD_NAME], id="the same in capitals"),
        pytest.param("ladles", ["ladle"], id="a plural that nobody writes"),
        pytest.param("Iron-Kettle", ["iron kettle"], id="a hyphen that nobody writes"),
        pytest.param("ironkettles", [], id="two words in one, in the plural"),
        pytest.param("kett%", [], id="a pattern, which is only text"),
        pytest.param("' or true --", [], id="SQL, which is only text"),
        pytest.param("fork", [], id="a keyword that nobody has"),
        pytest.param("", [], id="nothing"),
    ],
)
@pytest.mark.parametrize("function", ["keyword_papers", "keyword_trend", "keyword_spellings"])
def test_a_keyword_is_known_by_any_of_its_names(warehouse, function, name, keywords):
    found = rows(warehouse, f"from {function}($name)", name=name)
    assert list(dict.fromkeys(row[0] for row in found)) == keywords


def test_the_papers_of_a_keyword_come_once_each_and_the_best_rank_first(warehouse):
    warehouse.execute("delete from paper_keywords where keyword_id = ?", [IDS["kettle"]])
    carry(warehouse, "p06", "kettle", rank=2, surface="Kettles", occurrence_count=3)
    carry(warehouse, "p06", "kettle", rank=4, source="author", score=None, in_title=True)
    carry(warehouse, "p01", "kettle", rank=1, score=0.4)
    carry(warehouse, "p02", "kettle", rank=1, score=0.9)
    carry(warehouse, "p05", "kettle", rank=1, source="index", score=None)
    assert rows(warehouse, "from keyword_papers('kettle')") == [
        (
            *("kettle", "p02", "Birch", "2026-01-20", "extracted"),
            *(1, 0.9, "kettle", None, False),
        ),
        (
            *("kettle", "p01", "Alder", "2026-01-10", "extracted"),
            *(1, 0.4, "kettle", None, False),
        ),
        ("kettle", "p05", "Elder", "2026-03-02", "index", 1, None, "kettle", None, False),
        ("kettle", "p06", "Fir", "2026-03-05", "author, extracted", 2, 0.5, "Kettles", 3, True),
    ]


def npmi(together, one, other):
    papers = len(PAPERS)
    return pytest.approx(log(together * papers / (one * other)) / -log(together / papers))


def test_pairs_are_the_keywords_of_three_papers_or_more_each_two_once(warehouse):
    found = rows(warehouse, "select * from mart.keyword_pairs order by other_keyword_id")
    kettle, teapot, iron_kettle = IDS["kettle"], IDS["teapot"], IDS["iron kettle"]
    assert found == [
        (kettle, "kettle", teapot, "teapot", 3, 7, 5, 3 / 9, npmi(3, 7, 5), False),
        (kettle, "kettle", iron_kettle, "iron kettle", 3, 7, 3, 3 / 7, npmi(3, 7, 3), True),
    ]
    assert found[0][8] < 0 < found[1][8]


def test_related_keywords_share_two_papers_or_more_strongest_first(warehouse):
    sql = "select * exclude (related_keyword_id) from related_keywords('teapot')"
    assert rows(warehouse, sql) == [
        ("teapot", "iron kettle", 2, 3, 2 / 5, npmi(2, 5, 3), False),
        ("teapot", "kettle", 3, 7, 3 / 5, npmi(3, 5, 7), False),
    ]


def test_keywords_of_every_paper_are_bound_as_closely_as_can_be(empty):
    for name in ("kettle", "teapot"):
        empty.execute("insert into keywords (keyword_id, keyword) values (?, ?)", [IDS[name], name])
        empty.execute("insert into keyword_aliases values (?, ?)", [name, IDS[name]])
    for paper in ("p01", "p02", "p03"):
        empty.execute("insert into papers (paper_id) values (?)", [paper])
        carry(empty, paper, "kettle")
        carry(empty, paper, "teapot")
    create_marts(empty)
    sql = "select paper_count, npmi from {}"
    assert rows(empty, sql.format("mart.keyword_pairs")) == [(3, 1.0)]
    assert rows(empty, sql.format("related_keywords('kettle')")) == [(3, 1.0)]


@pytest.mark.parametrize(
    ("one", "other", "nested"),
    [
        pytest.param("graph", "Graph Neural Network", True, id="a word of a phrase"),
        pytest.param("diffusion model", "model", True, id="the other way round"),
        pytest.param("graph", "photography", False, id="letters within a word"),
        pytest.param("kettle", "teapot", False, id="different words"),
    ],
)
def test_a_keyword_stands_within_another_from_the_start_of_a_word(empty, one, other, nested):
    assert rows(empty, "select mart.is_nested($one, $other)", one=one, other=other) == [(nested,)]


def test_surfaces_are_counted_case_kept_and_their_shares_add_up(warehouse):
    carry(warehouse, "p03", "kettle", surface="Kettles")
    carry(warehouse, "p04", "kettle", surface="kettle")
    carry(warehouse, "p04", "kettle", surface="kettle", source="author")
    create_marts(warehouse)
    sql = (
        "select surface, paper_count, share from mart.keyword_surfaces where keyword = 'kettle' "
        "order by paper_count desc"
    )
    assert rows(warehouse, sql) == [("kettle", 8, 8 / 9), ("Kettles", 1, 1 / 9)]


def test_spellings_name_also_the_aliases_that_no_paper_writes(warehouse):
    carry(warehouse, "p03", "kettle", surface="KETTLE")
    create_marts(warehouse)
    assert rows(warehouse, "from keyword_spellings('kettle')") == [
        ("kettle", "kettle", 7, 7 / 8),
        ("kettle", "KETTLE", 1, 1 / 8),
        ("kettle", "kettles", 0, 0.0),
    ]


@pytest.fixture
def explained(warehouse):
    warehouse.execute("insert into paper_identifiers values ('arxiv', '2603.00004', 'p04')")
    carry(
        warehouse,
        "p04",
        "kettle",
        rank=2,
        score=0.25,
        surface="Kettles",
        occurrence_count=3,
        first_position=9,
    )
    carry(warehouse, "p04", "kettle", source="author", score=None, in_title=True)
    create_marts(warehouse)
    return warehouse


@pytest.mark.parametrize(
    "paper", ["p04", "dogwood", "arxiv:2603.00004", "arxiv.org/abs/2603.00004"]
)
def test_a_paper_tells_why_it_has_its_keywords(explained, paper):
    assert rows(explained, "from why_keywords($paper)", paper=paper) == [
        ("p04", "author", 1, "kettle", "kettle", None, True, None, None, 8, "kettles"),
        ("p04", "extracted", 1, "spoon", "spoon", 0.5, False, None, None, 1, None),
        ("p04", "extracted", 2, "kettle", "Kettles", 0.25, False, 3, 9, 8, "kettle"),
    ]


@pytest.mark.parametrize("paper", ["On Forks", "", "'"])
def test_of_an_unknown_paper_nothing_is_said(explained, paper):
    assert rows(explained, "from why_keywords($paper)", paper=paper) == []


@pytest.mark.parametrize(
    ("part", "of_all", "other_part", "of_others", "expected"),
    [
        pytest.param(30, 100, 10, 100, 0.2 / (0.2 * 0.8 * 0.02) ** 0.5, id="a larger share"),
        pytest.param(10, 100, 10, 100, 0.0, id="the same share"),
        pytest.param(5, 5, 0, 0, None, id="no others"),
        pytest.param(5, 5, 7, 7, None, id="everything has it"),
        pytest.param(0, 5, 0, 7, None, id="nothing has it"),
    ],
)
def test_a_share_is_measured_in_standard_errors(
    empty, part, of_all, other_part, of_others, expected
):
    sql = f"select mart.z_score({part}, {of_all}, {other_part}, {of_others})"
    ((found,),) = rows(empty, sql)
    assert found == (expected and pytest.approx(expected))
