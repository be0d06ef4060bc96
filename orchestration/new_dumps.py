"""What a build has to parse: the meeting of the registry, the archive and Dagster's partitions."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from orchestration.archive import missing
from orchestration.home import Home
from orchestration.partitions import add_partitions
from orchestration.registry import Dump, register, registered_dumps
from orchestration.steps import STEPS


def admit(home: Home, instance: dg.DagsterInstance, dumps: Sequence[Dump]) -> list[Dump]:
    """Register dumps and make them partitions.

    Returns:
        All registered dumps that are not parsed by the present code, those of before included, and
        those that came again under a name that tells another day.
    """
    days_before = {dump.dump_id: dump.days for dump in registered_dumps(home)}
    register(home, dumps)
    held = registered_dumps(home)
    add_partitions(instance, held)
    wanted = {dump.dump_id for dump in missing(home, STEPS["parsed_records"], held)}
    wanted |= {
        dump.dump_id for dump in held if dump.days != days_before.get(dump.dump_id, dump.days)
    }
    return [dump for dump in held if dump.dump_id in wanted]
