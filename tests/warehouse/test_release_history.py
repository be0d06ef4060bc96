"""The history of releases travels in the warehouse, from each to the next."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from warehouse.load import create_marts, create_tables, open_staged
from warehouse.release_history import number_before, write_history
from warehouse.schema import REPORTS, TABLES

FIRST, SECOND, THIRD = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9)

CHECKS = """
insert into quality.check_results values
    ('main.papers', 'one', null, 'error', true, null, null),
    ('main.papers', 'two', null, 'warning', false, null, 3),
    ('main.papers', 'three', null, 'warning', false, null, null),
    ('raw.rejects', 'four', null, 'error', true, null, 0);
"""


def make(path: Path, number: int, day: date, *, papers: int, **follows: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_staged(path) as connection:
        create_tables(connection)
        connection.execute(
            "insert into papers (paper_id, title) select i, 'Kettle ' || i from range(?) t(i)",
            [papers],
        )
        connection.execute("insert into raw.records (dump_id) values ('a'), ('a'), ('b')")
        connection.execute("insert into raw.rejects (dump_id) values ('a')")
        create_marts(connection)
        connection.execute(CHECKS)
        write_history(connection, number, day, **follows)
    return path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def first(tmp_path):
    return make(tmp_path / "it's the first" / "warehouse.duckdb", 1, FIRST, papers=2)


def test_a_release_says_of_each_table_how_large_it_is_and_how_its_checks_ended(first):
    assert rows(
        first,
        "select released_on, row_count, check_count, passed_count, warned_count, "
        "unexpected_row_count from quality.releases where table_name = 'main.papers'",
    ) == [(FIRST, 2, 3, 1, 2, 3)]
    told = rows(first, "select table_name from quality.releases")
    assert sorted(told) == sorted((t.full_name,) for t in TABLES if t not in REPORTS)


def test_each_release_keeps_what_those_before_it_said(first, tmp_path):
    second = make(tmp_path / "second.duckdb", 2, SECOND, papers=5, previous=first)
    third = make(tmp_path / "third.duckdb", 4, THIRD, papers=4, previous=second)
    assert rows(
        third,
        "select release, released_on, paper_count, paper_change, record_count, reject_count, "
        "reject_share, check_count, passed_count, warned_count, passed_share, "
        "unexpected_row_count from mart.quality_by_release order by release",
    ) == [
        (1, FIRST, 2, None, 3, 1, 0.25, 4, 2, 2, 0.5, 3),
        (2, SECOND, 5, 3, 3, 1, 0.25, 4, 2, 2, 0.5, 3),
        (4, THIRD, 4, -1, 3, 1, 0.25, 4, 2, 2, 0.5, 3),
    ]


@pytest.mark.parametrize(("number", "before"), [(1, None), (4, 2)], ids=["first", "later"])
def test_a_warehouse_knows_which_release_it_follows(first, tmp_path, number, before):
    second = make(tmp_path / "second.duckdb", 2, SECOND, papers=5, previous=first)
    follows = second if before else None
    path = make(tmp_path / "new.duckdb", number, THIRD, papers=4, previous=follows)
    with duckdb.connect(str(path), read_only=True) as connection:
        assert number_before(connection) == before


@pytest.fixture
def old(first):
    with duckdb.connect(str(first)) as connection:
        connection.execute("drop view mart.quality_by_release")
        connection.execute("drop table quality.releases")
        connection.execute("drop table main.paper_versions")
    seconds = datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC).timestamp()
    os.utime(first, (seconds, seconds))
    return first


def test_a_warehouse_without_a_history_is_told_of_by_what_it_holds(old, tmp_path):
    second = tmp_path / "second.duckdb"
    make(second, 2, SECOND, papers=5, previous=old, previous_number=1)
    assert rows(
        second,
        "select release, released_on, paper_count, paper_change, record_count, reject_count, "
        "check_count, passed_count, warned_count, unexpected_row_count "
        "from mart.quality_by_release order by release",
    ) == [(1, FIRST, 2, None, 3, 1, 4, 2, 2, 3), (2, SECOND, 5, 3, 3, 1, 4, 2, 2, 3)]
    with duckdb.connect(str(second), read_only=True) as connection:
        assert number_before(connection) == 1


def test_what_is_no_release_and_has_no_history_is_not_told_of(old, tmp_path):
    second = make(tmp_path / "second.duckdb", 2, SECOND, papers=5, previous=old)
    assert rows(second, "select distinct release from quality.releases") == [(2,)]


def test_a_program_that_keeps_the_last_release_open_for_writing_holds_up_no_build(first, tmp_path):
    script = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open'); input()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", script, first],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout.readline() == "open\n"
        second = make(tmp_path / "second.duckdb", 2, SECOND, papers=5, previous=first)
        program.communicate("\n")
    assert rows(second, "select distinct release from quality.releases order by 1") == [(1,), (2,)]
    assert [each.name for each in first.parent.iterdir()] == [first.name]


def test_writing_the_history_again_changes_nothing(first, tmp_path):
    second = make(tmp_path / "second.duckdb", 2, SECOND, papers=5, previous=first)
    before = rows(second, "from quality.releases order by all")
    with open_staged(second) as connection:
        write_history(connection, 2, SECOND, first)
    assert rows(second, "from quality.releases order by all") == before
