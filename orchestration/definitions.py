"""The code location: everything that Dagster shows and runs.

Here belongs the putting together. Here must not be any logic.
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets import main, pages, raw, search, warehouse
from orchestration.io_managers import ArchiveFiles, TableFiles
from orchestration.jobs import build_warehouse, learn_counts
from orchestration.progress import listener
from orchestration.resources import State
from orchestration.schedules import daily_build
from orchestration.sensors import new_dump_sensor

STATE = State.configure_at_launch()

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([raw, main, search, warehouse, pages]),
    asset_checks=dg.load_asset_checks_from_modules([warehouse]),
    jobs=[build_warehouse, learn_counts],
    schedules=[daily_build],
    sensors=[new_dump_sensor],
    loggers={"console": dg.colored_console_logger, "listener": listener},
    resources={
        "state": STATE,
        "tables": TableFiles(state=STATE),
        "archive": ArchiveFiles(state=STATE),
    },
)
