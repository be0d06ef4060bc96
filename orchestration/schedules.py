"""The schedule: once a day, whatever is not published yet."""

import dagster as dg

from orchestration.dead_runs import end_dead_runs
from orchestration.errors import UsageError
from orchestration.home import Home, make_folder, writer_lock
from orchestration.jobs import build_warehouse
from orchestration.new_dumps import admit
from orchestration.partitions import range_tags
from orchestration.registry import Dump, identify_dumps, known_dumps, registered_dumps
from warehouse.query import QueryError, ask


@dg.schedule(
    job=build_warehouse,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Builds the warehouse every morning from whatever is not published yet.",
)
def daily_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Look through the whole dumps folder, and at what the last build did not bring out.

    So nothing is left behind that the sensor missed, or that a failed run had parsed.
    """
    home = Home.from_environment()
    make_folder(home.dumps)
    end_dead_runs(home, context.instance)
    try:
        with writer_lock(home):
            new = admit(home, context.instance, _dumps_in_folder(context, home))
    except UsageError as error:
        return dg.SkipReason(str(error))
    if new:
        return dg.RunRequest(tags=range_tags(context.instance, new))
    held = registered_dumps(home)
    if {dump.dump_id for dump in held} == _published_dump_ids(home):
        return dg.SkipReason(f"no new dump in {home.dumps}")
    return dg.RunRequest(tags=range_tags(context.instance, held[-1:]))


def _dumps_in_folder(context: dg.ScheduleEvaluationContext, home: Home) -> list[Dump]:
    try:
        dumps, refusals = identify_dumps([str(home.dumps)], known=known_dumps(home))
    except UsageError as error:
        context.log.info("%s", error)
        return []
    for refusal in refusals:
        context.log.warning("left out: %s", refusal.reason)
    return dumps


def _published_dump_ids(home: Home) -> set[str]:
    if not home.warehouse.exists():
        return set()
    try:
        with ask(home.warehouse, "select dump_id from raw.dumps") as answer:
            return {str(dump_id) for (dump_id,) in answer.rows}
    except QueryError:
        return set()
