"""The files of the Superset bundle against the marts, and what starts it, without Superset."""

import re
import socket
from pathlib import Path

import duckdb
import jinja2
import pytest
import yaml

from warehouse.bi.superset import serve
from warehouse.load import create_marts, create_tables, open_staged


def read(kind):
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(serve.HERE.glob(f"{kind}/**/*.yaml"))
    }


DATABASE = read("databases")["paperhouse"]
DATASETS = read("datasets")
CHARTS = read("charts")
DASHBOARD = read("dashboards")["paperhouse"]
DATASET_OF = {dataset["uuid"]: dataset for dataset in DATASETS.values()}


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    with open_staged(tmp_path_factory.mktemp("empty") / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        yield connection


def rendered(sql, chosen):
    def filter_values(name, remove_filter):
        assert remove_filter
        return chosen.get(name, [])

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701
    environment.filters["where_in"] = lambda values: f"({', '.join(map(repr, values))})"
    return environment.from_string(sql).render(filter_values=filter_values)


def source(dataset, chosen):
    if dataset["sql"]:
        return f"({rendered(dataset['sql'], chosen)})"
    return f"{dataset['schema']}.{dataset['table_name']}"


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("chosen", [{}, {"category": ["cs.CL"], "keyword": ["a", "b"]}])
def test_a_dataset_has_the_columns_of_its_mart_and_can_count(marts, name, chosen):
    dataset = DATASETS[name]
    found = dict(
        marts.execute(
            f"select column_name, column_type "  # noqa: S608
            f"from (describe from {source(dataset, chosen)})"
        ).fetchall()
    )
    own = {
        each["column_name"]: each["type"] for each in dataset["columns"] if not each["expression"]
    }
    assert own.items() <= found.items()
    reckoned = [each["expression"] for each in dataset["columns"] if each["expression"]]
    counted = [each["expression"] for each in dataset["metrics"]]
    for expressions in filter(None, [reckoned, counted]):
        counting = f"select {', '.join(expressions)} from {source(dataset, chosen)}"  # noqa: S608
        marts.execute(counting)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_what_its_dataset_has(name):
    chart = CHARTS[name]
    dataset = DATASET_OF[chart["dataset_uuid"]]
    columns = {each["column_name"] for each in dataset["columns"]}
    metrics = {each["metric_name"] for each in dataset["metrics"]}
    said = chart["params"]
    assert said["viz_type"] == chart["viz_type"]
    named = [*said.get("groupby", []), *said.get("all_columns", [])]
    named += [each["subject"] for each in said["adhoc_filters"]]
    named += [yaml.safe_load(each)[0] for each in said.get("order_by_cols", [])]
    named += [said["x_axis"]] if "x_axis" in said else []
    assert set(named) <= columns
    used = [*said.get("metrics", []), said.get("metric"), said.get("timeseries_limit_metric")]
    assert set(filter(None, used)) <= metrics


def test_the_dashboard_shows_every_chart_once_and_filters_by_columns_that_are_there():
    places = [
        each["meta"]["uuid"]
        for each in DASHBOARD["position"].values()
        if isinstance(each, dict) and each["type"] == "CHART"
    ]
    assert sorted(places) == sorted(chart["uuid"] for chart in CHARTS.values())
    filters = {each["name"]: each for each in DASHBOARD["metadata"]["native_filter_configuration"]}
    assert list(filters) == ["Time", "Category", "Keyword"]
    for name in ("Category", "Keyword"):
        (target,) = filters[name]["targets"]
        columns = DATASET_OF[target["datasetUuid"]]["columns"]
        assert target["column"]["name"] in {each["column_name"] for each in columns}


def test_every_part_has_an_id_of_its_own():
    parts = [DATABASE, DASHBOARD, *DATASETS.values(), *CHARTS.values()]
    assert len({part["uuid"] for part in parts}) == len(parts)


def test_the_database_is_opened_for_reading_and_names_no_folder(tmp_path):
    assert DATABASE["sqlalchemy_uri"] == "duckdb:///warehouse.duckdb"
    assert not any(DATABASE[each] for each in ("allow_dml", "allow_ctas", "allow_cvas"))
    duckdb.connect(str(tmp_path / "w.duckdb")).close()
    arguments = DATABASE["extra"]["engine_params"]["connect_args"]
    with duckdb.connect(str(tmp_path / "w.duckdb"), **arguments) as connection:
        for sql in ("create table t (a integer)", f"copy (select 1) to '{tmp_path}/x.csv'"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)


def test_every_version_is_pinned():
    lines = (serve.HERE / "requirements.txt").read_text("utf-8").splitlines()
    pinned = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(pinned) > 100
    assert all(re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==\S+( ; .+)?", line) for line in pinned)


def test_no_warehouse_is_one_line_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERHOUSE_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as stopped:
        serve.main(["--state", str(tmp_path / "state")])
    assert stopped.value.code == (
        f"Error: no warehouse at {tmp_path / 'warehouse.duckdb'}; `paperhouse build` makes one"
    )
    assert not (tmp_path / "state").exists()


@pytest.fixture
def home(tmp_path, monkeypatch):
    duckdb.connect(str(tmp_path / "warehouse.duckdb")).close()
    monkeypatch.setenv("PAPERHOUSE_HOME", str(tmp_path))
    monkeypatch.setattr(serve, "PROGRAMS", tmp_path / "bin")
    return tmp_path


def test_a_missing_superset_is_one_line_that_says_what_to_do(home):
    with pytest.raises(SystemExit, match="Superset is not installed; `make superset` does that"):
        serve.main(["--state", str(home / "state")])


def test_a_taken_port_is_one_line_that_says_so(home):
    (home / "bin").mkdir()
    (home / "bin/superset").touch()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"port {port} is taken"):
            serve.main(["--port", str(port), "--state", str(home / "state")])


def test_secrets_are_made_once_and_for_this_user_alone(tmp_path):
    one, other = tmp_path / "one", tmp_path / "left empty by a killed start"
    other.touch()
    for path in (one, other):
        serve.make_secret(path)
    text = one.read_text("utf-8")
    serve.make_secret(one)
    assert one.read_text("utf-8") == text != other.read_text("utf-8")
    assert min(len(text), len(other.read_text("utf-8"))) >= 32
    assert one.stat().st_mode & 0o077 == 0


def test_the_state_is_made_anew_only_when_the_bundle_changes(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(serve, "run_prepare", lambda *_: made.append(1))
    for _ in range(2):
        serve.prepare(tmp_path / "state", Path("w.duckdb"))
    assert len(made) == 1
    monkeypatch.setattr(serve, "bundle_version", lambda: "another")
    serve.prepare(tmp_path / "state", Path("w.duckdb"))
    assert len(made) == 2
