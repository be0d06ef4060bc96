"""The sensor: a new file in the dumps folder is built within moments."""

import json
from pathlib import Path

import dagster as dg

from orchestration.dead_runs import end_dead_runs
from orchestration.dump_files import dump_files
from orchestration.errors import UsageError
from orchestration.home import Home, make_folder, writer_lock
from orchestration.jobs import build_warehouse
from orchestration.new_dumps import admit
from orchestration.partitions import range_tags
from orchestration.registry import Dump, identify_file, known_dumps
from transforms.dump_file import DumpError

FileStates = dict[str, list[int]]
"""By path: a file's size in bytes and when it was last written to, in nanoseconds since 1970."""


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds the warehouse when a new file lies in the dumps folder.",
)
def new_dump_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Look for new files that have stayed the same since the last look.

    A file that is still being copied changes from look to look. The registry changes only under the
    writer's lock, so that a build at work sees the same dumps from its first step to its last.
    """
    home = Home.from_environment()
    make_folder(home.dumps)
    end_dead_runs(home, context.instance)
    last: dict[str, FileStates] = json.loads(context.cursor or '{"seen": {}, "done": {}}')
    seen = _file_states(home)
    settled = {path: state for path, state in seen.items() if last["seen"].get(path) == state}
    unknown = [path for path, state in settled.items() if last["done"].get(path) != state]
    if unknown:
        try:
            with writer_lock(home):
                new = admit(home, context.instance, _dumps(context, home, unknown))
        except UsageError as error:
            return dg.SkipReason(str(error))
        if new:
            request = dg.RunRequest(tags=range_tags(context.instance, new))
            return dg.SensorResult(
                run_requests=[request], cursor=json.dumps({"seen": seen, "done": settled})
            )
    context.update_cursor(json.dumps({"seen": seen, "done": settled}))
    return dg.SkipReason(f"no new dump in {home.dumps}")


def _file_states(home: Home) -> FileStates:
    try:
        files = [path for path, _ in dump_files([str(home.dumps)])]
    except UsageError:
        return {}
    states = [(path, path.stat()) for path in files]
    return {str(path): [state.st_size, state.st_mtime_ns] for path, state in states}


def _dumps(context: dg.SensorEvaluationContext, home: Home, paths: list[str]) -> list[Dump]:
    dumps = []
    known = known_dumps(home)
    for path in paths:
        try:
            found, refusals = identify_file(Path(path), known=known)
        except DumpError as error:
            context.log.warning("left out: %s", error)
            continue
        dumps += found
        for refusal in refusals:
            context.log.warning("left out: %s", refusal.reason)
    return dumps
