"""Running rules with Great Expectations: one suite for each table, one expectation for each rule.

Here belong the context, the suites and their run. Here must not be a rule. Importing this module
imports Great Expectations: import it where it is used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core import RunIdentifier
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

from expectations.data_docs import build_site
from expectations.duckdb_source import duckdb_source
from expectations.no_failing_rows import check_result, expectation, position
from expectations.results import CheckResult
from expectations.rules import Rule

RUN = RunIdentifier(run_name="checks", run_time=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
"""Always the same, so that the same warehouse gives the same pages."""


def validate(
    warehouse: Path,
    rules_by_table: Mapping[str, Sequence[Rule]],
    *,
    previous_row_counts: Mapping[str, int],
    today: dt.date | None,
    data_docs: Path | None,
) -> list[CheckResult]:
    """Validate every table of a warehouse; see `expectations.checks.check_warehouse`."""
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    results = []
    with duckdb_source(context, warehouse) as source:
        for table, rules in rules_by_table.items():
            parameters = {
                "today": today.isoformat() if today else None,
                "previous_row_count": previous_row_counts.get(table),
            }
            results += _validate_table(context, source, table, rules, parameters)
    if data_docs:
        build_site(context, data_docs)
    return results


def _validate_table(
    context: EphemeralDataContext,
    source: SQLDatasource,
    table: str,
    rules: Sequence[Rule],
    parameters: Mapping[str, Any],
) -> list[CheckResult]:
    asset = source.add_query_asset(table, query=f"select * from {table}")  # noqa: S608
    expectations = [expectation(rule, place, parameters) for place, rule in enumerate(rules)]
    definition = gx.ValidationDefinition(
        name=table,
        data=asset.add_batch_definition("all rows"),
        suite=context.suites.add(gx.ExpectationSuite(table, expectations=expectations)),
    )
    found = definition.run(run_id=RUN).results
    return [check_result(table, result) for result in sorted(found, key=position)]
