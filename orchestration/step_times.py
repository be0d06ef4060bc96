"""What each step of a run in this process took."""

from __future__ import annotations

import logging
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from orchestration.progress import EVENTS, listening

KIBIBYTE = 1024


@dataclass(frozen=True)
class StepTime:
    """A step's cost.

    Attributes:
        name: The step.
        seconds: By the clock.
        cpu_seconds: Of all threads together.
        peak_memory_bytes: The most memory that the process ever had until the step's end.
    """

    name: str
    seconds: float
    cpu_seconds: float
    peak_memory_bytes: int


@contextmanager
def timed_steps() -> Iterator[list[StepTime]]:
    """Measure the steps that run within, in a list that grows with them."""
    times: list[StepTime] = []
    started = (time.perf_counter(), time.process_time())

    def on_event(record: logging.LogRecord) -> None:
        nonlocal started
        event = getattr(record, "dagster_event", None)
        kind = event.event_type_value if event else None
        if kind == "STEP_START":
            started = (time.perf_counter(), time.process_time())
        elif event and kind in ("STEP_SUCCESS", "STEP_FAILURE"):
            times.append(
                StepTime(
                    event.step_key,
                    time.perf_counter() - started[0],
                    time.process_time() - started[1],
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTE,
                )
            )

    with listening(EVENTS, on_event):
        yield times
