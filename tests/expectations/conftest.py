# ruff: noqa: S608  (the SQL is written here, for an invented warehouse)
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from expectations.checks import rules_by_table
from expectations.failing_rows import find_failing_rows
from warehouse.load import create_tables, open_staged

FailingRules = Callable[..., dict[tuple[str, str], dict[str, Any]]]

DAILY, WEEKLY = "d" * 64, "e" * 64
LANTERN, HARBOUR, MEADOW = "1" * 16, "2" * 16, "3" * 16
SPARSE, ROUTING, TIDES = "a" * 16, "b" * 16, "c" * 16

VALID = f"""
insert into main.papers by name
select '{LANTERN}' as paper_id, 'Lantern: Sparse Routing at Night' as title,
    'We route.' || chr(10) || 'Code: https://github.com/lantern-lab/lantern' as abstract,
    date '2026-03-01' as published_on, date '2026-03-04' as updated_on, '2603.00001' as arxiv_id,
    null as doi, 2026 as year, 'Night Letters' as venue, '9 pages' as comment,
    false as is_retracted, 'cs.LG' as primary_category, 'linked' as code_status
union all by name
select '{HARBOUR}' as paper_id, 'Harbour Tides' as title, 'Tides rise and fall.' as abstract,
    '10.1234/harbour' as doi, 2025 as year, true as is_retracted, 'promised' as code_status
union all by name
select '{MEADOW}' as paper_id, 'On Meadows' as title, false as is_retracted,
    'none' as code_status;

insert into main.listings values
    ('{DAILY}', 1, '{LANTERN}', 1, date '2026-03-10', 12),
    ('{DAILY}', 2, '{HARBOUR}', 2, date '2026-03-10', null),
    ('{WEEKLY}', 1, '{MEADOW}', 1, null, null),
    ('{WEEKLY}', 2, '{LANTERN}', 2, null, 3);

insert into main.paper_identifiers values
    ('arxiv', '2603.00001', '{LANTERN}'), ('doi', '10.1234/harbour', '{HARBOUR}'),
    ('title_key', 'onmeadows', '{MEADOW}');

insert into main.paper_aliases values ('{"9" * 16}', '{LANTERN}');

insert into main.paper_versions values
    ('{LANTERN}', 1, date '2026-03-01'), ('{LANTERN}', 2, date '2026-03-04'),
    ('{LANTERN}', 3, null);

insert into main.paper_authors values
    ('{LANTERN}', 1, 'Ada Finch'), ('{LANTERN}', 2, 'Bo Wren'), ('{HARBOUR}', 1, 'Cy Heron');

insert into main.paper_categories values
    ('{LANTERN}', 'arxiv', 'cs.LG', true), ('{LANTERN}', 'arxiv', 'cs.CL', false),
    ('{LANTERN}', 'openalex', 'Routing', false);

insert into main.keywords values
    ('{SPARSE}', 'sparse routing'), ('{ROUTING}', 'routing'), ('{TIDES}', 'tides');

insert into main.keyword_aliases values
    ('sparse routing', '{SPARSE}'), ('routing', '{ROUTING}'), ('tides', '{TIDES}'),
    ('tide', '{TIDES}');

insert into main.paper_keywords values
    ('{LANTERN}', '{SPARSE}', 1, 0.9, 'extracted', true, 'sparse', 2, 7),
    ('{LANTERN}', '{ROUTING}', 2, 0.4, 'extracted', true, 'routing', 2, 7),
    ('{LANTERN}', '{ROUTING}', 1, null, 'author', true, 'routing', null, null),
    ('{LANTERN}', '{TIDES}', 2, null, 'author', false, 'tides', null, null),
    ('{HARBOUR}', '{ROUTING}', 1, 0.2, 'index', false, 'routing', null, null),
    ('{HARBOUR}', '{TIDES}', 2, 0.6, 'index', true, 'tides', null, null),
    ('{HARBOUR}', '{TIDES}', 1, 0.7, 'extracted', true, 'tides', 2, 7);

insert into main.code_links values
    ('{LANTERN}', 'https://github.com/lantern-lab/lantern', 'github.com', 'lantern-lab', 'lantern',
        'tree/main', 'repository', 'metadata', 'https://github.com/lantern-lab/lantern',
        true, true, false, 'pytorch'),
    ('{LANTERN}', 'https://lantern.example.org/demo', 'lantern.example.org', null, null, null,
        'project_page', 'comment', 'lantern.example.org/demo', null, null, null, null);

insert into raw.dumps values
    ('{DAILY}', 'daily.txt', 'page_text', 900, date '2026-03-10', 'Mar 10', 2, 1, 'line', 10, 4, 5,
        1, false, null),
    ('{WEEKLY}', 'weekly.jsonl', 'jsonl', 700, null, null, 3, 0, 'line', 3, 3, 0, 0, false,
        'shelf');

insert into raw.records values
    ('{DAILY}', 1, 3, 4, 'Lantern: Sparse Routing at Night', '2603.00001', null, '{LANTERN}'),
    ('{DAILY}', 2, 6, 7, 'Harbour Tides', null, '10.1234/harbour', '{HARBOUR}'),
    ('{WEEKLY}', 1, 1, 1, 'On Meadows', null, null, '{MEADOW}'),
    ('{WEEKLY}', 2, 2, 2, 'Lantern: Sparse Routing at Night', null, null, '{LANTERN}'),
    ('{WEEKLY}', 3, 3, 3, null, '2603.00009', null, null);

insert into raw.rejects values ('{DAILY}', 9, 9, 'no title', '???');

insert into quality.paper_matches by name
select 'same title' as rule, 'joined' as decision, 'lantern' as evidence,
    '{DAILY}' as left_dump_id, 1 as left_record_number, '{LANTERN}' as left_paper_id,
    '{WEEKLY}' as right_dump_id, 2 as right_record_number, '{LANTERN}' as right_paper_id;
"""
"""A small warehouse of invented papers in which every column has a value somewhere."""


@pytest.fixture(scope="session")
def valid_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valid") / "warehouse.duckdb"
    connection = open_staged(path)
    create_tables(connection)
    connection.execute(VALID)
    connection.close()
    return path


@pytest.fixture
def warehouse(valid_warehouse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(valid_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture(scope="session")
def valid_connection(
    valid_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    path = shutil.copy(valid_warehouse, tmp_path_factory.mktemp("broken") / "warehouse.duckdb")
    engine = create_engine(f"duckdb:///{path}", poolclass=StaticPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def connection(valid_connection: Connection) -> Iterator[Connection]:
    transaction = valid_connection.begin()
    yield valid_connection
    transaction.rollback()


@pytest.fixture
def failing_rules(connection: Connection) -> FailingRules:
    def run(
        break_sql: str,
        *,
        tables: tuple[str, ...] = (),
        today: str = "2026-03-20",
        previous_row_counts: Mapping[str, int] | None = None,
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """Break the warehouse, ask every rule of these tables (or all), return those that fail."""
        for statement in filter(str.strip, break_sql.split(";")):
            connection.exec_driver_sql(statement)
        failing = {}
        for table, rules in rules_by_table().items():
            if tables and table not in tables:
                continue
            parameters = {
                "today": today,
                "previous_row_count": (previous_row_counts or {}).get(table),
            }
            for rule in rules:
                found = find_failing_rows(connection, rule.failing_rows, rule.observed, parameters)
                if found["count"]:
                    failing[table, rule.name] = found
        return failing

    return run
