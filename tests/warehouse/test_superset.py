"""Superset over a small warehouse, end to end: the server, its API, and the page in a browser."""

import base64
import csv
import json
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import NamedTuple

import duckdb
import psutil
import pytest
import yaml

from warehouse.bi.superset.serve import HERE, PROGRAMS, ROOT

LONGEST_ANSWER = 120

READY = re.compile(r"Superset: (http://127\.0\.0\.1:\d+)(/\S+) as (\w+) with the password (\S+)")
CHARTS = {
    chart["slice_name"]: chart
    for chart in (yaml.safe_load(path.read_text("utf-8")) for path in HERE.glob("charts/*.yaml"))
}
HOSTILE = "<img src=x onerror='window.hacked = 1'><script>window.hacked = 1</script> Kettles"


class Server(NamedTuple):
    process: subprocess.Popen
    root: str
    path: str
    user: str
    password: str


class Api:
    """Superset's API, after a login."""

    def __init__(self, server):
        self.root = server.root
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self.headers = {"Content-Type": "application/json", "Referer": server.root}
        login = {"username": server.user, "password": server.password, "provider": "db"}
        token = self.ask("/api/v1/security/login", login)["access_token"]
        self.headers["Authorization"] = f"Bearer {token}"
        self.headers["X-CSRFToken"] = self.ask("/api/v1/security/csrf_token/")["result"]

    def ask(self, path, body=None):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.root + path, data, self.headers)  # noqa: S310
        with self.opener.open(request, timeout=LONGEST_ANSWER) as answer:
            return json.load(answer)

    def rows(self, query):
        return self.ask("/api/v1/chart/data", query)["result"][0]["data"]

    def sql(self, sql):
        database = self.ask("/api/v1/database/")["result"][0]["id"]
        query = {"database_id": database, "sql": sql, "client_id": os.urandom(5).hex()}
        return self.ask("/api/v1/sqllab/execute/", query)["data"]


def log_in(browser, server):
    browser.open(f"{server.root}/login/")
    browser.wait_for("document.querySelector('#csrf_token')")
    return browser.run(
        f"""fetch('/login/', {{method: 'POST', body: new URLSearchParams({{
            username: {json.dumps(server.user)}, password: {json.dumps(server.password)},
            csrf_token: document.querySelector('#csrf_token').value,
        }})}}).then(answer => answer.url)"""
    )


def paperhouse(home, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", "from orchestration.cli import main; main()", *arguments],
        cwd=ROOT,
        env=dict(os.environ) | {"PAPERHOUSE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def ask(home, sql):
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchone()[0]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    if not (PROGRAMS / "superset").exists():
        pytest.skip("Superset is not installed; `make test-superset` does that")
    folder = tmp_path_factory.mktemp("home")
    hostile = folder / "hostile.csv"
    with hostile.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["title", "abstract", "authors", "arxiv_id", "published_on"])
        rows.writerow([HOSTILE, "Of kettles.", "A. Quill", "2604.90001", "2026-04-01"])
    paperhouse(folder, "build", "samples", str(hostile))
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(home, tmp_path_factory):
    state = tmp_path_factory.mktemp("superset")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "warehouse.bi.superset.serve",
            "--port", str(free_port()), "--state", str(state),
        ],
        cwd=ROOT,
        env=dict(os.environ) | {"PAPERHOUSE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        said = (READY.match(line) for line in iter(process.stdout.readline, ""))
        yield Server(process, *next(filter(None, said)).groups())
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture(scope="module")
def api(server):
    return Api(server)


@pytest.fixture(scope="module")
def page(server, browser):
    assert log_in(browser, server).endswith("/superset/welcome/")
    browser.open(server.root + server.path, size=(1440, 4300))
    browser.wait_for(
        f"document.querySelectorAll('.dashboard-component-chart-holder').length"
        f" == {len(CHARTS)}"
        " && !document.querySelector('[data-test=loading-indicator], .loading')"
    )
    return browser


@pytest.fixture(scope="module")
def queries(page):
    """What the page asked for each chart, by the chart's name."""
    asked = [
        json.loads(request["postData"])
        for request in page.requests
        if "/api/v1/chart/data" in request["url"] and "slice_id" in request["url"]
    ]
    named = {
        chart["id"]: chart["slice_name"]
        for chart in json.loads(
            page.run("fetch('/api/v1/chart/?q=(page_size:100)').then(answer => answer.text())")
        )["result"]
    }
    return {named[query["form_data"]["slice_id"]]: query for query in asked}


def test_every_chart_of_the_dashboard_has_data(api, queries):
    assert set(queries) == set(CHARTS)
    assert [name for name, query in queries.items() if not api.rows(query)] == []


def test_the_page_draws_every_chart(page):
    words = page.run("document.body.innerText")
    assert [name for name in CHARTS if name not in words] == []
    assert page.run("document.querySelectorAll('canvas').length") >= 7
    assert "No results were returned" not in words
    assert page.run("document.querySelectorAll('.ant-alert-error').length") == 0
    shot = page.call("Page.captureScreenshot", format="png")["data"]
    (PROGRAMS.parents[1] / "dashboard.png").write_bytes(base64.b64decode(shot))


def test_the_page_sends_no_request_to_another_machine(page, server):
    stopped = {
        event["requestId"]
        for event in page.all_of("Network.loadingFailed")
        if event.get("blockedReason") == "csp"
    }
    elsewhere = [
        event["request"]["url"]
        for event in page.all_of("Network.requestWillBeSent")
        if not event["request"]["url"].startswith((f"{server.root}/", "data:", "blob:"))
        and event["requestId"] not in stopped
    ]
    assert elsewhere == []


def test_a_hostile_title_is_shown_and_not_obeyed(page):
    assert HOSTILE in page.run("document.body.innerText")
    assert page.run("window.hacked === undefined")


@pytest.mark.parametrize(
    ("chosen", "papers"),
    [
        pytest.param({}, "true", id="nothing"),
        pytest.param(
            {"filters": [{"col": "category", "op": "IN", "val": ["cs.CL", "cs.LG"]}]},
            "paper_id in (select paper_id from paper_categories"
            " where category in ('cs.CL', 'cs.LG'))",
            id="categories",
        ),
        pytest.param(
            {"filters": [{"col": "keyword", "op": "IN", "val": ["graph neural network"]}]},
            "paper_id in (select paper_id from paper_keywords join keywords using (keyword_id)"
            " where keyword = 'graph neural network')",
            id="a keyword",
        ),
        pytest.param(
            {"filters": [{"col": "keyword", "op": "IN", "val": ["it's ') or (1=1"]}]},
            "false",
            id="a keyword that would be SQL",
        ),
        pytest.param(
            {"time_range": "2026-03-01 : 2026-03-15"},
            "counted_on >= '2026-03-01' and counted_on < '2026-03-15'",
            id="days",
        ),
    ],
)
def test_a_filter_of_the_dashboard_chooses_papers(api, queries, home, chosen, papers):
    query = json.loads(json.dumps(queries["Papers"]))
    asked = query["queries"][0]
    asked["filters"] += chosen.get("filters", [])
    for each in asked["filters"]:
        if each["op"] == "TEMPORAL_RANGE":
            each["val"] = chosen.get("time_range", each["val"])
    expected = ask(home, f"select count(*) from mart.paper_overview where {papers}")  # noqa: S608
    assert api.rows(query) == [{"papers": expected}]


@pytest.mark.parametrize(
    "sql",
    [
        "create table main.mine (a integer)",
        "insert into main.papers (paper_id) values ('x')",
        "delete from main.papers",
        "copy main.papers to 'papers.csv'",
        "attach 'other.duckdb'",
        "select * from read_text('Makefile')",
        "set enable_external_access = true",
    ],
)
def test_nothing_is_written_or_read_beside_the_warehouse(api, home, sql):
    before = (home / "warehouse.duckdb").read_bytes()
    with pytest.raises(urllib.error.HTTPError):
        api.sql(sql)
    assert (home / "warehouse.duckdb").read_bytes() == before


def test_sql_that_reads_is_answered(api, home):
    papers = ask(home, "select count(*) from papers")
    assert api.sql("select count(*) as papers from papers") == [{"papers": papers}]


def test_only_this_machine_reaches_it_and_only_with_the_password(server):
    port = int(server.root.rpartition(":")[2])
    listening = [
        connection.laddr
        for connection in psutil.Process(server.process.pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert [tuple(each) for each in listening] == [("127.0.0.1", port)]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        Api(server._replace(password="wrong"))  # noqa: S106


def test_the_next_look_at_a_chart_shows_the_newest_release(api, home):
    datasets = api.ask("/api/v1/dataset/?q=(page_size:100)")["result"]
    (papers,) = [each["id"] for each in datasets if each["table_name"] == "papers"]
    query = {"datasource": {"id": papers, "type": "table"}, "queries": [{"metrics": ["papers"]}]}
    before = api.rows(query)[0]["papers"]
    another = home / "another.csv"
    another.write_text(
        "title,abstract,authors\nA Copper Samovar,Of samovars.,B. Quill\n", encoding="utf-8"
    )
    paperhouse(home, "build", str(another))
    assert api.rows(query) == [{"papers": before + 1}]
