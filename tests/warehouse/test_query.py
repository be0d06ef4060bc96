"""Asking a published warehouse."""

import re

import duckdb
import pytest

from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import (
    Parameter,
    QueryError,
    Question,
    ask,
    name_and_values,
    open_published,
    question_of,
    questions,
)


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


def test_a_question_to_a_warehouse_that_lacks_what_it_asks_for_tells_what_to_do(warehouse):
    question = question_of("top_authors")
    with (
        pytest.raises(QueryError, match=r"made by another version .*`paperhouse build`"),
        ask(warehouse, question.sql, question.values({})),
    ):
        pass


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("many", id="a word"),
        pytest.param(" ", id="a blank"),
        pytest.param("9" * 40, id="a number too large"),
        pytest.param("x" * 1_000_000, id="a megabyte"),
    ],
)
def test_a_value_of_the_wrong_kind_names_what_is_asked_for(warehouse, value):
    with open_staged(warehouse.with_name("whole.duckdb")) as connection:
        create_tables(connection)
        create_marts(connection)
    question = question_of("top_keywords")
    with (
        pytest.raises(QueryError, match=r"top_keywords cannot use a value .*--rows: how") as told,
        ask(warehouse.with_name("whole.duckdb"), question.sql, question.values({"rows": value})),
    ):
        pass
    assert len(str(told.value)) < 1000
    assert "\n" not in str(told.value)


def test_a_name_stands_for_its_sql():
    assert question_of("top_keywords").sql.startswith("-- Which keywords")
    assert question_of("select 1").sql == "select 1"


def test_a_value_is_bound_as_it_is(warehouse):
    value = """it's 100 % "Kőrös"; drop table papers --"""
    with ask(warehouse, "select $value as value", {"value": value}) as answer:
        assert list(answer.rows) == [(value,)]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_names_the_parameters_that_its_sql_has(question):
    named = [each.name for each in question.parameters]
    assert len(set(named)) == len(named)
    assert set(named) == set(re.findall(r"\$(\w+)", question.sql))


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_no_parameter_has_the_name_of_an_option(question):
    assert {"csv", "json", "warehouse", "help"}.isdisjoint(
        each.name for each in question.parameters
    )


TWO = Question(
    "trend",
    "",
    "select $word, $months",
    (Parameter("word", "a word (required)"), Parameter("months", "how many (default: 3)")),
)


def test_a_parameter_that_is_not_given_is_left_to_the_sql():
    assert TWO.values({"word": "kettle"}) == {"word": "kettle", "months": None}
    assert TWO.usage == "--word: a word (required); --months: how many (default: 3)"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({}, "trend needs --word: a word (required)", id="nothing"),
        pytest.param({"word": "  "}, "trend needs --word: a word (required)", id="only spaces"),
        pytest.param(
            {"wrod": "kettle"},
            "trend has no parameter --wrod; it takes --word, --months",
            id="a slip of the pen",
        ),
    ],
)
def test_wrong_parameters_name_the_right_ones(given, message):
    with pytest.raises(QueryError, match=re.escape(message)):
        TWO.values(given)


def test_sql_takes_no_parameters():
    with pytest.raises(QueryError, match="has no parameter --word; it takes none"):
        question_of("select 1").values({"word": "kettle"})


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], (None, {}), id="nothing"),
        pytest.param(["trend", "--word", "a b"], ("trend", {"word": "a b"}), id="two arguments"),
        pytest.param(["--word=a=b", "trend"], ("trend", {"word": "a=b"}), id="an equals sign"),
        pytest.param(["trend", "--word", "-1"], ("trend", {"word": "-1"}), id="a negative number"),
        pytest.param(
            ["trend", "--word=--x"], ("trend", {"word": "--x"}), id="a value like an option"
        ),
        pytest.param(
            ["-- one\nselect 1 as a where 1=1"],
            ("-- one\nselect 1 as a where 1=1", {}),
            id="SQL that begins with a comment",
        ),
    ],
)
def test_a_question_and_its_values_are_told_apart(arguments, expected):
    assert name_and_values(arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["trend", "--word"], "write --word=VALUE", id="no value"),
        pytest.param(["trend", "--word", "--months", "3"], "--word has no value", id="another"),
        pytest.param(["trend", "--word="], "--word has no value", id="an empty value"),
        pytest.param(["trend", "--word=a", "--word", "b"], "given twice", id="two values"),
        pytest.param(["trend", "--word", "a", "b"], "go in quotes", id="words without quotes"),
    ],
)
def test_what_cannot_be_told_apart_names_the_cure(arguments, message):
    with pytest.raises(QueryError, match=message):
        name_and_values(arguments)


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
        question_of("top_kewords")


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
