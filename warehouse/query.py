"""Questions to a published warehouse: SQL, or one of the named questions of `warehouse/queries`.

A named question is a file `<name>.sql` whose first line is its title as a comment. Comment lines
below it name the parameters that the SQL has as `$name`, each with its meaning and in brackets
whether it is required, or what stands for it: `-- months: how many months (default: 3)`. A
parameter that is not given is null; the SQL itself puts its default there.

Here must not be how an answer is drawn (`orchestration.terminal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

QUERIES = Path(__file__).parent / "queries"

PARAMETER: Final = re.compile(r"^-- (\w+): (.+ \((?:required|default: .+)\))$", re.MULTILINE)

LONGEST_MESSAGE: Final = 300
"""Characters of what DuckDB says."""


class QueryError(Exception):
    """A question cannot be answered; the message says why and names the cure."""


@dataclass(frozen=True)
class Parameter:
    """A value that a question asks for: its name, and its meaning with `(required)` or default."""

    name: str
    meaning: str

    @property
    def is_required(self) -> bool:
        """Whether there is no default."""
        return self.meaning.endswith("(required)")


@dataclass(frozen=True)
class Question:
    """A named question: its name, its title, its SQL and the parameters of the SQL."""

    name: str
    title: str
    sql: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def usage(self) -> str:
        """Its parameters with their meanings, in one line."""
        return "; ".join(f"--{each.name}: {each.meaning}" for each in self.parameters)

    def values(self, given: Mapping[str, str]) -> dict[str, str | None]:
        """The value of every parameter, None for a default.

        Raises:
            QueryError: If a value is given that the question does not ask for, or one is missing.
        """
        names = [each.name for each in self.parameters]
        takes = f"it takes {_options(self.parameters)}" if names else "it takes none"
        if unknown := [name for name in given if name not in names]:
            raise QueryError(f"{self.name} has no parameter --{unknown[0]}; {takes}")
        for each in self.parameters:
            if each.is_required and not given.get(each.name, "").strip():
                raise QueryError(f"{self.name} needs --{each.name}: {each.meaning}")
        return {name: given.get(name) for name in names}


@dataclass(frozen=True)
class Answer:
    """The columns of an answer, and its rows as they come."""

    columns: list[str]
    rows: Iterator[tuple[object, ...]]


def questions() -> list[Question]:
    """The named questions, by name."""
    return [_question(path) for path in sorted(QUERIES.glob("*.sql"))]


def question_of(name_or_sql: str) -> Question:
    """The named question, or the text itself as a question without parameters if it is SQL.

    Raises:
        QueryError: If it is one word that names no question.
    """
    named = {question.name: question for question in questions()}
    if name_or_sql in named:
        return named[name_or_sql]
    if len(name_or_sql.split()) < 2:
        raise QueryError(
            f"no question is called {name_or_sql!r}; `paperhouse query` lists them, "
            "and SQL goes in quotes"
        )
    return Question("SQL in quotes", "", name_or_sql)


def name_and_values(arguments: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Tell the question from the values of its parameters: `--name value` or `--name=value`.

    Returns:
        The question or SQL if there is any, and the values by name.

    Raises:
        QueryError: If there are two questions, or a parameter without a value or with two.
    """
    asked: list[str] = []
    values: dict[str, str] = {}
    left = iter(arguments)
    for argument in left:
        option, sign, value = argument.partition("=")
        name = option.lstrip("-")
        # SQL may begin with a comment.
        if name == option or len(option.split()) > 1:
            asked.append(argument)
            continue
        if not sign:
            value = next(left, "")
        if not value or (not sign and value.startswith("--")):
            raise QueryError(f"{option} has no value; write {option}=VALUE")
        if name in values:
            raise QueryError(f"{option} is given twice; choose one")
        values[name] = value
    if len(asked) > 1:
        raise QueryError(
            f"{asked[1]!r} follows the question; SQL and values of several words go in quotes"
        )
    return asked[0] if asked else None, values


@contextmanager
def ask(
    warehouse: Path, sql: str, values: Mapping[str, str | None] | None = None
) -> Iterator[Answer]:
    """Run SQL on a warehouse that is opened for reading only.

    Args:
        warehouse: The published DuckDB file.
        sql: One statement.
        values: The value of each `$name` in it.

    Raises:
        QueryError: If there is no warehouse, or DuckDB refuses the SQL.
    """
    try:
        with open_published(warehouse) as connection:
            cursor = connection.execute(sql, values or {})
            columns = [each[0] for each in cursor.description or []]
            yield Answer(columns, _rows(cursor))
    except duckdb.Error as error:
        named = next((each for each in questions() if each.sql == sql), None)
        if named and isinstance(error, (duckdb.CatalogException, duckdb.BinderException)):
            raise QueryError(
                f"{warehouse} was made by another version of paperhouse and has not all that this "
                "question asks for; `paperhouse build` makes a release that has"
            ) from None
        if named and isinstance(error, (duckdb.ConversionException, duckdb.OutOfRangeException)):
            raise QueryError(
                f"{named.name} cannot use a value ({first_line(error)}); it asks for {named.usage}"
            ) from None
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
    """The part of an error message that says what is wrong; it may quote a value of megabytes."""
    line = str(error).strip().splitlines()[0]
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]}…"


def _question(path: Path) -> Question:
    sql = path.read_text(encoding="utf-8")
    title, _, rest = sql.partition("\n")
    parameters = tuple(Parameter(*each) for each in PARAMETER.findall(rest))
    return Question(path.stem, title.removeprefix("--").strip(), sql, parameters)


def _options(parameters: Sequence[Parameter]) -> str:
    return ", ".join(f"--{each.name}" for each in parameters)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := cursor.fetchmany(1000):
        yield from rows
