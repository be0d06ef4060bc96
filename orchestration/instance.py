"""The Dagster instance in the state folder, set up with the shipped settings."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from orchestration.files import write_text
from orchestration.home import Home, make_folder

SETTINGS = Path(__file__).parent / "dagster.yaml"


def prepare_instance(home: Home) -> None:
    """Make the state folder's `dagster/` the `DAGSTER_HOME` of this process and its children."""
    make_folder(home.dagster)
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        write_text(settings, SETTINGS.read_text(encoding="utf-8"))
    os.environ["DAGSTER_HOME"] = str(home.dagster)


def open_instance(home: Home) -> dg.DagsterInstance:
    """Open the instance of a state folder."""
    prepare_instance(home)
    return dg.DagsterInstance.get()
