"""The schedule: once a day, whatever is new in the dumps folder."""

import dagster as dg

from orchestration.dead_runs import end_dead_runs
from orchestration.errors import UsageError
from orchestration.home import Home, make_folder
from orchestration.jobs import build_warehouse
from orchestration.new_dumps import admit
from orchestration.partitions import range_tags
from orchestration.registry import identify_dumps


@dg.schedule(
    job=build_warehouse,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Builds the warehouse every morning from whatever is new in the dumps folder.",
)
def daily_build(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Look through the whole dumps folder, so that nothing the sensor missed is left out."""
    home = Home.from_environment()
    make_folder(home.dumps)
    end_dead_runs(home, context.instance)
    try:
        dumps, refusals = identify_dumps([str(home.dumps)])
    except UsageError as error:
        return dg.SkipReason(str(error))
    for refusal in refusals:
        context.log.warning("left out: %s", refusal.reason)
    new = admit(home, context.instance, dumps)
    if not new:
        return dg.SkipReason(f"no new dump in {home.dumps}")
    return dg.RunRequest(tags=range_tags(context.instance, new))
