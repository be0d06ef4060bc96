import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.home import Home
from orchestration.registry import Given
from warehouse.schema import RELEASES, TABLES

Rows = list[tuple[Any, ...]]

COUNTS = {"raw.dumps": 2, "raw.records": 245, "raw.rejects": 0, "main.papers": 226}


@pytest.fixture(scope="module")
def seeds_build(
    seeds: Path, command: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, subprocess.CompletedProcess[str]]:
    home = Home(tmp_path_factory.mktemp("seeds") / "home")
    done = subprocess.run(
        [command, "build", str(seeds), "--json"],
        env={"PAPERHOUSE_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return home, done


@pytest.fixture(scope="module")
def seeds_home(seeds_build: tuple[Home, Any]) -> Home:
    return seeds_build[0]


def test_a_build_of_the_real_pages_ends_well_and_says_what_came_of_it(seeds_build):
    home, done = seeds_build
    assert (done.returncode, done.stderr) == (0, "")
    outcome = json.loads(done.stdout)
    assert outcome["row_counts"].items() >= COUNTS.items()
    assert outcome["row_counts"]["main.code_links"] == 60
    assert outcome["release"] == 1
    assert outcome["warehouse"] == str(home.warehouse)
    assert Path(outcome["check_report"]).is_file()
    assert not outcome["is_sample"]
    assert outcome["refusals"] == []
    assert len(outcome["new_dumps"]) == 2
    assert all(each["success"] for each in outcome["checks"])
    assert len(outcome["checks"]) == outcome["row_counts"]["quality.check_results"]


def test_every_record_of_the_real_pages_is_there(seeds_home, ask):
    found = ask(
        seeds_home.warehouse,
        "select record_count, reject_count, record_line_count + chrome_line_count "
        "+ reject_line_count = line_count from raw.dumps order by record_count desc",
    )
    assert found == [(184, 0, True), (61, 0, True)]


def test_papers_on_both_real_pages_are_one_paper_each(seeds_home, ask):
    (found,) = ask(
        seeds_home.warehouse,
        "select count(*) from (select paper_id from listings group by paper_id "
        "having count(distinct dump_id) = 2)",
    )
    assert found == (19,)


def test_the_code_links_of_the_real_pages_are_there(seeds_home, ask):
    found = ask(
        seeds_home.warehouse,
        "select case when kind = 'repository' then host else 'other' end as place, count(*) "
        "from code_links group by place order by place",
    )
    assert found == [("gitee.com", 1), ("github.com", 52), ("other", 7)]


def test_titles_are_those_of_the_page_to_the_letter(seeds_home, seeds, ask):
    rows = ask(
        seeds_home.warehouse,
        "select file_name, line_start, title from raw.records join raw.dumps using (dump_id)",
    )
    lines = {path.name: path.read_text("utf-8").split("\n") for path in seeds.glob("*.txt")}
    wrong = [
        (title, line)
        for name, line_start, title in rows
        if (line := lines[name][line_start - 1]).removeprefix("Subscribe") != title
    ]
    assert len(rows) == 245
    assert wrong == []


@pytest.fixture(scope="module")
def data(content: Callable[[Path], dict[str, Rows]]) -> Callable[[Path], dict[str, Rows]]:
    """A function that gives all rows, less what the checks say of the release before."""

    def rows(warehouse: Path) -> dict[str, Rows]:
        tables = content(warehouse)
        tables["quality.check_results"] = [
            row[:5] if "release before" in row[1] else row
            for row in tables["quality.check_results"]
        ]
        return tables

    return rows


def test_a_second_build_with_nothing_new_publishes_the_same(seeds_home, tmp_path, run_build, data):
    shutil.copytree(seeds_home.root, tmp_path / "home")
    home = Home(tmp_path / "home")
    outcome = run_build(home)
    assert (outcome.release, outcome.new_dumps) == (2, [])
    assert data(home.warehouse) == data(seeds_home.warehouse)


def test_two_homes_and_any_order_of_dumps_give_the_same_tables(
    seeds_home, seeds, tmp_path, run_build, data
):
    home = Home(tmp_path / "one by one, the last first")
    for path in sorted(seeds.glob("*.txt"), reverse=True):
        run_build(home, path)
    expected, found = data(seeds_home.warehouse), data(home.warehouse)
    assert expected.keys() == {table.full_name for table in TABLES} - {RELEASES.full_name}
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_without_arguments_the_samples_are_built(paperhouse, tmp_path, ask):
    done = paperhouse("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "These are the shipped samples" in done.stdout
    samples = {path.name for path in (Path(__file__).parents[2] / "samples").iterdir()}
    found = ask(Home(tmp_path / "home").warehouse, "select file_name from raw.dumps")
    assert {name for (name,) in found} == samples


def test_the_samples_step_aside_for_the_first_own_dump_and_are_no_loss(
    tmp_path, write_page, run_build, titles
):
    home = Home(tmp_path / "home")
    assert run_build(home).is_sample
    outcome = run_build(home, write_page(tmp_path / "own.txt", "Alder", "Birch"))
    assert (outcome.release, outcome.is_sample) == (2, False)
    assert titles(home.warehouse) == ["Alder", "Birch"]


def test_the_same_bytes_under_two_names_are_one_dump(home, tmp_path, write_page, run_build, ask):
    for name in ("zebra.txt", "first_again.txt"):
        write_page(tmp_path / "more" / name, "Alder", "Birch")
    run_build(home, tmp_path / "more")
    found = ask(home.warehouse, "select file_name from raw.dumps order by file_name")
    assert found == [("first.txt",), ("second.txt",)]


def test_the_day_of_a_listing_is_what_the_user_or_the_name_says_in_full(
    tmp_path, write_page, run_build, ask
):
    home = Home(tmp_path / "home")
    page = write_page(tmp_path / "given.txt", "Alder")
    run_build(home, page, given=Given(dt.date(2026, 3, 11)))
    write_page(tmp_path / "more" / "daily_2026-03-12.txt", "Birch")
    write_page(tmp_path / "more" / "Mar 12.txt", "Cedar")
    run_build(home, tmp_path / "more")
    found = ask(
        home.warehouse,
        "select file_name, cast(dumps.listed_on as varchar), cast(listings.listed_on as varchar) "
        "from raw.dumps join listings using (dump_id) order by file_name",
    )
    assert found == [
        ("Mar 12.txt", None, None),
        ("daily_2026-03-12.txt", "2026-03-12", "2026-03-12"),
        ("given.txt", "2026-03-11", "2026-03-11"),
    ]
