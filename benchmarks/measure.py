"""What a command costs as a whole process, as the operating system accounts for it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KIBIBYTE = 1024


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, CPU seconds, and the peak memory in bytes of a finished process."""

    seconds: float
    cpu_seconds: float
    peak_memory_bytes: int


def run(
    command: Sequence[str],
    *,
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command to its end.

    Args:
        command: The program and its arguments.
        output: Where its standard output goes; nowhere without.
        environment: Variables beside those of this process.

    Raises:
        RuntimeError: If it fails.
    """
    started = time.perf_counter()
    with Path(output or os.devnull).open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Cost(
        time.perf_counter() - started,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * KIBIBYTE,
    )
