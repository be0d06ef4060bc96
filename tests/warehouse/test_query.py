"""Asking a published warehouse."""

import duckdb
import pytest

from warehouse.load import create_tables, open_staged
from warehouse.query import QueryError, ask, open_published, sql_of


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with open_staged(path) as connection:
        create_tables(connection)
        connection.execute(
            "insert into papers (paper_id, title) select i, 'Paper ' || i from range(2500) r(i)"
        )
    return path


def test_an_answer_has_columns_and_all_its_rows(warehouse):
    with ask(warehouse, "select paper_id, title from papers order by title") as answer:
        assert answer.columns == ["paper_id", "title"]
        assert len(list(answer.rows)) == 2500


def test_a_name_stands_for_its_sql():
    assert sql_of("top_keywords").startswith("-- Which keywords")
    assert sql_of("select 1") == "select 1"


def test_asking_cannot_change_a_warehouse(warehouse):
    with pytest.raises(QueryError, match="read-only"), ask(warehouse, "delete from papers"):
        pass


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        pytest.param("select nothing from papers", "nothing", id="an unknown column"),
        pytest.param("selec 1 from papers", "syntax", id="a slip of the pen"),
    ],
)
def test_wrong_sql_ends_in_one_line(warehouse, sql, message):
    with pytest.raises(QueryError, match=message) as raised, ask(warehouse, sql):
        pass
    assert "\n" not in str(raised.value)


def test_an_unknown_question_names_the_cure():
    with pytest.raises(QueryError, match="`paperhouse query` lists them"):
        sql_of("top_kewords")


def test_no_warehouse_names_the_cure(tmp_path):
    with pytest.raises(QueryError, match="`paperhouse build` makes one"):
        open_published(tmp_path / "none.duckdb")


def test_a_file_that_is_no_warehouse_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("notes\n" * 1000)
    with pytest.raises(QueryError, match="not a DuckDB file"):
        open_published(path)


def test_several_readers_at_once(warehouse):
    with duckdb.connect(str(warehouse), read_only=True), ask(warehouse, "select 1 as n") as answer:
        assert list(answer.rows) == [(1,)]
