"""The sensor: a new file in the dumps folder is built within moments."""

import json
import time
from pathlib import Path

import dagster as dg

from orchestration.dead_runs import end_dead_runs
from orchestration.errors import UsageError
from orchestration.home import Home, make_folder
from orchestration.jobs import build_warehouse
from orchestration.new_dumps import admit
from orchestration.partitions import range_tags
from orchestration.registry import Dump, dump_files, identify_dump
from transforms.dump_file import DumpError

SETTLED_SECONDS = 2
"""How long a file must have been left alone: one that is still being copied is not read."""


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds the warehouse when a new file lies in the dumps folder.",
)
def new_dump_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Look for files that were not there, or were different, at the last look."""
    home = Home.from_environment()
    make_folder(home.dumps)
    end_dead_runs(home, context.instance)
    seen: dict[str, list[int]] = json.loads(context.cursor or "{}")
    present: dict[str, list[int]] = {}
    dumps: list[Dump] = []
    for path in _settled_files(home):
        state = path.stat()
        present[str(path)] = [state.st_size, state.st_mtime_ns]
        if seen.get(str(path)) == present[str(path)]:
            continue
        try:
            dumps.append(identify_dump(path))
        except DumpError as error:
            context.log.warning("left out: %s", error)
    cursor = json.dumps(present)
    new = admit(home, context.instance, dumps) if dumps else []
    if not new:
        context.update_cursor(cursor)
        return dg.SkipReason(f"no new dump in {home.dumps}")
    tags = range_tags(context.instance, new)
    return dg.SensorResult(run_requests=[dg.RunRequest(tags=tags)], cursor=cursor)


def _settled_files(home: Home) -> list[Path]:
    """The files of the dumps folder that nobody has written to for a moment."""
    latest = time.time() - SETTLED_SECONDS
    try:
        files = [path for path, _ in dump_files([str(home.dumps)])]
    except UsageError:
        return []
    return [path for path in files if path.stat().st_mtime <= latest]
