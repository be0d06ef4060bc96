"""What a rule is: a name in words, a severity, and the SQL that returns the rows that break it.

Here belong the shape of a rule and the SQL that several tables' rules share. Here must not be the
rules of any table, and no import of Great Expectations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """One thing that must be true of a table.

    The SQL may use `$today` (a DATE, null if not known) and `$previous_row_count` (how many rows
    the table had in the release before, null if there was none).

    Attributes:
        name: The rule in words, unique in its table and columns.
        severity: `error` where a right warehouse cannot fail it, `warning` where it might.
        failing_rows: A `select` that returns the rows that break the rule.
        column: The column or columns that the rule is about, if it is not the whole table.
        observed: A `select` that returns one text about what was found; by default it is the
            number of failing rows with one of them.
    """

    name: str
    severity: Severity
    failing_rows: str
    column: str | None = None
    observed: str | None = None


def one_line(table: str, column: str, shown: str) -> Rule:
    """A text column never holds a line break.

    Args:
        table: The table, with its schema.
        column: The column to look at.
        shown: The columns that identify a failing row, as SQL lists them.
    """
    return Rule(
        f"{column} is one line",
        "error",
        f"""
        select {shown}, {column} from {table}
        where contains({column}, chr(10)) or contains({column}, chr(13))
        """,  # noqa: S608  (names come from the modules)
        column,
    )


MOST_BITS = 126
"""Bits of a HUGEINT beside its sign."""


def numbered(table: str, column: str, group: str, severity: Severity = "error") -> Rule:
    """In each group, a column counts 1, 2, 3 and so on, without gaps and without repeats.

    A group of n rows is right if the numbers, as bits of one number, fill its bits 1 to n. That
    takes a quarter of the time of sorting them, which is left for the groups that are not proven
    right so: the wrong ones and those of too many rows.
    """
    return Rule(
        f"{column} counts from 1 without gaps in each {group.replace(', ', ' and ')}",
        severity,
        f"""
        with suspects as (
            select {group} from {table} group by {group}
            having count(*) >= {MOST_BITS} or (
                bit_or(1::hugeint << least(greatest({column}, 0), {MOST_BITS})::hugeint)
                is distinct from
                (1::hugeint << least(count(*) + 1, {MOST_BITS})::hugeint) - 2
            )
        )
        select {group}, list_sort(list({column}))[:20] as found from {table}
        where hash({group}) in (select hash({group}) from suspects)
        group by {group}
        having list_sort(list({column})) <> range(1, count(*) + 1)
        """,  # noqa: S608  (names come from the modules)
        column,
    )
