"""Loading: from Parquet files to a new DuckDB file with every table, view and comment.

Here belong the DDL that follows from `warehouse.schema`, the loading of a table, and the order in
which the files of `warehouse/marts` are run. Here must not be what a table holds (`transforms`),
whether it is right (`expectations`) or when it is served (`warehouse.publish`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

import duckdb

from warehouse.schema import TABLES, Column, Table

STORAGE_VERSION = "v1.4.0"
"""The oldest DuckDB that opens a published file; DuckDB 2 writes a newer format unless told."""

MEMORY_LIMIT = "700MB"
"""What DuckDB may hold; the rest is spilled beside the file."""

MARTS = Path(__file__).parent / "marts"
CREATED: Final = re.compile(
    r"^create (?:or replace )?(?:temp )?(?:table|view|macro) (?:if not exists )?(\w+\.\w+)",
    re.MULTILINE,
)
TEMPORARY: Final = re.compile(r"^create or replace temp (table|macro) (\w+\.\w+)", re.MULTILINE)
NAMED: Final = re.compile(r"\b\w+\.\w+\b")

LAYERS = ("main", "mart", "raw", "quality")


def open_staged(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse under construction for writing, making the file if there is none.

    Memory is bounded; what does not fit is spilled beside the file.
    """
    connection = duckdb.connect(
        str(path),
        config={
            "storage_compatibility_version": STORAGE_VERSION,
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": f"{path}.spill",
            "autoinstall_known_extensions": "false",
        },
    )
    # Its own bar would be drawn into the standard output, where the JSON goes.
    connection.execute("set enable_progress_bar = false")
    return connection


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every schema and every declared table, empty, with its comments."""
    for layer in LAYERS:
        connection.execute(f"create schema if not exists {layer}")
    for table in TABLES:
        connection.execute(create_table_sql(table))
        for statement in comment_sql(table):
            connection.execute(statement)


def create_table_sql(table: Table) -> str:
    """The `create table` of a declared table.

    Keys and nulls are not declared to DuckDB: an index makes loading many times slower, and a rule
    that breaks is to be shown by the expectations with its rows, not to end the load.
    """
    columns = ",\n    ".join(_column_sql(column) for column in table.columns)
    return f"create table {table.full_name} (\n    {columns}\n)"


def comment_sql(table: Table) -> list[str]:
    """The statements that write a declared table's meaning into the database."""
    columns = [
        f"comment on column {table.full_name}.{column.name} is {_quoted(column.meaning)}"
        for column in table.columns
    ]
    return [f"comment on table {table.full_name} is {_quoted(table.grain)}", *columns]


def load_table(
    connection: duckdb.DuckDBPyConnection, table: Table, parquet_files: Sequence[Path]
) -> int:
    """Append Parquet files to a table, columns matched by name.

    Returns:
        How many rows the table now has.
    """
    if parquet_files:
        order = f" order by {', '.join(table.sorted_by)}" if table.sorted_by else ""
        connection.execute(
            f"insert into {table.full_name} by name "  # noqa: S608  (names come from the schema)
            f"select {', '.join(table.column_names)} from read_parquet($files){order}",
            {"files": [str(path) for path in parquet_files]},
        )
    return row_count(connection, table)


def row_count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """How many rows a table has."""
    row = connection.execute(f"select count(*) from {table.full_name}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each declared table has, by its full name."""
    return {table.full_name: row_count(connection, table) for table in TABLES}


def create_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create or replace what the files of `warehouse/marts` define: tables, views and functions.

    What is too slow to be computed whenever it is asked is a table: it holds what the tables below
    it held when this was called. What is temporary serves other files alone, and is dropped.
    """
    texts = [path.read_text(encoding="utf-8") for path in mart_files()]
    for text in texts:
        connection.execute(text)
    for kind, name in TEMPORARY.findall("\n".join(texts)):
        connection.execute(f"drop {'macro table' if kind == 'macro' else kind} {name}")


def mart_files() -> list[Path]:
    """The files of `warehouse/marts`, each after those that define what it names."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(MARTS.glob("*.sql"))}
    home_of = {name: path for path, text in texts.items() for name in CREATED.findall(text)}
    needs = {
        path: sorted({home_of[name] for name in NAMED.findall(text) if name in home_of} - {path})
        for path, text in texts.items()
    }
    return list(TopologicalSorter(needs).static_order())


def _column_sql(column: Column) -> str:
    # Measured on abstracts: half the time to load and less than half the size of the default.
    compression = " using compression zstd" if column.is_long_text else ""
    return f"{column.name} {column.type}{compression}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
