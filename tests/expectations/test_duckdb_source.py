from __future__ import annotations

from pathlib import Path
from typing import Any

import great_expectations as gx
import pytest
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)

from expectations import duckdb_source as module
from expectations.duckdb_source import duckdb_source


def validate_null_dates(warehouse: Path) -> Any:
    context = gx.get_context(mode="ephemeral")
    with duckdb_source(context, warehouse) as source:
        asset = source.add_query_asset("papers", query="select * from main.papers")
        batch = asset.add_batch_definition("all rows").get_batch()
        return batch.validate(ExpectColumnValuesToNotBeNull(column="published_on"))


def test_expectations_of_great_expectations_itself_work(valid_warehouse: Path) -> None:
    found = validate_null_dates(valid_warehouse)

    assert not found.success
    assert found.result["element_count"] == 3
    assert found.result["unexpected_count"] == 2


def test_without_fetching_at_once_their_rows_are_gone(
    valid_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "fetch_at_once", lambda _engine: None)

    found = validate_null_dates(valid_warehouse)

    assert found.result == {}
    assert any(part["raised_exception"] for part in found.exception_info.values())


def test_a_long_query_draws_no_bar_into_the_terminal(valid_warehouse: Path) -> None:
    context = gx.get_context(mode="ephemeral")

    with (
        duckdb_source(context, valid_warehouse) as source,
        source.get_execution_engine().engine.connect() as connection,
    ):
        setting = connection.exec_driver_sql("select current_setting('enable_progress_bar')")

        assert setting.scalar() is False
