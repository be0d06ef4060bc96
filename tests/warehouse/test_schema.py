"""The declared schema, and the DuckDB file that follows from it."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.data_dictionary import data_dictionary
from warehouse.load import create_marts, create_tables, load_table, open_staged
from warehouse.query import questions
from warehouse.schema import PAPERS, TABLES, table

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty_warehouse(tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        yield connection


@pytest.mark.parametrize("declared", TABLES, ids=lambda declared: declared.name)
def test_every_table_has_its_key_among_its_columns(declared):
    assert set(declared.key) <= set(declared.column_names)
    assert len(set(declared.column_names)) == len(declared.columns)


@pytest.mark.parametrize("declared", TABLES, ids=lambda declared: declared.name)
def test_references_lead_to_a_declared_key(declared):
    for column in declared.columns:
        if column.references:
            referred, key = column.references.split(".")
            assert table(referred).key == (key,)


def test_patterns_are_regular_expressions():
    for declared in TABLES:
        for column in declared.columns:
            re.compile(column.pattern or "")


@pytest.mark.parametrize("declared", TABLES, ids=lambda declared: declared.name)
def test_a_table_in_duckdb_has_the_declared_columns(empty_warehouse, declared):
    frame = empty_warehouse.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [declared.layer, declared.name],
    ).fetchall()
    assert frame == [(column.name, column.type) for column in declared.columns]


def test_every_table_view_and_column_carries_a_comment(empty_warehouse):
    silent = empty_warehouse.execute(
        """
        select table_name, column_name from duckdb_columns() where not internal and comment is null
        union all
        select table_name, '' from duckdb_tables() where comment is null
        union all
        select view_name, '' from duckdb_views() where not internal and comment is null
        union all
        select function_name, '' from duckdb_functions()
        where not internal and function_type like '%macro' and comment is null
        """
    ).fetchall()
    assert silent == []


def test_rows_are_loaded_by_column_name(tmp_path, empty_warehouse):
    file = tmp_path / "papers.parquet"
    row = {"title": "On Kettles", "paper_id": "0" * 16, "code_status": "none"}
    missing = [name for name in PAPERS.column_names if name not in row]
    frame = pl.DataFrame([row | dict.fromkeys(missing)], schema_overrides=PAPERS.polars_schema)
    frame.select(sorted(frame.columns)).write_parquet(file)
    assert load_table(empty_warehouse, PAPERS, [file]) == 1
    assert empty_warehouse.execute("select paper_id, title from papers").fetchall() == [
        ("0" * 16, "On Kettles")
    ]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_named_question_runs_on_an_empty_warehouse(empty_warehouse, question):
    assert question.title.endswith("?")
    given = {each.name: "kettle" for each in question.parameters if each.is_required}
    assert empty_warehouse.execute(question.sql, question.values(given)).fetchall() == []


def test_the_file_is_written_for_older_readers(empty_warehouse):
    tags = empty_warehouse.execute(
        "select tags from duckdb_databases() where not internal"
    ).fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.4.0")


def test_the_data_dictionary_in_docs_is_current():
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run `make docs`"


def test_no_view_or_table_needs_an_extension(empty_warehouse):
    loaded = empty_warehouse.execute(
        "select extension_name from duckdb_extensions() "
        "where loaded and install_mode not in ('STATICALLY_LINKED', 'NOT_INSTALLED')"
    ).fetchall()
    assert loaded == []
    assert duckdb.__version__ >= "2"
