"""The one job, from dumps to a published warehouse: the command line and the schedule run it."""

from __future__ import annotations

import dagster as dg

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Parse new dumps, build every table, check the staged warehouse and publish it.",
)
