"""The history of releases: how large each table was and how its checks ended, release by release.

It travels in the warehouse itself, so that one file answers for all releases before it too. Here
must not be what a release is or where it lies (`warehouse.publish`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from warehouse.load import row_count
from warehouse.schema import RELEASES, REPORTS, TABLES


def write_history(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    released_on: dt.date,
    previous: Path | None = None,
) -> None:
    """Fill `quality.releases` of a checked warehouse under construction.

    Args:
        connection: The warehouse, with its `quality.check_results`.
        number: The number that the release will have.
        released_on: The day of the build.
        previous: The warehouse that it follows; one made before there was a history has none.

    Raises:
        duckdb.Error: If `previous` cannot be read.
    """
    connection.execute(f"delete from {RELEASES.full_name}")  # noqa: S608  (a name of the schema)
    if previous:
        _take_over(connection, previous)
    for table in TABLES:
        if table in REPORTS:
            continue
        connection.execute(
            """
            insert into quality.releases by name
            select
                $release as release,
                $released_on as released_on,
                $table_name as table_name,
                $row_count as row_count,
                count(*) as check_count,
                count(*) filter (where success) as passed_count,
                count(*) filter (where not success and severity = 'warning') as warned_count,
                coalesce(sum(unexpected_count) filter (where not success), 0)
                    as unexpected_row_count
            from quality.check_results
            where table_name = $table_name
            """,
            {
                "release": number,
                "released_on": released_on,
                "table_name": table.full_name,
                "row_count": row_count(connection, table),
            },
        )


def number_before(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The number of the release that a warehouse follows, if it follows one."""
    row = connection.execute(
        "select max(release) from quality.releases "
        "where release < (select max(release) from quality.releases)"
    ).fetchone()
    return row[0] if row else None


def _take_over(connection: duckdb.DuckDBPyConnection, previous: Path) -> None:
    place = str(previous).replace("'", "''")
    connection.execute(f"attach '{place}' as previous (read_only)")
    try:
        held = connection.execute(
            "select count(*) from duckdb_tables() where database_name = 'previous' "
            "and schema_name = 'quality' and table_name = 'releases'"
        ).fetchone()
        if held == (1,):
            columns = ", ".join(RELEASES.column_names)
            connection.execute(
                f"insert into quality.releases by name select {columns} "  # noqa: S608  (names of the schema)
                "from previous.quality.releases order by release, table_name"
            )
    finally:
        connection.execute("detach previous")
