"""Which keywords are kept follows the profile in the environment and what was learned."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from orchestration.archive import step_version
from orchestration.build import Outcome
from orchestration.definitions import defs
from orchestration.home import Home, writer_lock
from orchestration.instance import open_instance
from orchestration.learning import learn
from orchestration.registry import registered_dumps
from orchestration.steps import STEPS
from transforms.words import DATA

Rows = list[tuple[Any, ...]]
Ask = Callable[[Path, str], Rows]

BAYS = (
    "Skye", "Mull", "Jura", "Islay", "Arran", "Bute", "Uist", "Barra", "Rum", "Eigg", "Tiree",
    "Coll",
)  # fmt: skip
MOORING = (
    "Nets in the bay slow the current. We compare mussel ropes, diver counts, tide cameras, anchor "
    "chains, current meters, net panels, harbour maps, buoy lines, spat collectors, feed rafts, "
    "winter storms and summer blooms, and show that tarn drift can be kept small."
)
KEYWORDS_OF_MOORING = """
select keyword, rank from paper_keywords join keywords using (keyword_id)
join papers using (paper_id) where title like 'Careful Mooring%' order by rank
"""
OF_KEYWORDS = {"record_keywords", "retitled_keywords"}


@pytest.fixture(scope="session")
def bays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of papers that carry an invented phrase in their titles, and one that does not."""
    path = tmp_path_factory.mktemp("bays") / "papers.csv"
    drift = "Tarn drift moves nets off {0}. We measure tarn drift with {1} buoys, and it is steady."
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "authors", "abstract"])
        writer.writerow(["Careful Mooring for Mussel Farms", "Cy Ode", MOORING])
        for number, bay in enumerate(BAYS):
            title = f"Tarn Drift in the Waters of {bay}"
            writer.writerow([title, "Ann Lee; Bo Chen", drift.format(bay, number + 3)])
    return path


@pytest.fixture
def bay_home(tmp_path: Path, bays: Path, run_build: Callable[..., Outcome]) -> Home:
    home = Home(tmp_path / "home")
    run_build(home, bays)
    return home


def kept(home: Home) -> dict[str, dict[Path, int]]:
    """The files of each step in the archive, and when they were written."""
    found: dict[str, dict[Path, int]] = {}
    for path in home.archive.glob("*/*/*.parquet"):
        found.setdefault(path.parents[1].name, {})[path] = path.stat().st_mtime_ns
    return found


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def changed(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def test_the_index_profile_gives_other_keywords_and_computes_nothing_else_anew(
    bay_home, run_build, ask, monkeypatch
):
    before, by_authors = kept(bay_home), ask(bay_home.warehouse, KEYWORDS_OF_MOORING)
    monkeypatch.setenv("PAPERHOUSE_KEYWORDS", "index")
    run_build(bay_home)
    assert ask(bay_home.warehouse, KEYWORDS_OF_MOORING) != by_authors
    assert changed(before, kept(bay_home)) == {"record_keywords"}

    monkeypatch.setenv("PAPERHOUSE_KEYWORDS", "author")
    run_build(bay_home)
    assert ask(bay_home.warehouse, KEYWORDS_OF_MOORING) == by_authors


def test_an_unknown_profile_is_one_line_that_names_those_there_are(paperhouse, tmp_path, bays):
    done = paperhouse("build", bays, PAPERHOUSE_KEYWORDS="reader")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "paperhouse: PAPERHOUSE_KEYWORDS=reader is no profile of keywords; "
        "set it to author or index\n"
    )
    assert not (tmp_path / "home" / "archive").exists()


def test_what_is_learned_ranks_keywords_until_it_is_forgotten(
    bay_home, paperhouse, run_build, ask, content
):
    before, shipped = kept(bay_home), content(bay_home.warehouse)
    (extracted,) = before["record_keywords"]
    bytes_before = extracted.read_bytes()
    rank = dict(ask(bay_home.warehouse, KEYWORDS_OF_MOORING))["Tarn drift"]

    assert paperhouse("learn").returncode == 0
    assert kept(bay_home) == before
    phrases = pl.read_parquet(bay_home.background / "phrases.parquet")
    assert phrases.filter(stem_key="tarn drift").rows(named=True) == [
        {"stem_key": "tarn drift", "texts": 13, "titles": 12, "count": 37, "whole": 13}
    ]
    run_build(bay_home)
    assert dict(ask(bay_home.warehouse, KEYWORDS_OF_MOORING))["Tarn drift"] < rank
    assert changed(before, kept(bay_home)) == {"record_keywords"}

    done = paperhouse("learn", "--forget")
    assert (done.returncode, done.stdout) == (0, "Forgotten; the shipped counts are used\n")
    run_build(bay_home)
    assert extracted.read_bytes() == bytes_before
    assert changed(shipped, content(bay_home.warehouse)) <= {"quality.check_results"}


def test_learning_twice_gives_the_same_tables_to_the_byte(bay_home, paperhouse):
    first = json.loads(paperhouse("learn", "--json").stdout)
    learned = tables(bay_home.background)
    assert json.loads(paperhouse("learn", "--json").stdout) == first
    assert tables(bay_home.background) == learned
    assert learned.keys() == {"word_counts.parquet", "phrases.parquet"}
    assert first["papers"] == len(BAYS) + 1
    assert first["folder"] == str(bay_home.background)
    assert not bay_home.staging.exists()


def test_the_shipped_counts_are_the_start_of_what_is_learned(bay_home):
    learn(bay_home, bay_home.warehouse)
    for name, key in (("word_counts", "stem"), ("phrases", "stem_key")):
        shipped = pl.read_parquet(DATA / f"{name}.parquet")
        learned = pl.read_parquet(bay_home.background / f"{name}.parquet")
        both = shipped.join(learned, on=key, suffix="_learned")
        assert both.height == shipped.height < learned.height
        assert both.filter(pl.col("texts_learned") < pl.col("texts")).is_empty()
        texts = [
            int(pl.read_parquet_metadata(folder / f"{name}.parquet")["texts"])
            for folder in (DATA, bay_home.background)
        ]
        assert texts[1] - texts[0] == len(BAYS) + 1


def test_a_paper_of_two_dumps_is_counted_once(home, paperhouse):
    done = paperhouse("learn")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Learned from 3 papers: {home.background} holds ")


def test_no_build_learns(home):
    assert not home.background.exists()


def test_there_is_nothing_to_forget_before_anything_was_learned(paperhouse):
    done = paperhouse("learn", "--forget", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"was_learned": False})


def test_without_a_warehouse_there_is_nothing_to_learn_from(paperhouse, tmp_path):
    done = paperhouse("learn")
    warehouse = tmp_path / "home" / "warehouse.duckdb"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"paperhouse: no warehouse at {warehouse}; `paperhouse build` makes one\n"
    assert not (tmp_path / "home" / "background").exists()


def test_what_is_no_warehouse_teaches_nothing(paperhouse, tmp_path):
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table goods as select 1 as price")
    done = paperhouse("learn", "--warehouse", other)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{other} is not of paperhouse" in done.stderr
    assert done.stderr.count("\n") == 1


def test_learning_waits_for_no_other_writer(home, paperhouse):
    with writer_lock(home):
        done = paperhouse("learn")
    assert done.returncode == 2
    assert "another build is writing" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="a table is gone"),
        pytest.param(lambda path: path.write_bytes(b"no Parquet"), id="a table is no Parquet"),
    ],
)
def test_damaged_counts_stop_a_build_in_one_line_that_says_what_to_do(home, paperhouse, damage):
    learn(home, home.warehouse)
    damage(home.background / "phrases.parquet")
    done = paperhouse("build")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`paperhouse learn` makes them anew, `paperhouse learn --forget`" in done.stderr
    assert done.stderr.count("\n") == 1
    assert paperhouse("learn", "--forget").returncode == 0
    assert paperhouse("build").returncode == 0


def versions(home: Home) -> dict[str, str]:
    dump = registered_dumps(home)[0]
    return {name: step_version(home, step, dump) for name, step in STEPS.items()}


def test_settings_change_the_version_of_what_depends_on_them_alone(home, monkeypatch):
    shipped = versions(home)
    monkeypatch.setenv("PAPERHOUSE_KEYWORDS", "author")
    assert versions(home) == shipped
    monkeypatch.setenv("PAPERHOUSE_KEYWORDS", "index")
    index = versions(home)
    assert changed(shipped, index) == OF_KEYWORDS

    learn(home, home.warehouse)
    both = versions(home)
    assert changed(index, both) == OF_KEYWORDS
    monkeypatch.delenv("PAPERHOUSE_KEYWORDS")
    assert changed(both, versions(home)) == OF_KEYWORDS
    assert changed(shipped, versions(home)) == OF_KEYWORDS


def test_the_job_in_dagster_learns_as_the_command_does(home, paperhouse):
    paperhouse("learn")
    learned = tables(home.background)
    paperhouse("learn", "--forget")
    with open_instance(home) as instance:
        done = defs.resolve_job_def("learn").execute_in_process(
            run_config={"resources": {"state": {"config": {"home": str(home.root)}}}},
            instance=instance,
        )
    assert done.success
    assert tables(home.background) == learned
