"""The rules that follow from `warehouse.schema`: columns, types, nulls, keys, references, values.

Here belongs what can be derived from a table's declaration. Here must not be what a declaration
cannot say: that stands in the table's own module.
"""

from __future__ import annotations

from expectations.rules import Rule
from warehouse.schema import Column, Table, table


def rules_from_schema(declared: Table) -> list[Rule]:
    """Every rule that a table's declaration implies, one for each thing that can be wrong."""
    rules = [_columns_and_types(declared), _unique_key(declared)]
    for column in declared.columns:
        if not column.nullable:
            rules.append(_never_missing(declared, column))
        if column.references:
            rules.append(_refers(declared, column, column.references))
        elif column.pattern:
            rules.append(_matches(declared, column, column.pattern))
        elif column.values:
            rules.append(_listed(declared, column))
        elif column.type == "VARCHAR":
            rules.append(_never_blank(declared, column))
        if column.minimum is not None or column.maximum is not None:
            rules.append(_within(declared, column))
    return rules


def _columns_and_types(declared: Table) -> Rule:
    expected = ", ".join(f"('{column.name}', '{column.type}')" for column in declared.columns)
    return Rule(
        "columns and types are as declared",
        "error",
        f"""
        with expected(column_name, data_type) as (values {expected}),
        found as (
            select column_name, data_type from duckdb_columns()
            where database_name = current_database()
                and schema_name = '{declared.layer}' and table_name = '{declared.name}'
        )
        select column_name, expected.data_type as declared_type, found.data_type as found_type
        from expected full join found using (column_name)
        where expected.data_type is distinct from found.data_type
        """,  # noqa: S608  (names come from the schema)
    )


def _unique_key(declared: Table) -> Rule:
    """No two rows share the key.

    Grouping by a hash of the key first takes a third of the memory and time of grouping by the
    key. Equal keys have equal hashes, so none is missed; unequal keys with equal hashes are
    told apart by the second step, which reads the table only where there are suspects.
    """
    key = ", ".join(declared.key)
    name = declared.full_name
    return Rule(
        f"{' and '.join(declared.key)} identify one row"
        if len(declared.key) > 1
        else f"{key} is unique",
        "error",
        f"""
        with suspects as (
            select hash({key}) as key_hash from {name} group by key_hash having count(*) > 1
        )
        select {key}, count(*) as row_count from {name}
        where hash({key}) in (select key_hash from suspects)
        group by {key} having count(*) > 1
        """,  # noqa: S608  (names come from the schema)
        key,
    )


def _never_missing(declared: Table, column: Column) -> Rule:
    return _column_rule(declared, column, "is never missing", f"{column.name} is null")


def _matches(declared: Table, column: Column, pattern: str) -> Rule:
    return _column_rule(
        declared,
        column,
        "is well formed",
        f"not regexp_full_match({column.name}, {_quoted(pattern)})",
    )


def _listed(declared: Table, column: Column) -> Rule:
    values = ", ".join(_quoted(value) for value in column.values)
    return _column_rule(
        declared,
        column,
        f"is one of {', '.join(column.values)}",
        f"{column.name} not in ({values})",
    )


def _never_blank(declared: Table, column: Column) -> Rule:
    """No value is empty or white space alone.

    What is blank sorts before `!`: with that, DuckDB skips whole blocks by their statistics.
    """
    name = column.name
    return _column_rule(
        declared, column, "is never blank", rf"{name} < '!' and not regexp_matches({name}, '\S')"
    )


def _within(declared: Table, column: Column) -> Rule:
    low, high = column.minimum, column.maximum
    words = f"at least {low:g}" if low is not None else ""
    if high is not None:
        words = f"between {low:g} and {high:g}" if low is not None else f"at most {high:g}"
    broken = [f"{column.name} < {low}"] if low is not None else []
    broken += [f"{column.name} > {high}"] if high is not None else []
    return _column_rule(declared, column, f"is {words}", " or ".join(broken))


def _refers(declared: Table, column: Column, references: str) -> Rule:
    parent_name, parent_column = references.split(".")
    parent = table(parent_name).full_name
    return Rule(
        f"{column.name} occurs in {parent}",
        "error",
        f"""
        select {_shown(declared, column)} from {declared.full_name} as child
        anti join {parent} as parent on child.{column.name} = parent.{parent_column}
        where {column.name} is not null
        """,  # noqa: S608  (names come from the schema)
        column.name,
    )


def _column_rule(declared: Table, column: Column, words: str, broken: str) -> Rule:
    return Rule(
        f"{column.name} {words}",
        "error",
        f"select {_shown(declared, column)} from {declared.full_name} where {broken}",  # noqa: S608
        column.name,
    )


def _shown(declared: Table, column: Column) -> str:
    """The key and the column: enough to find a failing row and to see what is wrong with it."""
    return ", ".join(dict.fromkeys((*declared.key, column.name)))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
