"""The result of an expectation, for people and as a frame of `quality.check_results`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from expectations.rules import Severity
from warehouse.schema import CHECK_RESULTS


@dataclass(frozen=True)
class CheckResult:
    """What one expectation found.

    Attributes:
        table_name: The table checked, with its schema.
        expectation: The rule, in words.
        column_name: The column or columns checked; none where it is the whole table.
        severity: `error` stops the publication, `warning` is shown.
        success: Whether the data obeys the rule.
        observed: What was found, in short; where the check itself broke, the exception.
        unexpected_count: How many rows break the rule; none where the check itself broke.
        failing_rows: The first rows that break it, at most ten.
    """

    table_name: str
    expectation: str
    column_name: str | None
    severity: Severity
    success: bool
    observed: str | None
    unexpected_count: int | None
    failing_rows: tuple[dict[str, object], ...] = ()


def results_frame(results: Iterable[CheckResult]) -> pl.DataFrame:
    """The results as a frame of `quality.check_results`, sorted by its key."""
    columns = CHECK_RESULTS.column_names
    rows = [{column: getattr(result, column) for column in columns} for result in results]
    return pl.DataFrame(rows, schema=CHECK_RESULTS.polars_schema).sort(CHECK_RESULTS.key)
