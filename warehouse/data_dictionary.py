"""The data dictionary: every table, view and column in words, from the schema.

`python -m warehouse.data_dictionary` writes it to the standard output; a test holds the copy in
`docs/` current.
"""

from __future__ import annotations

import duckdb

from warehouse.load import create_marts, create_tables
from warehouse.schema import TABLES, Column, Table

_HEAD = """# Data dictionary

Written from `warehouse/schema.py` and `warehouse/marts` by `make docs`; not to be edited by hand.

`main` is the public contract, `mart` is for BI, `raw` holds the evidence, `quality` the results of
the checks. The same sentences stand in the database as comments on tables and columns.
"""


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    tables = [_table_section(table) for table in TABLES]
    return "\n".join([_HEAD, *tables, *_view_sections()])


def _table_section(table: Table) -> str:
    rows = [
        f"| {column.name} | {column.type} | {'yes' if column.nullable else 'no'} "
        f"| {column.meaning}{_rules(column)} |"
        for column in table.columns
    ]
    return "\n".join(
        [
            f"## {table.full_name}",
            "",
            f"{table.grain} Key: {', '.join(f'`{name}`' for name in table.key)}.",
            "",
            "| column | type | null | meaning |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _rules(column: Column) -> str:
    rules = []
    if column.references:
        rules.append(f"Refers to `{column.references}`.")
    if column.values:
        rules.append("One of " + ", ".join(f"`{value}`" for value in column.values) + ".")
    return "".join(f" {rule}" for rule in rules)


def _view_sections() -> list[str]:
    with duckdb.connect() as connection:
        create_tables(connection)
        create_marts(connection)
        views = connection.execute(
            "select schema_name, view_name, comment from duckdb_views() where not internal "
            "union all select schema_name, table_name, comment from duckdb_tables() "
            "where schema_name = 'mart' order by all"
        ).fetchall()
        columns = connection.execute(
            "select schema_name, table_name, column_name, data_type, comment "
            "from duckdb_columns() where not internal order by column_index"
        ).fetchall()
    sections = []
    for schema, view, comment in views:
        rows = [
            f"| {name} | {data_type} | {meaning} |"
            for in_schema, of_view, name, data_type, meaning in columns
            if (in_schema, of_view) == (schema, view)
        ]
        head = ["| column | type | meaning |", "| --- | --- | --- |"]
        sections.append("\n".join([f"## {schema}.{view}", "", comment, "", *head, *rows, ""]))
    return sections


if __name__ == "__main__":
    print(data_dictionary(), end="")  # noqa: T201
