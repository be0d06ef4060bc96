"""Questions to a published warehouse: SQL, or one of the named questions of `warehouse/queries`.

A named question is a file `<name>.sql` whose first line is its title as a comment. Here must not be
how an answer is drawn (`orchestration.terminal`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "queries"


class QueryError(Exception):
    """A question cannot be answered; the message says why and names the cure."""


@dataclass(frozen=True)
class Question:
    """A named question: its name, its title and its SQL."""

    name: str
    title: str
    sql: str


@dataclass(frozen=True)
class Answer:
    """The columns of an answer, and its rows as they come."""

    columns: list[str]
    rows: Iterator[tuple[object, ...]]


def questions() -> list[Question]:
    """The named questions, by name."""
    return [_question(path) for path in sorted(QUERIES.glob("*.sql"))]


def sql_of(name_or_sql: str) -> str:
    """The SQL of a named question, or the text itself if it is SQL.

    Raises:
        QueryError: If it is one word that names no question.
    """
    named = {question.name: question.sql for question in questions()}
    if name_or_sql in named:
        return named[name_or_sql]
    if len(name_or_sql.split()) < 2:
        raise QueryError(
            f"no question is called {name_or_sql!r}; `paperhouse query` lists them, "
            "and SQL goes in quotes"
        )
    return name_or_sql


@contextmanager
def ask(warehouse: Path, sql: str) -> Iterator[Answer]:
    """Run SQL on a warehouse that is opened for reading only.

    Raises:
        QueryError: If there is no warehouse, or DuckDB refuses the SQL.
    """
    try:
        with open_published(warehouse) as connection:
            cursor = connection.execute(sql)
            columns = [each[0] for each in cursor.description or []]
            yield Answer(columns, _rows(cursor))
    except duckdb.Error as error:
        raise QueryError(f"DuckDB refuses the SQL: {first_line(error)}") from None


def open_published(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open a published warehouse for reading only.

    Raises:
        QueryError: If there is none, or the file cannot be opened.
    """
    if not warehouse.exists():
        raise QueryError(f"no warehouse at {warehouse}; `paperhouse build` makes one")
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
    except duckdb.Error as error:
        raise QueryError(why_not_opened(warehouse, error)) from None
    connection.execute("set autoinstall_known_extensions = false")
    return connection


def why_not_opened(path: Path, error: duckdb.Error) -> str:
    """Say in one line why DuckDB does not open a file, and what to do."""
    if "lock" in str(error):
        return f"{path} is open for writing in another program; close it there"
    if "not a valid DuckDB database file" in str(error):
        return f"{path} is not a DuckDB file; name another with --warehouse"
    return f"{path} cannot be opened: {first_line(error)}"


def first_line(error: Exception) -> str:
    """The part of an error message that says what is wrong."""
    return str(error).strip().splitlines()[0]


def _question(path: Path) -> Question:
    sql = path.read_text(encoding="utf-8")
    return Question(path.stem, sql.splitlines()[0].removeprefix("--").strip(), sql)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := cursor.fetchmany(1000):
        yield from rows
