"""Searching titles and abstracts: what is found, in which order."""

import polars as pl
import pytest

from transforms.search_terms import search_terms
from warehouse.load import create_marts, create_tables, load_table, open_staged
from warehouse.query import ask, question_of
from warehouse.schema import PAPERS
from warehouse.search_index import load_search_index

KITCHEN = (
    ("p1", "Kettles of Iron", "We boil water in the hall. Kettle and lid.", "2026-01-10"),
    ("p2", "Lids", "A kettle has one lid; kettles, many.", "2026-01-20"),
    ("p3", "Spoons", "The teakettle is far away.", "2026-03-05"),
    ("p4", "Forks", None, None),
    ("p5", "Graphene at Kőrös", "Naïve queries in Łódź, by the Straße.", "2026-02-01"),
    ("p6", "基于扩散模型的图像", "हिन्दी में, и по-русски", "2026-02-02"),
    ("p7", "Rare and common", "Rare, rare, rare. A common thing.", "2026-02-03"),
    ("p8", "Common and rare", "Common, common, common. A rare thing.", "2026-02-04"),
    ("p9", "Common things", "More that is common.", "2026-02-05"),
)


def build(folder, papers, block_size=65_536):
    """A warehouse of papers (paper_id, title, abstract, published_on) with its search index."""
    keys = ("paper_id", "title", "abstract", "published_on")
    rows = [dict(zip(keys, paper, strict=True)) | {"code_status": "none"} for paper in papers]
    frame = pl.DataFrame(rows, schema={**dict.fromkeys(keys, pl.String), "code_status": pl.String})
    frame = frame.with_columns(
        pl.col("published_on").str.to_date(),
        *(pl.lit(None).alias(name) for name in PAPERS.column_names if name not in frame.columns),
    )
    frame = frame.select(PAPERS.column_names).cast(dict(PAPERS.polars_schema))
    blocks = [
        search_terms(frame.slice(first, block_size), first)
        for first in range(0, max(frame.height, 1), block_size)
    ]
    frame.write_parquet(folder / "papers.parquet")
    pl.concat(blocks).write_parquet(folder / "search_terms.parquet")
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        load_table(connection, PAPERS, [folder / "papers.parquet"])
        load_search_index(
            connection, papers=folder / "papers.parquet", terms=folder / "search_terms.parquet"
        )
        create_marts(connection)
    return folder / "warehouse.duckdb"


def search(warehouse, text, **values):
    question = question_of("search")
    with ask(warehouse, question.sql, question.values({"text": text, **values})) as found:
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def found_by(warehouse, text, **values):
    return [row["paper_id"] for row in search(warehouse, text, **values)]


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    return build(tmp_path_factory.mktemp("kitchen"), KITCHEN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kettle", ["p1", "p2"], id="in the title before the abstract"),
        pytest.param("LID kettle", ["p2", "p1"], id="all words, in any case"),
        pytest.param("kettles", ["p1", "p2"], id="one for many"),
        pytest.param("query", ["p5"], id="many for one"),
        pytest.param("teakettle", ["p3"], id="another word that only ends so"),
        pytest.param("kettle kettle KETTLES", ["p1", "p2"], id="a word said three times"),
        pytest.param("fork", ["p4"], id="a paper without abstract"),
        pytest.param("graph", ["p5"], id="the beginning, of a word that no paper holds"),
        pytest.param("kett*", ["p1", "p2"], id="the beginning, asked for"),
        pytest.param("forks*", [], id="no word begins so"),
        pytest.param("koros", ["p5"], id="without the accents"),
        pytest.param("Kőrös", ["p5"], id="with the accents"),
        pytest.param("NAIVE lodz strasse", ["p5"], id="other letters for ï, ź and ß"),
        pytest.param("扩散模型", ["p6"], id="within a text without blanks"),
        pytest.param("हिन्दी", ["p6"], id="letters with marks"),
        pytest.param("по-русски", ["p6"], id="Cyrillic, parted by a hyphen"),
        pytest.param("'kettle' & (lid)", ["p2", "p1"], id="signs between the words"),
        pytest.param("the lid in the hall", ["p1"], id="words that say little"),
    ],
)
def test_words_find_papers_the_best_first(kitchen, text, expected):
    assert found_by(kitchen, text) == expected


def test_an_answer_tells_of_the_paper(kitchen):
    (row,) = search(kitchen, "spoon")
    assert row.pop("score") > 0
    assert {**row, "counted_on": str(row["counted_on"])} == {
        "title": "Spoons",
        "counted_on": "2026-03-05",
        "code_status": "none",
        "arxiv_id": None,
        "paper_id": "p3",
    }


def test_the_rarer_word_weighs_more(kitchen):
    assert found_by(kitchen, "common rare") == ["p7", "p8"]


def test_a_word_said_twice_counts_once(kitchen):
    assert search(kitchen, "lids kettle Kettles") == search(kitchen, "lid kettle")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kettle lid zzzz", ["p2", "p1"], id="a word of no paper"),
        pytest.param("kettle lid spoon", ["p3"], id="words of different papers, by the rarest"),
        pytest.param("zzzz yyyy", [], id="no word of any paper"),
    ],
)
def test_if_no_paper_has_all_words_most_of_them_do(kitchen, text, expected):
    assert found_by(kitchen, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("%", id="a sign of patterns"),
        pytest.param("*", id="a star"),
        pytest.param("'; drop table papers; --", id="SQL"),
        pytest.param('"((([\\', id="brackets"),
        pytest.param("\u200f\u202e\u0301", id="marks that turn the writing"),
        pytest.param("\x00\x1b[31m", id="control characters"),
        pytest.param("\U0001f600", id="a smiley"),
        pytest.param("x" * 1_000_000, id="a megabyte in one word"),
        pytest.param("zzz " * 250_000, id="a megabyte of words"),
        pytest.param("😀" * 9 + "𝒳", id="letters beyond the first plane"),
    ],
)
def test_what_asks_for_nothing_gets_nothing(kitchen, text):
    assert search(kitchen, text) == []


def test_a_megabyte_of_text_asks_for_its_first_words(kitchen):
    text = "lid kettle " * 12 + "spoon " * 200_000
    assert found_by(kitchen, text) == ["p2", "p1"]


@pytest.mark.parametrize("rows", ["0", "1", "99"])
def test_search_gives_as_many_rows_as_are_wanted(kitchen, rows):
    assert found_by(kitchen, "kettle", rows=rows) == ["p1", "p2"][: int(rows)]


def test_papers_of_one_score_stand_by_day_and_id(tmp_path):
    days = {"p3": "2026-01-01", "p1": None, "p2": "2026-01-02", "p0": "2026-01-01", "p4": None}
    warehouse = build(tmp_path, [(key, "On lids", "A lid.", day) for key, day in days.items()])
    expected = ["p2", "p0", "p3", "p1", "p4"]
    assert found_by(warehouse, "lid") == expected
    assert found_by(warehouse, "lid", rows="2") == expected[:2]


@pytest.mark.parametrize("block_size", [1, 2, 5])
def test_an_index_in_blocks_answers_as_one_in_one_block(kitchen, tmp_path, block_size):
    in_blocks = build(tmp_path, KITCHEN, block_size)
    for text in ("kettle", "lid kettle", "common rare", "k*", "the", "a", "graph", "kettle spoon"):
        assert search(in_blocks, text) == search(kitchen, text)


WORDS = """
analyses class classes boxes queries species bias focus Straße Ærø Łódź Þór ısı Σίσυφος
naïve ÅNGSTRÖM đồng ελλάς и́мя й ё हिन्दी עברית العَرَبِيّة 한국어 ไทย GPT4 3d ops gps
"""


@pytest.mark.parametrize("word", [*WORDS.split(), "antidis" * 9, "ß" * 39])
def test_a_word_finds_itself(tmp_path_factory, word):
    warehouse = build(tmp_path_factory.mktemp("one"), [("p1", word, None, None)])
    assert found_by(warehouse, word) == ["p1"]


def test_an_empty_warehouse_has_no_answer(tmp_path):
    assert search(build(tmp_path, []), "kettle") == []


def test_a_warehouse_without_an_index_has_no_answer(tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        connection.execute("insert into papers (paper_id, title) values ('p1', 'Kettle')")
        create_marts(connection)
    assert search(tmp_path / "warehouse.duckdb", "kettle") == []


def test_marts_made_anew_keep_the_index(tmp_path):
    warehouse = build(tmp_path, KITCHEN)
    with open_staged(warehouse) as connection:
        create_marts(connection)
    assert found_by(warehouse, "kettle") == ["p1", "p2"]
