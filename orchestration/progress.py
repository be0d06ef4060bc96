"""What a long job tells of its progress: log records, which the command line draws as bars.

In a scheduled run nobody listens and nothing is written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dagster as dg

WORK = logging.getLogger("paperhouse.work")
"""Records with the arguments (what, bytes or rows done, how many there are)."""

EVENTS = logging.getLogger("paperhouse.events")
"""Dagster's own events of a run, for runs that name the logger `listener`."""


LEFT_OUT = logging.getLogger("paperhouse.left_out")
"""Records with the dump that a run leaves out (its id) and why, as arguments."""


def leave_out(dump_id: str, reason: str) -> None:
    """Tell that a run goes on without a dump."""
    LEFT_OUT.debug("left out %s: %s", dump_id, reason)


def advance(what: str, done: int, total: int) -> None:
    """Tell how many bytes of a file, or rows of a step, have been worked through."""
    WORK.debug("%s: %d of %d", what, done, total)


@dg.logger
def listener(_: dg.InitLoggerContext) -> logging.Logger:
    """The logger that a run on a terminal uses in place of Dagster's console."""
    return EVENTS


@contextmanager
def listening(
    logger: logging.Logger, listen: Callable[[logging.LogRecord], None]
) -> Iterator[None]:
    """Have every record of a logger heard while the context lasts."""
    handler = _Listener(listen)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Listener(logging.Handler):
    def __init__(self, listen: Callable[[logging.LogRecord], None]) -> None:
        super().__init__()
        self._listen = listen

    def emit(self, record: logging.LogRecord) -> None:
        self._listen(record)
