"""The resources of a run: the state folder under its writer's lock, and where to publish."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from orchestration.home import Home, writer_lock

LOCK_WAIT_SECONDS = 600
"""How long a scheduled run waits for another writer before it fails and is retried."""


class State(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The state folder, locked for one writer as long as a run uses it.

    Attributes:
        home: The state folder; empty: what the environment says.
        warehouse: Where to publish; empty: in the state folder.
        lock_wait_seconds: How long to wait for another writer.
        allow_loss: Whether to publish even if much of the previous release is gone.
        allow_rejects: Whether to publish dumps of which more than half was refused, now and later.
        refuse_damaged: Whether a damaged dump ends the run; else it is left out, with a warning.
    """

    home: str = ""
    warehouse: str = ""
    lock_wait_seconds: float = LOCK_WAIT_SECONDS
    allow_loss: bool = False
    allow_rejects: bool = False
    refuse_damaged: bool = False

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["State"]:
        """Hold the writer's lock from the first step of a run to the last."""
        del context
        with writer_lock(self.folder, wait_seconds=self.lock_wait_seconds):
            yield self

    @property
    def folder(self) -> Home:
        """The layout of the state folder."""
        return Home(Path(self.home)) if self.home else Home.from_environment()

    @property
    def today(self) -> dt.date:
        """The present day in UTC: the one reading of the clock, for staleness and the history."""
        return dt.datetime.now(dt.UTC).date()

    @property
    def target(self) -> Path:
        """The path at which clients open the warehouse."""
        return Path(self.warehouse) if self.warehouse else self.folder.warehouse
