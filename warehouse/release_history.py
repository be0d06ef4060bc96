"""The history of releases: how large each table was and how its checks ended, release by release.

It travels in the warehouse itself, so that one file answers for all releases before it too. Here
must not be what a release is or where it lies (`warehouse.publish`).
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.load import row_count
from warehouse.schema import RELEASES, REPORTS, TABLES

CHECKED = tuple(table for table in TABLES if table not in REPORTS)


def write_history(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    released_on: dt.date,
    previous: Path | None = None,
    previous_number: int | None = None,
) -> None:
    """Fill `quality.releases` of a checked warehouse under construction.

    Args:
        connection: The warehouse, with its `quality.check_results`.
        number: The number that the release will have.
        released_on: The day of the build.
        previous: The warehouse that it follows.
        previous_number: The number of that release. One made before there was a history has none
            to take over, and is then told of by what it holds.

    Raises:
        duckdb.Error: If `previous` cannot be read.
    """
    connection.execute(f"delete from {RELEASES.full_name}")  # noqa: S608  (a name of the schema)
    if previous:
        _take_over(connection, previous, previous_number)
    counts = {table.full_name: row_count(connection, table) for table in CHECKED}
    _tell(connection, number, released_on, counts, "quality.check_results")


def number_before(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The number of the release that a warehouse follows, if it follows one and can tell."""
    if not _has_history(connection):
        return None
    row = connection.execute(
        "select max(release) from quality.releases "
        "where release < (select max(release) from quality.releases)"
    ).fetchone()
    return row[0] if row else None


def _has_history(connection: duckdb.DuckDBPyConnection) -> bool:
    held = connection.execute(
        "select count(*) from duckdb_tables() where database_name = current_database() "
        "and schema_name || '.' || table_name = $name",
        {"name": RELEASES.full_name},
    ).fetchone()
    return held == (1,)


def _take_over(
    connection: duckdb.DuckDBPyConnection, previous: Path, previous_number: int | None
) -> None:
    with _attached(connection, previous):
        held = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'previous'"
        ).fetchall()
        names = {name for (name,) in held}
        if RELEASES.full_name in names:
            columns = ", ".join(RELEASES.column_names)
            connection.execute(
                f"insert into quality.releases by name select {columns} "  # noqa: S608  (names of the schema)
                "from previous.quality.releases order by release, table_name"
            )
        elif previous_number is not None:
            counts = {
                table.full_name: _count(connection, f"previous.{table.full_name}")
                for table in CHECKED
                if table.full_name in names
            }
            # A warehouse is written on the day of its build alone.
            built_on = dt.datetime.fromtimestamp(previous.stat().st_mtime, dt.UTC).date()
            _tell(connection, previous_number, built_on, counts, "previous.quality.check_results")


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, file: Path) -> Iterator[None]:
    """Have a warehouse at hand as `previous`.

    Another program may have it open for writing, and must not hold up a build: then a copy is read.
    """
    attach = "attach $file as previous (read_only)"
    with ExitStack() as stack:
        try:
            connection.execute(attach, {"file": str(file)})
        except duckdb.IOException:
            folder = stack.enter_context(TemporaryDirectory(dir=file.parent))
            copy = shutil.copyfile(file, Path(folder) / file.name)
            connection.execute(attach, {"file": str(copy)})
        stack.callback(connection.execute, "detach previous")
        yield


def _tell(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    released_on: dt.date,
    row_counts: Mapping[str, int],
    check_results: str,
) -> None:
    """Write the rows of a release, from the rows of its tables and the results of its checks."""
    for table_name, rows in row_counts.items():
        connection.execute(
            f"""
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
            from {check_results}
            where table_name = $table_name
            """,  # noqa: S608  (a name of the schema)
            {
                "release": number,
                "released_on": released_on,
                "table_name": table_name,
                "row_count": rows,
            },
        )


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"select count(*) from {name}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0
