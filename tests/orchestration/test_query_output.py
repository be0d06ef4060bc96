import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration import cli, ending, terminal
from orchestration.io_managers import column_schema
from orchestration.steps import STEPS
from warehouse.load import create_marts, create_tables, open_staged

Answer = Callable[..., tuple[int, str, str]]
LONG_TITLE = "How Slow Rivers Carry Silt Past Patient Sensors " * 5


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose published warehouse holds two papers, one of them with a long title."""
    folder = tmp_path / "home"
    folder.mkdir()
    with open_staged(folder / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        connection.execute(
            "insert into papers (paper_id, title, abstract) values ('a', ?, ?), ('b', 'S', null)",
            [LONG_TITLE, "First paragraph.\nSecond paragraph."],
        )
    monkeypatch.setenv("PAPERHOUSE_HOME", str(folder))
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def answer(monkeypatch, capfd) -> Answer:
    """A function that runs a command in this process: its exit code, its output, its errors."""
    monkeypatch.setattr(ending, "leave", sys.exit)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(each) for each in arguments])
        written = capfd.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, written.out, written.err

    return run


def answer_as_json(answer: Answer, sql: str) -> list[dict[str, object]]:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    code, out, err = answer("query", sql, "--json")
    assert (code, err) == (0, "")
    return list(json.loads(out, parse_constant=refuse))


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        pytest.param("select 1 as a, 2 as a", {"a": 1, "a_2": 2}, id="a repeated name"),
        pytest.param(
            "select 1 as a, 2 as a, 3 as a_2",
            {"a": 1, "a_3": 2, "a_2": 3},
            id="a repeated name whose number is another column",
        ),
        pytest.param("select 'nan'::double as a", {"a": None}, id="NaN"),
        pytest.param("select '-inf'::double as a", {"a": None}, id="an infinity"),
        pytest.param(
            "select [1.5::double, 'nan'::double] as a", {"a": [1.5, None]}, id="NaN in a list"
        ),
        pytest.param(
            "select {'x': 'inf'::double} as a", {"a": {"x": None}}, id="an infinity in a struct"
        ),
        pytest.param(r"select '\xAA\x01'::blob as a", {"a": "aa01"}, id="a blob"),
        pytest.param("select map {1: 2} as a", {"a": {"1": 2}}, id="a map with numbers as keys"),
        pytest.param("select date '2026-03-12' as a", {"a": "2026-03-12"}, id="a day"),
        pytest.param("select true as a, null as b", {"a": True, "b": None}, id="truth and null"),
        pytest.param("select 'Kőrös ☂' as a", {"a": "Kőrös ☂"}, id="letters of other languages"),
    ],
)
def test_json_holds_every_value(answer, sql, row):
    assert answer_as_json(answer, sql) == [row]


def test_a_named_question_takes_parameters_in_any_output(answer, root):
    with duckdb.connect(str(root / "warehouse.duckdb")) as connection:
        connection.execute("insert into keywords values ('k', 'Slow River')")
        connection.execute("insert into keyword_aliases values ('slow river', 'k')")
        connection.execute(
            "insert into paper_keywords (paper_id, keyword_id, rank, source, in_title, surface) "
            "values ('a', 'k', 1, 'extracted', true, 'Slow Rivers')"
        )
    asked = ("query", "keyword_spellings", "--keyword", "SLOW river")
    row = {"keyword": "Slow River", "surface": "Slow Rivers", "paper_count": 1, "percent": 100.0}
    code, out, err = answer(*asked, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)[0] == row
    code, out, _ = answer("query", "--csv", "keyword_spellings", "--keyword=slow river")
    assert out.splitlines()[:2] == [",".join(row), "Slow River,Slow Rivers,1,100.0"]
    code, out, _ = answer(*asked)
    assert "Slow Rivers" in out
    code, out, err = answer("query", "keyword_spellings", "--keyword", "fork", "--json")
    assert (code, json.loads(out), err) == (0, [], "")


def test_the_list_of_questions_names_their_parameters(answer):
    code, out, _ = answer("query", "--json")
    listed = {row["question"]: row for row in json.loads(out)}
    assert code == 0
    assert listed["keyword_trend"]["parameters"].startswith("--keyword: a keyword")
    assert "--months" in listed["rising_keywords"]["parameters"]
    assert listed["dumps"]["parameters"] == ""


def test_csv_lines_end_in_a_newline_alone(answer):
    code, out, _ = answer("query", "select paper_id, abstract from papers order by 1", "--csv")
    assert code == 0
    assert "\r" not in out
    assert list(csv.reader(io.StringIO(out))) == [
        ["paper_id", "abstract"],
        ["a", "First paragraph.\nSecond paragraph."],
        ["b", ""],
    ]


def test_a_text_cannot_steer_the_terminal(answer):
    sql = "select 'a' || chr(27) || '[2Jb' || chr(155) || 'c' || chr(8238) || 'd' as title"
    _, out, _ = answer("query", sql)
    assert "a\ufffd[2Jb\ufffdc\ufffdd" in out
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)


def test_a_table_in_a_pipe_has_one_line_for_each_row_however_long(answer):
    _, out, _ = answer("query", "select title, abstract, paper_id as '[red]' from papers")
    lines = out.splitlines()
    assert len(lines) == 2 + 1 + 2 + 1
    (long_line,) = [line for line in lines if "How Slow" in line]
    assert LONG_TITLE in long_line
    assert "First paragraph. Second paragraph." in long_line
    assert "[red]" in lines[1]
    assert len(long_line) < len(LONG_TITLE) + 60


def test_a_table_in_a_terminal_is_folded(answer, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = answer("query", "select title from papers")
    assert len(out.splitlines()) > 2 + 1 + 2 + 1


def test_a_long_answer_as_a_table_says_that_there_is_more(answer):
    _, out, _ = answer("query", "select i from range(201) r(i)")
    assert out.splitlines()[-1] == "the first 200 rows; --csv gives all"
    _, out, _ = answer("query", "select i from range(200) r(i)")
    assert "--csv" not in out


def test_a_failed_check_in_a_pipe_is_one_line_and_one_for_each_row_that_breaks_it(capfd):
    terminal.print_checks(
        terminal.open_console(),
        [
            {
                "success": False,
                "severity": "error",
                "table_name": "main.papers",
                "column_name": "title",
                "expectation": "a long rule " * 20,
                "observed": "much " * 40,
                "failing_rows": [{"title": LONG_TITLE}],
            }
        ],
    )
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "Checks: 0 of 1 passed"
    assert lines[1].startswith("error main.papers.title: a long rule a long rule")
    assert LONG_TITLE in lines[2]
    assert len(lines) == 3


@pytest.mark.parametrize("output", ["--csv", "--json", None], ids=["CSV", "JSON", "a table"])
def test_a_reader_who_has_seen_enough_ends_the_command_quietly(command, output):
    sql = "select i, repeat('silt ', 100) from range(20000) r(i)"
    arguments = [command, "query", sql, *([output] if output else [])]
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    with os.fdopen(writing_end) as closed:
        done = subprocess.run(
            arguments, stdout=closed, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, "")


def unexpected(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a first line\nand a second")


def test_an_unexpected_error_is_one_line_and_its_trace_a_file(answer, root, monkeypatch):
    monkeypatch.setattr("warehouse.query.ask", unexpected)
    code, out, err = answer("query", "select 1")
    assert (code, out) == (2, "")
    assert err == (
        "paperhouse: unexpected error ZeroDivisionError: a first line and a second; "
        f"the whole trace is in {root / 'last_error.txt'}\n"
    )
    assert "in unexpected" in (root / "last_error.txt").read_text("utf-8")


def test_the_trace_goes_to_a_temporary_file_where_the_home_cannot_be_written_to(
    answer, root, tmp_path, monkeypatch
):
    monkeypatch.setenv("PAPERHOUSE_HOME", str(root / "warehouse.duckdb"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("warehouse.query.ask", unexpected)
    code, _, err = answer("query", "select 1")
    (trace,) = tmp_path.glob("paperhouse_error_*.txt")
    assert code == 2
    assert err.endswith(f"the whole trace is in {trace}\n")
    assert "in unexpected" in trace.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["query", "select 1", "--csv", "--json"], "leave out --csv or --json", id="two outputs"
        ),
        pytest.param(
            ["query", "keyword_trend"], "keyword_trend needs --keyword", id="a missing parameter"
        ),
        pytest.param(
            ["query", "keyword_trend", "--kyeword", "silt"],
            "no parameter --kyeword; it takes --keyword",
            id="an unknown parameter",
        ),
        pytest.param(
            ["query", "select 1", "--keyword", "silt"],
            "SQL in quotes has no parameter --keyword",
            id="a parameter of SQL",
        ),
        pytest.param(
            ["query", "--keyword", "silt"],
            "name the question too",
            id="a parameter of no question",
        ),
        pytest.param(
            ["query", "rising_keywords", "--months", "few"],
            "'few'",
            id="a parameter that is no number",
        ),
        pytest.param(["build", ""], "name a file, a folder or a glob", id="an empty name"),
        pytest.param(
            ["build", "--listed-on", "2026-03-12"], "name them too", id="a day without a dump"
        ),
        pytest.param(
            ["build", "page.txt", "--listed-on", "9999-12-31"], "yet to come", id="a day to come"
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(answer, root, arguments, message):
    code, out, err = answer(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("paperhouse: ")
    assert err.count("\n") == 1
    assert message in err
    assert [each.name for each in root.iterdir()] == ["warehouse.duckdb"]


def test_every_file_gets_its_format_or_why_it_has_none(answer, tmp_path, write_page):
    good = write_page(tmp_path / "good.txt", "Alder", "Birch")
    bad = tmp_path / "bad.dat"
    bad.write_bytes(bytes(range(256)) * 40)
    absent = tmp_path / "absent.txt"

    code, out, err = answer("formats", bad, absent, good, "--json")
    assert (code, err) == (2, "")
    binary, missing, page = json.loads(out)
    assert (binary["file"], binary["format"]) == (str(bad), "")
    assert binary["why not"].startswith("a binary file, not text")
    assert "no such file or folder" in missing["why not"]
    assert page == {"file": str(good), "format": "listing_page", "why not": ""}

    assert answer("formats", good)[0] == 0


def test_a_rollback_can_be_told_as_json(answer, root):
    published = root / "warehouse.duckdb"
    for number in ("1", "2"):
        release = root / "releases" / number
        release.mkdir(parents=True)
        with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
            create_tables(connection)
            connection.execute("insert into papers (paper_id, title) values (?, 'Silt')", [number])
    published.unlink()
    published.hardlink_to(root / "releases" / "2" / "warehouse.duckdb")
    code, out, _ = answer("rollback", "--json")
    assert code == 0
    assert json.loads(out) == {"warehouse": str(published), "release": 1}
    assert answer_as_json(answer, "select paper_id from papers") == [{"paper_id": "1"}]


@pytest.mark.parametrize("name", STEPS)
def test_every_column_of_the_archive_has_a_meaning(name):
    columns = column_schema(name, STEPS[name].schema).columns
    assert [each.name for each in columns if not each.description] == []
    assert all(each.description.endswith(".") for each in columns if each.description)


def test_a_column_nobody_knows_has_none():
    schema = pl.Schema({"weather": pl.String()})
    assert column_schema("parsed_records", schema).columns[0].description is None
