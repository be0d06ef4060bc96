"""Runs whose process died without a word: they are ended, so that the queue goes on without them.

Dagster takes a run for started until its process says otherwise, and one started run is all that
the queue admits. Here must not be what becomes of such a run's work: the next build does it anew.
"""

from __future__ import annotations

import time

import dagster as dg

from orchestration.errors import UsageError
from orchestration.home import Home, writer_lock

SILENCE_SECONDS = 300
"""Longer than a run is ever silent while nobody writes, even while a busy machine starts it."""

IN_PROGRESS = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def end_dead_runs(
    home: Home, instance: dg.DagsterInstance, *, now: float | None = None
) -> list[str]:
    """Mark as failed the runs that were killed, or lost with the machine.

    A run at work holds the writer's lock, and one that waits takes it when it is free; so a run
    that has long been silent while the lock is free is dead.

    Args:
        home: The state folder.
        instance: Its Dagster instance.
        now: The present moment in seconds since 1970; without it, the clock's.

    Returns:
        The ids of the runs ended.
    """
    latest = (time.time() if now is None else now) - SILENCE_SECONDS
    runs = instance.get_runs(dg.RunsFilter(statuses=IN_PROGRESS))
    silent = [run for run in runs if _last_word(instance, run.run_id) < latest]
    if not silent:
        return []
    try:
        with writer_lock(home):
            for run in silent:
                instance.report_run_failed(run, "The process of this run is gone.")
    except UsageError:
        return []
    return [run.run_id for run in silent]


def _last_word(instance: dg.DagsterInstance, run_id: str) -> float:
    """When a run last told anything, in seconds since 1970."""
    records = instance.get_records_for_run(run_id, limit=1, ascending=False).records
    return records[0].event_log_entry.timestamp if records else 0
