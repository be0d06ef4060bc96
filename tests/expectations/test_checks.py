from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.checks import CheckResult, check_warehouse, results_frame, rules_by_table
from warehouse.load import load_table
from warehouse.schema import CHECK_RESULTS, REPORTS, TABLES

TODAY = dt.date(2026, 3, 20)
RULES = [(table, rule) for table, rules in rules_by_table().items() for rule in rules]


def broken(warehouse: Path, sql: str) -> Path:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(sql)
    return warehouse


def failures(results: list[CheckResult]) -> list[CheckResult]:
    return [result for result in results if not result.success]


@pytest.fixture(scope="module")
def valid_results(valid_warehouse: Path) -> list[CheckResult]:
    return check_warehouse(valid_warehouse, today=TODAY)


def test_a_valid_warehouse_has_one_success_for_each_rule_in_order(
    valid_results: list[CheckResult],
) -> None:
    assert failures(valid_results) == []
    assert [(each.table_name, each.expectation, each.severity) for each in valid_results] == [
        (table, rule.name, rule.severity) for table, rule in RULES
    ]
    assert {each.unexpected_count for each in valid_results} == {0}
    assert {each.failing_rows for each in valid_results} == {()}


def test_every_table_but_the_results_themselves_is_checked(
    valid_results: list[CheckResult],
) -> None:
    assert {each.table_name for each in valid_results} == {
        table.full_name for table in TABLES if table not in REPORTS
    }


@pytest.mark.parametrize(
    ("table", "rule", "observed"),
    [
        ("main.papers", "there are papers", "3 papers"),
        ("main.papers", "title is not absurdly long", "at most 32 characters"),
        ("main.listings", "at least 90% of the rows of", "4 rows; no release before"),
        ("raw.dumps", "the newest listing", "newest listing 2026-03-10, 10 days ago"),
        ("main.papers", "paper_id is unique", None),
    ],
)
def test_what_was_observed_is_said_where_there_is_more_than_a_count(
    table: str, rule: str, observed: str | None, valid_results: list[CheckResult]
) -> None:
    (found,) = [
        each
        for each in valid_results
        if each.table_name == table and each.expectation.startswith(rule)
    ]

    assert found.observed == observed


def test_the_results_load_as_the_table_of_check_results(valid_results: list[CheckResult]) -> None:
    frame = results_frame(reversed(valid_results))

    assert frame.schema == CHECK_RESULTS.polars_schema
    assert frame.equals(frame.sort(CHECK_RESULTS.key))
    assert frame.height == len(RULES)
    assert frame.select(CHECK_RESULTS.key).is_unique().all()


def test_no_results_are_an_empty_frame() -> None:
    assert results_frame([]).schema == CHECK_RESULTS.polars_schema


def test_failures_show_their_severity_count_and_rows(warehouse: Path) -> None:
    broken(
        warehouse,
        """
        insert into main.paper_authors
            select repeat('3', 16), range + 2, 'Author ' || (range + 2) from range(30);
        update main.papers set title = title || chr(65533) where title = 'On Meadows';
        insert into main.keywords select lpad(range::varchar, 16, '0'), 'word ' || range
            from range(12)
        """,
    )

    found = {each.table_name: each for each in failures(check_warehouse(warehouse, today=TODAY))}

    assert len(found) == 3
    gap, unused = found["main.paper_authors"], found["main.keywords"]
    letter = found["main.papers"]
    assert (gap.severity, gap.column_name, gap.unexpected_count) == ("error", "position", 1)
    assert (unused.severity, unused.unexpected_count, len(unused.failing_rows)) == ("error", 12, 10)
    assert unused.failing_rows[0] == {"keyword_id": "0" * 16, "keyword": "word 0"}
    assert unused.observed == f"12 rows, such as keyword_id = {'0' * 16}, keyword = word 0"
    assert letter.severity == "warning"
    assert letter.failing_rows == ({"paper_id": "3" * 16, "title": "On Meadows\ufffd"},)


def test_a_rule_that_cannot_be_evaluated_is_an_error_that_shows_the_exception(
    warehouse: Path,
) -> None:
    broken(warehouse, "alter table raw.rejects drop column excerpt")

    found = {each.expectation: each for each in failures(check_warehouse(warehouse, today=TODAY))}

    assert "columns and types are as declared" in found
    broken_rule = found["excerpt has at most 200 characters"]
    assert broken_rule.severity == "error"
    assert broken_rule.unexpected_count is None
    assert broken_rule.failing_rows == ()
    assert 'Referenced column "excerpt" not found' in (broken_rule.observed or "")
    assert "\n" not in (broken_rule.observed or "")
    assert {each.table_name for each in found.values()} == {"raw.rejects"}


def test_a_missing_table_fails_its_rules_and_leaves_the_others(warehouse: Path) -> None:
    broken(warehouse, "drop table main.keyword_aliases")

    found = failures(check_warehouse(warehouse, today=TODAY))

    assert {each.table_name for each in found} == {"main.keyword_aliases"}
    assert len(found) == len(rules_by_table()["main.keyword_aliases"])


@pytest.mark.parametrize(("allow_loss", "severity"), [(False, "error"), (True, "warning")])
def test_a_large_loss_stops_the_publication_unless_it_is_meant(
    allow_loss: bool, severity: str, valid_warehouse: Path
) -> None:
    (loss,) = failures(
        check_warehouse(
            valid_warehouse,
            previous_row_counts={"main.papers": 400, "main.listings": 4, "main.keywords": 900},
            allow_loss=allow_loss,
            today=TODAY,
        )
    )

    assert (loss.table_name, loss.severity) == ("main.papers", severity)
    assert loss.observed == "3 rows; 400 before"


def test_without_a_day_the_age_of_the_archive_is_not_judged(valid_warehouse: Path) -> None:
    results = check_warehouse(valid_warehouse)

    assert failures(results) == []
    (age,) = [each for each in results if each.expectation.startswith("the newest listing")]
    assert age.observed == "newest listing 2026-03-10; today is not known"


def test_checking_leaves_the_file_as_it_was_and_nothing_beside_it(warehouse: Path) -> None:
    before = warehouse.read_bytes()

    check_warehouse(warehouse, today=TODAY)

    assert warehouse.read_bytes() == before
    assert list(warehouse.parent.iterdir()) == [warehouse]


def test_the_file_can_be_written_as_soon_as_it_is_checked(warehouse: Path, tmp_path: Path) -> None:
    results_file = tmp_path / "check_results.parquet"
    results_frame(check_warehouse(warehouse, today=TODAY)).write_parquet(results_file)

    with duckdb.connect(str(warehouse)) as connection:
        assert load_table(connection, CHECK_RESULTS, [results_file]) == len(RULES)
    assert failures(check_warehouse(warehouse, today=TODAY)) == []


def test_another_process_may_read_the_file_meanwhile(valid_warehouse: Path) -> None:
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(c); input()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code, str(valid_warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        results = check_warehouse(valid_warehouse, today=TODAY)
        reader.communicate(b"\n")

    assert failures(results) == []


def test_a_path_may_hold_any_character(warehouse: Path) -> None:
    odd = warehouse.rename(warehouse.with_name("a b?c%20d$HOME${x}#e&f'.duckdb"))

    assert failures(check_warehouse(odd, today=TODAY)) == []


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no warehouse at .*nowhere\.duckdb"):
        check_warehouse(tmp_path / "nowhere.duckdb")

    assert list(tmp_path.iterdir()) == []


def test_checking_asks_nothing_of_the_network(
    valid_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    results = check_warehouse(valid_warehouse, today=TODAY, data_docs=tmp_path / "docs")

    assert failures(results) == []


def test_importing_the_checks_does_not_import_great_expectations() -> None:
    code = "import sys, expectations.checks; print('great_expectations' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.strip() == "False"


def test_a_process_that_checked_ends_without_a_word(valid_warehouse: Path) -> None:
    code = """
import sys
from pathlib import Path
from expectations.checks import check_warehouse
check_warehouse(Path(sys.argv[1]))
"""

    done = subprocess.run(
        [sys.executable, "-c", code, str(valid_warehouse)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert (done.stdout, done.stderr) == ("", "")
