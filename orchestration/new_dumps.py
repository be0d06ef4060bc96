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
        All registered dumps that are not parsed by the present code, those of before included.
    """
    register(home, dumps)
    held = registered_dumps(home)
    add_partitions(instance, held)
    return missing(home, STEPS["parsed_records"], held)
