"""The one expectation that every rule becomes, and what its results mean.

Great Expectations' own `UnexpectedRowsExpectation` runs each query twice and reads braces and
colons in it; this one counts, and fetches rows only where there are some. Here must not be a rule,
nor how expectations are run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import MetricProvider, metric_value

from expectations.failing_rows import find_failing_rows
from expectations.results import CheckResult
from expectations.rules import Rule

SEVERITIES = {"error": FailureSeverity.CRITICAL, "warning": FailureSeverity.WARNING}


class FailingRows(MetricProvider):
    """How many rows a rule's SQL returns, the first of them, and what was observed."""

    metric_name = "failing_rows"
    domain_keys = ("batch_id",)
    value_keys = ("failing_rows", "observed", "parameters")

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805  (Great Expectations passes the class)
        execution_engine: SqlAlchemyExecutionEngine,
        metric_value_kwargs: dict[str, Any],
        **_: object,
    ) -> dict[str, Any]:
        with execution_engine.get_connection() as connection:
            return find_failing_rows(
                connection,
                metric_value_kwargs["failing_rows"],
                metric_value_kwargs["observed"],
                json.loads(metric_value_kwargs["parameters"]),
            )


class ExpectNoFailingRows(BatchExpectation):
    """Expect that a `select` returns no rows.

    Args:
        failing_rows: The `select`.
        observed: A `select` that returns one text about what was found.
        parameters: The values of the parameters in the SQL, as JSON.
    """

    failing_rows: str
    observed: str | None = None
    parameters: str = "{}"

    metric_dependencies: ClassVar[tuple[str, ...]] = ("failing_rows",)
    success_keys: ClassVar[tuple[str, ...]] = ("failing_rows", "observed", "parameters")
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: ExecutionEngine[Any] | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        found = metrics["failing_rows"]
        return {
            "success": found["count"] == 0,
            "result": {
                "observed_value": found["observed"],
                "unexpected_count": found["count"],
                # Stored as JSON with its keys sorted: the order of the columns is kept apart.
                "details": {"columns": found["columns"], "failing_rows": found["rows"]},
            },
        }


def expectation(rule: Rule, position: int, parameters: Mapping[str, Any]) -> ExpectNoFailingRows:
    """A rule as an expectation; its position brings the results back into the rules' order."""
    return ExpectNoFailingRows(
        failing_rows=rule.failing_rows,
        observed=rule.observed,
        parameters=json.dumps(parameters),
        description=rule.name,
        severity=SEVERITIES[rule.severity],
        meta={"column": rule.column, "position": position},
    )


def check_result(table: str, result: ExpectationValidationResult) -> CheckResult:
    """What an expectation found.

    A query that raises shows as a failure without a result: that is an error, whatever the rule's
    severity, and what was raised is what was observed.
    """
    config = configuration(result)
    raised = _exception_text(result.exception_info)
    found = {} if raised else result.result
    rows = tuple(
        dict(zip(found["details"]["columns"], row, strict=True))
        for row in (found["details"]["failing_rows"] if found else ())
    )
    return CheckResult(
        table_name=table,
        expectation=config.description or "",
        column_name=config.meta["column"],
        severity="error" if raised or config.severity == SEVERITIES["error"] else "warning",
        success=bool(result.success) and not raised,
        observed=raised or found["observed_value"] or _example(found["unexpected_count"], rows),
        unexpected_count=None if raised else found["unexpected_count"],
        failing_rows=rows,
    )


def position(result: ExpectationValidationResult) -> int:
    """The place of a result's rule among the rules of its table."""
    return int(configuration(result).meta["position"])


def configuration(result: ExpectationValidationResult) -> ExpectationConfiguration:
    """The expectation that a result is of."""
    if result.expectation_config is None:
        raise ValueError("A result of Great Expectations does not say what it is of.")
    return result.expectation_config


def _exception_text(info: Mapping[str, Any]) -> str | None:
    """What was raised, in one line; Great Expectations nests it by metric, or does not.

    DuckDB and SQLAlchemy add the statement to each message; the rule shows its statement itself.
    """
    parts = [info] if "raised_exception" in info else list(info.values())
    messages = [str(part["exception_message"]) for part in parts if part["raised_exception"]]
    lines = [" ".join(re.split(r"\n+(?:LINE \d|\[SQL:)", text)[0].split()) for text in messages]
    return "; ".join(dict.fromkeys(lines)) or None


def _example(count: int, rows: Sequence[Mapping[str, object]]) -> str | None:
    if not count:
        return None
    first = ", ".join(f"{name} = {value}" for name, value in rows[0].items())
    return f"{count} row{'s' if count > 1 else ''}, such as {' '.join(first.split())}"
