# ruff: noqa: S608  (the SQL is written here, for an invented warehouse)
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from expectations.failing_rows import find_failing_rows
from expectations.from_schema import rules_from_schema
from warehouse.schema import REPORTS, TABLES, Column, Table

CHECKED = [table for table in TABLES if table not in REPORTS]


def set_one(table: Table, column: Column, value: str) -> str:
    return f"""
        update {table.full_name} set {column.name} = {value}
        where rowid = (select min(rowid) from {table.full_name})
    """


def broken_column(column: Column) -> Iterator[tuple[str, str]]:
    name = column.name
    if not column.nullable:
        yield f"{name} is never missing", "null"
    if column.references:
        parent, _ = column.references.split(".")
        layer = "raw" if parent == "dumps" else "main"
        yield f"{name} occurs in {layer}.{parent}", f"repeat('f', {64 if layer == 'raw' else 16})"
    elif column.pattern:
        yield f"{name} is well formed", "' of no form '"
    elif column.values:
        yield f"{name} is one of {', '.join(column.values)}", "'anything else'"
    elif column.type == "VARCHAR":
        yield f"{name} is never blank", "chr(9) || ' '"
    if column.minimum is not None and column.maximum is not None:
        words = f"{name} is between {column.minimum} and {column.maximum}"
        yield words, str(column.maximum + 0.5)
    elif column.minimum is not None:
        yield f"{name} is at least {column.minimum}", str(column.minimum - 1)


def cases() -> Iterator[Any]:
    for table in CHECKED:
        name = table.full_name
        yield pytest.param(
            table,
            "columns and types are as declared",
            f"alter table {name} add column surplus varchar",
            id=f"{name} has a surplus column",
        )
        yield pytest.param(
            table,
            f"{' and '.join(table.key)} identify one row"
            if len(table.key) > 1
            else f"{table.key[0]} is unique",
            f"insert into {name} select * from {name} limit 1",
            id=f"{name} has a row twice",
        )
        for column in table.columns:
            for rule, value in broken_column(column):
                yield pytest.param(
                    table, rule, set_one(table, column, value), id=f"{name}: not {rule}"
                )


CASES = list(cases())


@pytest.mark.parametrize(("table", "rule", "break_sql"), CASES)
def test_a_broken_declaration_fails_its_rule_alone(
    table: Table, rule: str, break_sql: str, failing_rules: Any
) -> None:
    from_schema = {(table.full_name, each.name) for each in rules_from_schema(table)}

    failing = failing_rules(break_sql, tables=(table.full_name,))

    assert set(failing) & from_schema == {(table.full_name, rule)}
    assert failing[table.full_name, rule]["count"] == 1
    assert len(failing[table.full_name, rule]["rows"]) == 1


def test_every_rule_from_the_schema_has_a_breaking_case() -> None:
    broken = {(case.values[0].full_name, case.values[1]) for case in CASES}

    assert broken == {
        (table.full_name, rule.name) for table in CHECKED for rule in rules_from_schema(table)
    }


@pytest.mark.parametrize(
    ("break_sql", "row"),
    [
        pytest.param(
            "alter table main.papers drop column doi", ["doi", "VARCHAR", None], id="missing"
        ),
        pytest.param(
            "alter table main.papers alter column published_on type varchar",
            ["published_on", "DATE", "VARCHAR"],
            id="of another type",
        ),
        pytest.param(
            "alter table main.papers add column notes bigint", ["notes", None, "BIGINT"], id="new"
        ),
    ],
)
def test_a_column_that_is_not_as_declared_is_named(
    break_sql: str, row: list[str | None], connection: Any
) -> None:
    (rule,) = [
        rule
        for rule in rules_from_schema(TABLES[0])
        if rule.name == "columns and types are as declared"
    ]
    connection.exec_driver_sql(break_sql)

    found = find_failing_rows(connection, rule.failing_rows, None, {})

    assert found["rows"] == [row]


def test_a_score_that_is_not_a_number_is_out_of_range(failing_rules: Any) -> None:
    failing = failing_rules(
        "update main.paper_keywords set score = 'nan' where source = 'author'",
        tables=("main.paper_keywords",),
    )

    assert set(failing) == {("main.paper_keywords", "score is between 0 and 1")}


def test_a_row_shows_its_key_and_the_value_that_is_wrong(failing_rules: Any) -> None:
    failing = failing_rules(
        "update main.code_links set host = 'no host' where kind = 'repository'",
        tables=("main.code_links",),
    )

    found = failing["main.code_links", "host is well formed"]
    assert found["columns"] == ["paper_id", "url", "host"]
    assert found["rows"] == [["1" * 16, "https://github.com/lantern-lab/lantern", "no host"]]
