"""The sensor and the schedule, evaluated and at work in a real daemon."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.scheduler.instigation import InstigatorStatus, ScheduleInstigatorData

from orchestration.home import Home
from orchestration.instance import open_instance
from orchestration.registry import registered_dumps
from orchestration.schedules import daily_build
from orchestration.sensors import new_dump_sensor

DEADLINE_SECONDS = 180
DAY_SECONDS = 86_400


def wait_until(condition: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-6000:]
        time.sleep(0.5)


@contextmanager
def process_group(command: list[str], home: Home, log: Path) -> Iterator[None]:
    """A process and its children, ended as Ctrl-C ends them."""
    environment = {**os.environ, "PAPERHOUSE_HOME": str(home.root)}
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        ) as process,
    ):
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def damaged_page(path: Path) -> Path:
    page = "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n" + "".join(
        f"Study {n}: How Rivers Carry Silt {n * 7919 % 104729}\n\n"
        f"We measure the silt of river {n * 104729 % 7919} in {n} places with {n * 31} jars.\n\n"
        for n in range(8000)
    )
    data = bytearray(gzip.compress(page.encode()))
    data[-8] ^= 0xFF
    path.write_bytes(data)
    return path


@pytest.fixture
def empty_home(tmp_path, monkeypatch) -> Home:
    home = Home(tmp_path / "home")
    monkeypatch.setenv("PAPERHOUSE_HOME", str(home.root))
    home.dumps.mkdir(parents=True)
    return home


def look(home: Home, cursor: str | None = None) -> tuple[list[dg.RunRequest], str | None]:
    """One look of the sensor: what it asks for, and what it remembers."""
    with open_instance(home) as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        found = new_dump_sensor(context)
        if isinstance(found, dg.SensorResult):
            return list(found.run_requests or []), found.cursor
        return [], context.cursor


@contextmanager
def held_lock(home: Home) -> Iterator[None]:
    """Another process is at work in this home."""
    script = (
        "import sys, pathlib\n"
        "from orchestration.home import Home, writer_lock\n"
        "with writer_lock(Home(pathlib.Path(sys.argv[1]))):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.communicate("")


def look_twice(home: Home, cursor: str | None = None) -> tuple[list[dg.RunRequest], str | None]:
    """A file is taken when it has stayed the same from one look to the next."""
    asked, cursor = look(home, cursor)
    assert asked == []
    return look(home, cursor)


def test_a_new_file_is_asked_for_once(empty_home, write_page):
    write_page(empty_home.dumps / "first.txt", "Alder")
    asked, cursor = look_twice(empty_home)
    assert len(asked) == 1
    assert asked[0].tags["dagster/asset_partition_range_start"].startswith("first.txt [")
    assert look_twice(empty_home, cursor) == ([], cursor)


def test_a_file_that_grows_from_look_to_look_is_left_until_it_has_settled(empty_home, write_page):
    page = write_page(empty_home.dumps / "first.txt", "Alder")
    whole = page.read_bytes()
    cursor = None
    for size in (len(whole) // 2, len(whole) - 1, len(whole)):
        page.write_bytes(whole[:size])
        asked, cursor = look(empty_home, cursor)
        assert (asked, registered_dumps(empty_home)) == ([], [])
    asked, _ = look(empty_home, cursor)
    assert len(asked) == 1


def test_nothing_is_registered_while_a_build_is_at_work(empty_home, write_page):
    write_page(empty_home.dumps / "first.txt", "Alder")
    _, cursor = look(empty_home)
    with held_lock(empty_home):
        asked, _ = look(empty_home, cursor)
        assert (asked, registered_dumps(empty_home)) == ([], [])
    asked, _ = look(empty_home, cursor)
    assert len(asked) == 1


def test_hidden_files_and_empty_folders_are_nothing_new(empty_home):
    (empty_home.dumps / ".page.txt.part").touch()
    (empty_home.dumps / "2026").mkdir()
    assert look(empty_home)[0] == []


def test_a_broken_file_is_left_until_it_changes(empty_home, write_page):
    broken = empty_home.dumps / "broken.txt"
    broken.write_text("Buy milk and bread.\n")
    asked, cursor = look_twice(empty_home)
    assert asked == []
    assert str(broken) in json.loads(cursor or "{}")["done"]
    write_page(empty_home.dumps / "first.txt", "Alder")
    asked, cursor = look_twice(empty_home, cursor)
    assert len(asked) == 1
    assert [dump.file_name for dump in registered_dumps(empty_home)] == ["first.txt"]
    write_page(broken, "Birch")
    asked, _ = look_twice(empty_home, cursor)
    assert len(asked) == 1
    assert {dump.file_name for dump in registered_dumps(empty_home)} == {"first.txt", "broken.txt"}


def test_the_schedule_asks_for_what_is_new_and_says_why_it_asks_for_nothing(empty_home, write_page):
    def evaluate() -> dg.RunRequest | dg.SkipReason:
        with open_instance(empty_home) as instance:
            return daily_build(dg.build_schedule_context(instance=instance))

    nothing = evaluate()
    assert isinstance(nothing, dg.SkipReason)
    assert str(empty_home.dumps) in (nothing.skip_message or "")
    write_page(empty_home.dumps / "first.txt", "Alder")
    asked = evaluate()
    assert isinstance(asked, dg.RunRequest)
    assert asked.tags["dagster/asset_partition_range_end"].startswith("first.txt [")


def has_titles(home: Home, titles: Callable[[Path], list[str]], *wanted: str) -> bool:
    return home.warehouse.exists() and set(wanted) <= set(titles(home.warehouse))


def test_the_page_in_the_browser_comes_with_a_sensor_that_builds_what_is_dropped(
    empty_home, tmp_path, write_page, titles, command
):
    pytest.importorskip("dagster_webserver", reason="the extra `ui` is not installed")
    home, log, port = empty_home, tmp_path / "log", free_port()
    with process_group([command, "ui", "--port", str(port)], home, log):
        write_page(home.dumps / "first.txt", "Alder", "Birch")
        damaged_page(home.dumps / "damaged.txt.gz")
        wait_until(lambda: has_titles(home, titles, "Alder", "Birch"), log)
        assert [dump.file_name for dump in registered_dumps(home)] == ["first.txt"]

        page = f"http://127.0.0.1:{port}/server_info"
        with urllib.request.urlopen(page, timeout=30) as answer:
            assert "dagster_version" in json.loads(answer.read())

        write_page(home.dumps / "second.txt", "Cedar")
        write_page(home.dumps / "damaged.txt.gz", "Dogwood")
        wait_until(lambda: has_titles(home, titles, "Alder", "Cedar", "Dogwood"), log)
        with open_instance(home) as instance:
            states = [run.status for run in instance.get_runs()]
        assert set(states) <= {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.STARTED}


def test_the_schedule_builds_in_the_morning_what_is_new(empty_home, tmp_path, write_page, titles):
    home, log = empty_home, tmp_path / "log"
    daemon = [sys.executable, "-m", "dagster._daemon", "run", "-m", "orchestration.definitions"]
    with open_instance(home) as instance:

        def at_work() -> bool:
            return len(instance.all_instigator_state()) == 2

        with process_group(daemon, home, log):
            wait_until(at_work, log)
        for state in instance.all_instigator_state():
            if isinstance(state.instigator_data, ScheduleInstigatorData):
                cron = state.instigator_data.cron_schedule
                data = ScheduleInstigatorData(cron, start_timestamp=time.time() - DAY_SECONDS)
                instance.update_instigator_state(state.with_data(data))
            else:
                instance.update_instigator_state(state.with_status(InstigatorStatus.STOPPED))

        write_page(home.dumps / "first.txt", "Alder", "Birch")
        with process_group(daemon, home, log):
            wait_until(lambda: has_titles(home, titles, "Alder", "Birch"), log)
        (run,) = instance.get_runs()
    assert run.tags["dagster/schedule_name"] == "daily_build"
