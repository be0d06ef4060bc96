"""Where Dagster keeps the events of runs: its own SQLite storage, with connections kept open.

A run writes some two hundred events. Dagster's storage makes an engine for each, so opens the file
and compiles the statement anew, which takes half the time. Here must not be what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, create_engine


class EventLog(ConsolidatedSqliteEventLogStorage):
    """Dagster's storage of events in one SQLite file, with one pool of connections."""

    @cached_property
    def _engine(self) -> Engine:
        timeout = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
        return create_engine(self._conn_string, connect_args=timeout)

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the connections."""
        self._engine.dispose()
