import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.home import Home
from orchestration.instance import open_instance
from warehouse.schema import REPORTS, TABLES

INTERNAL = {
    "parsed_records",
    "record_keys",
    "record_code_links",
    "record_code_status",
    "record_keywords",
    "record_papers",
    "paper_records",
    "dump_days",
    "retitled_keywords",
    "search_terms",
}
WAREHOUSE = {"staged_warehouse", "warehouse"}
PAGES = {"dashboard", "digest"}
DECLARED = {table.name: table for table in TABLES if table not in REPORTS}
GRAPH = defs.resolve_asset_graph()
NAMES = sorted(key.to_user_string() for key in GRAPH.get_all_asset_keys())


def test_the_code_location_loads_without_great_expectations():
    program = (
        "import sys, orchestration.definitions; "
        "print([name for name in sys.modules if name.startswith('great_expectations')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "[]\n"
    dg.Definitions.validate_loadable(defs)


def test_there_is_one_asset_for_each_declared_table_and_for_each_step_between():
    assert set(NAMES) == DECLARED.keys() | INTERNAL | WAREHOUSE | PAGES


@pytest.mark.parametrize("name", NAMES)
def test_every_asset_says_what_it_is_and_whose(name):
    node = GRAPH.get(dg.AssetKey(name))
    assert node.group_name in ("raw", "main", "warehouse", "pages")
    if name in PAGES:
        assert "html" in node.kinds
    else:
        assert node.kinds == ({"duckdb"} if name in WAREHOUSE else {"polars", "parquet"})
    assert node.owners == ["team:paperhouse"]
    assert node.description
    assert node.description.endswith(".")
    if name in DECLARED:
        assert node.description == DECLARED[name].grain


def test_every_declared_table_is_checked_before_anything_is_published():
    checks = {key.name: GRAPH.get(key) for key in GRAPH.asset_check_keys}
    assert checks.keys() == DECLARED.keys()
    assert all(each.key.asset_key == dg.AssetKey("staged_warehouse") for each in checks.values())
    assert all(each.blocking for each in checks.values())


def test_one_job_runs_everything_in_one_process():
    job = defs.resolve_job_def("build_warehouse")
    assert [each.name for each in defs.jobs or []] == ["build_warehouse", "learn"]
    assert job.executor_def.name == "in_process"
    assert {key.to_user_string() for key in job.asset_layer.executable_asset_keys} == set(NAMES)


def test_the_schedule_and_the_sensor_are_at_work_without_being_switched_on():
    (schedule,) = defs.schedules or []
    (sensor,) = defs.sensors or []
    assert (schedule.name, schedule.cron_schedule) == ("daily_build", "0 5 * * *")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert sensor.name == "new_dump_sensor"
    assert sensor.default_status == dg.DefaultSensorStatus.RUNNING
    assert {schedule.job_name, sensor.job_name} == {"build_warehouse"}


@pytest.fixture(scope="module")
def metadata(river_home: Home) -> dict[str, dict[str, dg.MetadataValue]]:
    """The metadata of every asset's last materialisation, by the asset's name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", "")
        with open_instance(river_home) as instance:
            found = {}
            for name in NAMES:
                event = instance.get_latest_materialization_event(dg.AssetKey(name))
                assert event, f"{name} was not materialised"
                assert event.asset_materialization
                found[name] = dict(event.asset_materialization.metadata)
    return found


@pytest.mark.parametrize("name", sorted(set(NAMES) - WAREHOUSE - PAGES))
def test_every_materialisation_shows_rows_columns_a_preview_and_the_size(metadata, name):
    found = metadata[name]
    assert found["dagster/row_count"].value >= 0
    assert found["size_bytes"].value > 0
    columns = found["dagster/column_schema"].value.columns
    assert found["preview"].value.startswith(f"| {' | '.join(each.name for each in columns)} |\n")
    assert [each.name for each in columns if not each.description] == []
    if name in DECLARED:
        assert [(each.name, each.type, each.description) for each in columns] == [
            (each.name, each.type, each.meaning) for each in DECLARED[name].columns
        ]


def test_the_preview_shows_rows_each_in_one_line(metadata):
    head, rule, *rows = metadata["parsed_records"]["preview"].value.splitlines()
    assert len(rows) == 2
    assert all(line.count("|") == head.count("|") for line in [rule, *rows])


def test_what_is_published_shows_its_release_and_its_rows(metadata, river_home):
    found = metadata["warehouse"]
    assert found["release"].value == 2
    assert found["path"].value == str(river_home.warehouse)
    assert found["rows"].value["main.papers"] == 3
    assert found["size_bytes"].value == river_home.warehouse.stat().st_size


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_shows_its_release_and_where_it_lies(metadata, river_home, name):
    found = metadata[name]
    assert found["release"].value == 2
    assert found[f"{name}.html"].value == str(river_home.root / f"{name}.html")
    assert found["size_bytes"].value > 0


@pytest.mark.parametrize("name", sorted(set(NAMES) - WAREHOUSE - PAGES))
def test_column_lineage_names_columns_that_are_there(metadata, name):
    columns = {
        asset: {each.name for each in found["dagster/column_schema"].value.columns}
        for asset, found in metadata.items()
        if "dagster/column_schema" in found
    }
    lineage = metadata[name].get("dagster/column_lineage")
    for column, sources in (lineage.value.deps_by_column if lineage else {}).items():
        assert column in columns[name]
        for source in sources:
            asset = source.asset_key.to_user_string()
            assert source.column_name in columns[asset]
            assert source.asset_key in GRAPH.get(dg.AssetKey(name)).parent_keys, column


def test_lineage_is_declared_where_columns_are_handed_on(metadata):
    assert {name for name in NAMES if "dagster/column_lineage" in metadata[name]} >= {
        "papers",
        "records",
        "listings",
        "code_links",
    }


DUMP_COUNT = 400


def test_hundreds_of_dumps_are_one_run_in_one_process(tmp_path, write_page, run_build):
    for number in range(DUMP_COUNT):
        write_page(tmp_path / "dumps" / f"{number:03}.txt", f"Elm{number}", f"Oak{number}")
    home = Home(tmp_path / "home")
    outcome = run_build(home, tmp_path / "dumps")
    assert outcome.row_counts["raw.dumps"] == DUMP_COUNT
    assert outcome.row_counts["main.papers"] == 2 * DUMP_COUNT

    with open_instance(home) as instance:
        assert instance.get_runs_count() == 1
        partitions = instance.get_dynamic_partitions("dumps")
        events = instance.fetch_materializations(
            dg.AssetKey("parsed_records"), limit=2 * DUMP_COUNT
        ).records
    assert len(events) == DUMP_COUNT
    assert {event.partition_key for event in events} == set(partitions)
    assert {Path(each.split(" [")[0]).suffix for each in partitions} == {".txt"}
    for event in events:
        assert event.asset_materialization
        assert event.asset_materialization.metadata["dagster/row_count"].value == 2
