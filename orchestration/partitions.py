"""The partitions: one per dump, named by the file's name and the start of its hash."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from orchestration.registry import Dump

DUMP_PARTITIONS_NAME = "dumps"
DUMP_PARTITIONS = dg.DynamicPartitionsDefinition(name=DUMP_PARTITIONS_NAME)


def add_partitions(instance: dg.DagsterInstance, dumps: Sequence[Dump]) -> None:
    """Make Dagster's partitions those of the dumps that the warehouse holds, new ones last."""
    name = DUMP_PARTITIONS_NAME
    known = set(instance.get_dynamic_partitions(name))
    wanted = [dump.partition for dump in dumps]
    instance.add_dynamic_partitions(name, [each for each in wanted if each not in known])
    for gone in known - set(wanted):
        instance.delete_dynamic_partition(name, gone)


def range_tags(instance: dg.DagsterInstance, dumps: Sequence[Dump]) -> dict[str, str]:
    """The run tags that make one run take all these dumps.

    A range follows the order in which partitions were added, so it may hold known dumps too; these
    are parsed already and cost nothing.
    """
    wanted = {dump.partition for dump in dumps}
    ordered = [
        each for each in instance.get_dynamic_partitions(DUMP_PARTITIONS_NAME) if each in wanted
    ]
    return {
        "dagster/asset_partition_range_start": ordered[0],
        "dagster/asset_partition_range_end": ordered[-1],
    }
