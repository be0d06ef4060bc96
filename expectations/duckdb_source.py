"""A DuckDB file as a data source of Great Expectations, which has none of its own.

Here belong opening the file and making it work. Here must not be what is checked.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb_sqlalchemy
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from sqlalchemy import Engine, event
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.pool import StaticPool

MEMORY_LIMIT = "700MB"
"""What DuckDB may hold while it checks; the rest is spilled."""

# Great Expectations keeps the dialect alive beyond the end of the interpreter, and with it DuckDB's
# types, about which their binding then prints fifty lines to standard error.
atexit.register(vars(duckdb_sqlalchemy).clear)


@contextmanager
def duckdb_source(context: EphemeralDataContext, warehouse: Path) -> Iterator[SQLDatasource]:
    """Open a DuckDB file for reading as a data source; every handle is closed in the end.

    The path goes to the driver as an argument: in a URL `?`, `%` or `$` would mean something.
    """
    source = context.data_sources.add_sql(
        "warehouse",
        connection_string="duckdb:///warehouse",
        create_temp_table=False,
        kwargs={  # type: ignore[call-arg]  # accepted, but not in the stub
            # Else each statement would open the file anew and find DuckDB's cache gone.
            "poolclass": StaticPool,
            "connect_args": {
                "database": str(warehouse),
                "read_only": True,
                "config": {
                    "memory_limit": MEMORY_LIMIT,
                    "temp_directory": f"{warehouse}.checks.spill",
                    "preserve_insertion_order": "false",
                    "autoinstall_known_extensions": "false",
                },
            },
        },
    )
    engines = (source.get_engine(), source.get_execution_engine().engine)
    for engine in engines:
        fetch_at_once(engine)
        with engine.connect() as connection:
            # DuckDB would draw a bar of its own into a terminal.
            connection.exec_driver_sql("set enable_progress_bar = false")
    try:
        yield source
    finally:
        for engine in engines:
            engine.dispose()


def fetch_at_once(engine: Engine) -> None:
    """Make every result complete as soon as its statement has run.

    Great Expectations hands a connection back to its pool before it fetches, and DuckDB 2 streams
    results, so without this each metric finds its rows gone.
    """
    event.listen(engine, "after_cursor_execute", _buffer)


def _buffer(
    _connection: Any,  # noqa: ANN401
    cursor: Any,  # noqa: ANN401
    _statement: str,
    _parameters: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    _executemany: bool,
) -> None:
    if cursor.description:
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
            cursor, initial_buffer=cursor.fetchall()
        )
