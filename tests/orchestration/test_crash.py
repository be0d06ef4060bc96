import signal
import subprocess
import sys
import time

import dagster as dg
import pytest

from orchestration.dead_runs import SILENCE_SECONDS, end_dead_runs
from orchestration.home import writer_lock
from orchestration.instance import open_instance
from warehouse.publish import published_release

DIE_WHEN_A_STEP_BEGINS = """
import os, signal, sys
from pathlib import Path
from orchestration.build import build
from orchestration.home import Home
from orchestration.progress import WORK, EVENTS, listening

root, page, step = sys.argv[1:]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def on_event(record):
    event = getattr(record, "dagster_event", None)
    if event and event.event_type_value == "STEP_START" and event.step_key == step:
        die()

def on_work(record):
    if step == "bytes":
        die()

home = Home(Path(root))
with listening(EVENTS, on_event), listening(WORK, on_work):
    build(home, [page], target=home.warehouse)
"""

DIE_BETWEEN_RELEASE_AND_TARGET = """
import os, signal, sys
from pathlib import Path
from orchestration.home import Home
from warehouse import publish

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

publish.put_in_place = die
home = Home(Path(sys.argv[1]))
publish.publish(Path(sys.argv[2]), {"main.papers": 4}, folder=home.releases, target=home.warehouse)
"""

TRY_TO_END_DEAD_RUNS = """
import sys
from pathlib import Path
from orchestration.dead_runs import end_dead_runs
from orchestration.home import Home
from orchestration.instance import open_instance

home = Home(Path(sys.argv[1]))
with open_instance(home) as instance:
    print(end_dead_runs(home, instance, now=float(sys.argv[2])))
"""


def run_until_killed(program: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("parsed_records", id="parsing"),
        pytest.param("bytes", id="in the middle of a dump"),
        pytest.param("record_keywords", id="extracting keywords"),
        pytest.param("papers", id="making a table"),
        pytest.param("staged_warehouse", id="loading DuckDB"),
        pytest.param("checks", id="checking"),
        pytest.param("warehouse", id="publishing"),
    ],
)
def test_a_build_killed_at_any_step_costs_nothing(
    home, tmp_path, write_page, run_build, titles, step
):
    page = write_page(tmp_path / "third.txt", "Dogwood")
    run_until_killed(DIE_WHEN_A_STEP_BEGINS, home.root, page, step)

    assert published_release(home.releases, home.warehouse).number == 2
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]
    with writer_lock(home):
        pass

    outcome = run_build(home, page)
    assert outcome.release == 3
    assert all(each["success"] for each in outcome.checks)
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar", "Dogwood"]
    assert not home.staging.exists()


def test_a_kill_between_the_release_and_its_publication_leaves_the_old_one_served(
    home, tmp_path, write_page, run_build, titles
):
    staged = home.root / "staged.duckdb"
    staged.write_bytes(home.warehouse.read_bytes())
    run_until_killed(DIE_BETWEEN_RELEASE_AND_TARGET, home.root, staged)

    assert (home.releases / "3" / "warehouse.duckdb").exists()
    assert published_release(home.releases, home.warehouse).number == 2
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]

    assert run_build(home, write_page(tmp_path / "third.txt", "Dogwood")).release == 4
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar", "Dogwood"]


def test_a_killed_run_is_ended_once_it_has_been_silent_while_nobody_writes(
    home, tmp_path, write_page
):
    page = write_page(tmp_path / "third.txt", "Dogwood")
    run_until_killed(DIE_WHEN_A_STEP_BEGINS, home.root, page, "parsed_records")
    later = time.time() + SILENCE_SECONDS + 1
    with open_instance(home) as instance:
        (dead,) = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
        assert end_dead_runs(home, instance) == []
        with writer_lock(home):
            holder = [sys.executable, "-c", TRY_TO_END_DEAD_RUNS, str(home.root), str(later)]
            done = subprocess.run(holder, capture_output=True, text=True, check=True)
            assert done.stdout == "[]\n"
        assert end_dead_runs(home, instance, now=later) == [dead.run_id]
        statuses = {run.status for run in instance.get_runs()}
    assert statuses == {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE}
