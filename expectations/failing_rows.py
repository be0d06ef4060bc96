"""Asking a warehouse for the rows that break a rule.

Here belong the statements around a rule's SQL and how values are shown. Here must not be a rule,
and no import of Great Expectations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

SHOWN_ROWS = 10
SHOWN_CHARACTERS = 200


def find_failing_rows(
    connection: Connection, failing_rows: str, observed: str | None, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """How many rows break a rule, the first of them, and what was observed.

    Args:
        connection: A connection to the warehouse.
        failing_rows: The rule's SQL.
        observed: The SQL of what is observed, if the rule has any.
        parameters: Values for the `$` names in both.

    Returns:
        `count`, `columns` and `rows` (at most `SHOWN_ROWS`, sorted, as lists in the order of the
        columns), and `observed`, a text or None.
    """
    count = _rows(connection, f"select count(*) as n from ({failing_rows})", parameters)[0]["n"]  # noqa: S608
    first = f"select * from ({failing_rows}) order by all limit {SHOWN_ROWS}"  # noqa: S608
    rows = _rows(connection, first, parameters) if count else []
    text = _rows(connection, observed, parameters)[0] if observed else {}
    return {
        "count": count,
        "columns": list(rows[0]) if rows else [],
        "rows": [[_shown(value) for value in row.values()] for row in rows],
        "observed": next(iter(text.values()), None),
    }


def _rows(connection: Connection, sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    return [dict(row) for row in connection.exec_driver_sql(sql, used).mappings()]


def _shown(value: object) -> object:
    """A value as it is shown: lists as text, and no long texts."""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, str) and len(value) > SHOWN_CHARACTERS:
        return value[: SHOWN_CHARACTERS - 1] + "…"
    return value
