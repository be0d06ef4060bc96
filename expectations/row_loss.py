"""Whether a table lost many of its rows since the release before."""

from __future__ import annotations

from expectations.rules import Rule

TABLES = ("main.papers", "main.listings", "main.code_links")
LEAST_SHARE = 0.9


def row_loss(table: str, *, allow_loss: bool) -> Rule:
    """At least nine tenths of the rows of the release before are there; without one, it passes.

    Args:
        table: The table, with its schema.
        allow_loss: Whether a loss is meant, and so only worth a warning.
    """
    return Rule(
        f"at least {LEAST_SHARE:.0%} of the rows of the release before are there",
        "warning" if allow_loss else "error",
        f"""
        select count(*) as row_count, cast($previous_row_count as bigint) as previous_row_count
        from {table}
        having count(*) < {LEAST_SHARE} * cast($previous_row_count as bigint)
        """,  # noqa: S608
        observed=f"""
        select case
            when $previous_row_count is null then count(*) || ' rows; no release before'
            else count(*) || ' rows; ' || $previous_row_count || ' before'
        end from {table}
        """,  # noqa: S608
    )
