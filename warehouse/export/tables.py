"""What an export holds: the tables and views of a warehouse, each with what is known of it.

Names, types and meanings come from the database itself, so that a mart is exported as soon as there
is one; keys, references and rules come from `warehouse.schema`. Here must not be files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import duckdb

from warehouse.load import LAYERS
from warehouse.schema import TABLES, Column, table

FILE_NAME: Final = re.compile(r"[a-z0-9_]+")
OWN_TABLES: Final = {("main", "papers"), ("raw", "dumps")}
"""Every warehouse has them."""

DECLARED: Final = {each.full_name: each for each in TABLES}

REFERENCES: Final = {
    column.name: column.references
    for each in TABLES
    for column in each.columns
    if column.references
}
"""A column has the same name wherever the same quantity occurs, so this holds of the marts too."""


class ExportError(Exception):
    """A warehouse cannot be exported; the message says why and names the cure."""


@dataclass(frozen=True)
class ExportedColumn:
    """A column: its name, its DuckDB type, its meaning and the rules declared for it, if any."""

    name: str
    type: str
    meaning: str
    declared: Column | None
    references: str | None
    """`schema.table.column` in which each value occurs."""


@dataclass(frozen=True)
class ExportedTable:
    """A table or view: its place, its grain, its columns and the columns that identify a row."""

    schema: str
    name: str
    meaning: str
    is_view: bool
    columns: tuple[ExportedColumn, ...]
    key: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name with its schema: `main.papers`."""
        return f"{self.schema}.{self.name}"

    @property
    def nullable_key(self) -> bool:
        """Whether a value of the key may be missing."""
        return any(
            column.declared and column.declared.nullable
            for column in self.columns
            if column.name in self.key
        )


def exported_tables(connection: duckdb.DuckDBPyConnection) -> list[ExportedTable]:
    """The tables and views of main, mart, raw and quality, in this order and by name.

    Raises:
        ExportError: If the file is no warehouse of paperhouse, or a name is no file's name.
    """
    found = connection.execute(
        "select schema_name, table_name, false, comment from duckdb_tables() where not internal "
        "union all "
        "select schema_name, view_name, true, comment from duckdb_views() where not internal "
        "order by all"
    ).fetchall()
    columns = connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal order by column_index"
    ).fetchall()
    if OWN_TABLES - {(schema, name) for schema, name, _, _ in found}:
        raise ExportError(
            "it is a DuckDB file, but not a paperhouse warehouse; name another with --warehouse"
        )
    if unfit := [name for _, name, _, _ in found if not FILE_NAME.fullmatch(name)]:
        raise ExportError(f"its table {unfit[0]!r} has a name that is no file's name")
    tables = []
    for layer in LAYERS:
        for schema, name, is_view, meaning in found:
            if schema == layer:
                own = [each[2:] for each in columns if each[:2] == (schema, name)]
                tables.append(_table(schema, name, meaning or "", own, is_view=is_view))
    return tables


def _table(
    schema: str,
    name: str,
    meaning: str,
    columns: list[tuple[str, str, str | None]],
    *,
    is_view: bool,
) -> ExportedTable:
    declared = DECLARED.get(f"{schema}.{name}")
    rules = {column.name: column for column in declared.columns} if declared else {}
    return ExportedTable(
        schema,
        name,
        meaning,
        is_view,
        tuple(
            ExportedColumn(
                column,
                data_type,
                comment or "",
                rules.get(column),
                _full_reference(rules[column].references if declared else REFERENCES.get(column)),
            )
            for column, data_type, comment in columns
            if not declared or column in rules
        ),
        declared.key if declared else (),
    )


def _full_reference(reference: str | None) -> str | None:
    if reference is None:
        return None
    name, column = reference.split(".")
    return f"{table(name).full_name}.{column}"
