"""What a build tells people and machines afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import dagster as dg

from expectations.checks import CheckResult


def results_json(results: Sequence[CheckResult]) -> str:
    """The check results with their failing rows, for the command line to read."""
    return json.dumps([asdict(each) for each in results], default=str, indent=2) + "\n"


def check_counts(results: Sequence[CheckResult]) -> dict[str, int]:
    """How many expectations passed, failed and warned."""
    counts = Counter(
        "passed" if each.success else "failed" if each.severity == "error" else "warned"
        for each in results
    )
    return {name: counts[name] for name in ("passed", "failed", "warned")}


def check_metadata(results: Sequence[CheckResult]) -> Mapping[str, Any]:
    """What Dagster shows of one table's checks: every rule, and the rows that break it."""
    lines = ["| rule | column | severity | result | found |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {each.expectation} | {each.column_name or ''} | {each.severity} "
        f"| {'passed' if each.success else 'FAILED'} | {each.observed or ''} |"
        for each in sorted(results, key=lambda result: result.success)
    ]
    failing = {
        each.expectation: [{k: str(v) for k, v in row.items()} for row in each.failing_rows]
        for each in results
        if not each.success
    }
    return {
        **check_counts(results),
        "expectations": dg.MetadataValue.md("\n".join(lines)),
        "failing_rows": dg.MetadataValue.json(failing),
    }
