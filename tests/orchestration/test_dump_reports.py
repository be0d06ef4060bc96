"""What a build says of its dumps: counts, reasons, the first rejects, and files that are one."""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from orchestration import parsing
from orchestration.archive import PARSED_REJECTS, archived
from orchestration.dump_reports import DumpReport, copies, dump_reports
from orchestration.home import Home
from orchestration.parsing import parse_dump
from orchestration.registry import identify_dumps, register, registered_dumps
from orchestration.terminal import build_summary

HEADER = "title,authors,venue,year\n"
COUNTS = dict.fromkeys(
    (
        "raw.dumps",
        "raw.records",
        "raw.rejects",
        "main.papers",
        "main.keywords",
        "main.code_links",
    ),
    0,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def parsed(home: Home, *paths: Path) -> None:
    dumps, _ = identify_dumps([str(path) for path in paths])
    register(home, dumps)
    for dump in registered_dumps(home):
        parse_dump(home, dump, lambda *_: None)


def table(path: Path, records: int, *rejects: str) -> Path:
    rows = [f"On Kites Number {n},A Berg,Kites,2001\n" for n in range(records)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join([*rows, *(f"{each}\n" for each in rejects)]))
    return path


def report(home: Home, path: Path) -> DumpReport:
    parsed(home, path)
    (found,) = dump_reports(home, registered_dumps(home))
    return found


def summary(home: Home, **outcome: Any) -> str:
    dumps = registered_dumps(home)
    written = io.StringIO()
    build_summary(
        Console(file=written, width=1000),
        {
            "release": 1,
            "row_counts": COUNTS,
            "new_dumps": [],
            "dumps": [asdict(each) for each in dump_reports(home, dumps)],
            "copies": [asdict(each) for each in copies(home, dumps)],
            "checks": [],
            "refusals": [],
            "warehouse": "warehouse.duckdb",
            "registry": "registry",
            "check_report": "index.html",
            "pages": [],
            "is_sample": False,
            **outcome,
        },
    )
    return written.getvalue()


def test_reasons_that_differ_in_numbers_alone_are_counted_together(tmp_path, home):
    rejects = ["a,b,c,1,x", "a,b,c,1,x", "a,b,c,1,x,y", ",,Kites,2001", ",,Tea,2002"]
    found = report(home, table(tmp_path / "a.csv", 20, *rejects))
    assert found.reasons == {
        "5 values in a table of 4 columns, or with other numbers": 3,
        "it has neither a title nor an identifier": 2,
    }
    assert "3 times 5 values in a table of 4 columns, or with other numbers;" in summary(home)


def test_a_reason_that_is_always_the_same_is_told_as_it_stands(tmp_path, home):
    found = report(home, table(tmp_path / "a.csv", 20, "a,b,c,1,x", "a,b,c,1,x"))
    assert found.reasons == {"5 values in a table of 4 columns": 2}


def test_the_first_rejects_are_those_of_the_first_lines(tmp_path, home):
    rejects = [f",,shelf {n},2001" for n in range(9)]
    found = report(home, table(tmp_path / "a.csv", 1, *rejects))
    assert [each["line_number"] for each in found.first_rejects] == [3, 4, 5]
    assert [each["excerpt"] for each in found.first_rejects] == rejects[:3]


@pytest.mark.parametrize(
    ("records", "rejects", "words"),
    [
        (31, 10, None),
        (30, 10, "a quarter or more refused"),
        (10, 10, "a quarter or more refused"),
        (9, 10, "more than half refused"),
        (40, 0, None),
    ],
    ids=["less than a quarter", "a quarter", "half", "more than half", "none"],
)
def test_a_dump_of_which_much_is_refused_is_shown_with_its_first_rejects(
    tmp_path, home, records, rejects, words
):
    path = table(tmp_path / "a.csv", records, *[f",,shelf {n},2001" for n in range(rejects)])
    parsed(home, path)
    told = summary(home)
    line = f"{words}: {path}: {records} records, {rejects} rejects"
    assert (line in told) is (words is not None)
    assert ("shelf 0" in told) is (words is not None)
    assert "refused: " not in summary(home, is_sample=True)


def test_files_with_the_same_bytes_are_told_to_be_one_dump_with_its_days(tmp_path, home):
    parsed(
        home,
        table(tmp_path / "daily_2026-03-14.csv", 3),
        table(tmp_path / "daily_2026-03-13.csv", 3),
        table(tmp_path / "other.csv", 4),
    )
    (line,) = [line for line in summary(home).splitlines() if "the same bytes" in line]
    assert line.strip() == (
        "the same bytes, so one dump: daily_2026-03-13.csv, daily_2026-03-14.csv; "
        "listed on 2026-03-13, 2026-03-14"
    )


def test_files_of_one_name_with_the_same_bytes_are_told_by_their_paths(tmp_path, home):
    paths = [table(tmp_path / folder / "a.csv", 3) for folder in ("one", "two")]
    parsed(home, *paths)
    assert f"so one dump: {paths[0]}, {paths[1]}\n" in summary(home)


def test_rejects_that_are_kept_in_parts_stay_whole_and_in_order(tmp_path, home, monkeypatch):
    monkeypatch.setattr(parsing, "ROW_GROUP_SIZE", 7)
    rows = [{"title": "Kites" if n % 50 == 0 else None, "authors": f"A {n}"} for n in range(500)]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    parsed(home, path)
    (dump,) = registered_dumps(home)
    kept = pl.read_parquet(archived(home, PARSED_REJECTS, dump))
    assert kept["line_number"].to_list() == [n for n in range(1, 501) if (n - 1) % 50]
    assert list(home.staging.iterdir()) == []
