"""The entry point: check a warehouse against every rule.

Here belong the list of rules for each table and `check_warehouse`. Importing this module does not
import Great Expectations, which takes seconds and a quarter of a gigabyte; checking does. Here must
not be a rule itself, nor what follows from a failure (`orchestration`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from expectations import (
    code_links,
    dumps,
    keywords,
    listings,
    paper_aliases,
    paper_authors,
    paper_categories,
    paper_identifiers,
    paper_keywords,
    paper_matches,
    paper_versions,
    papers,
    records,
    rejects,
    row_loss,
)
from expectations.from_schema import rules_from_schema
from expectations.on_demand import on_demand
from expectations.results import CheckResult, results_frame
from expectations.rules import Rule
from warehouse.schema import REPORTS, TABLES

__all__ = ["CheckResult", "check_warehouse", "results_frame", "rules_by_table"]

RULES: dict[str, tuple[Rule, ...]] = {
    "main.papers": papers.RULES,
    "main.listings": listings.RULES,
    "main.paper_identifiers": paper_identifiers.RULES,
    "main.paper_aliases": paper_aliases.RULES,
    "main.paper_versions": paper_versions.RULES,
    "main.paper_authors": paper_authors.RULES,
    "main.paper_categories": paper_categories.RULES,
    "main.keywords": keywords.RULES,
    "main.paper_keywords": paper_keywords.RULES,
    "main.code_links": code_links.RULES,
    "raw.dumps": dumps.RULES,
    "raw.records": records.RULES,
    "raw.rejects": rejects.RULES,
    "quality.paper_matches": paper_matches.RULES,
}
"""What the schema cannot say, by table."""


def rules_by_table(
    *, allow_loss: bool = False, allow_rejects: bool = False
) -> dict[str, list[Rule]]:
    """Every rule of every table but those that are filled from the results."""
    tolerated = (dumps.MOSTLY_RECORDS,) if allow_rejects else ()
    return {
        table.full_name: [
            *rules_from_schema(table),
            *(
                replace(rule, severity="warning") if rule in tolerated else rule
                for rule in RULES.get(table.full_name, ())
            ),
            *(
                [row_loss.row_loss(table.full_name, allow_loss=allow_loss)]
                if table.full_name in row_loss.TABLES
                else []
            ),
        ]
        for table in TABLES
        if table not in REPORTS
    }


def check_warehouse(  # noqa: PLR0913  (what a check depends on, each with its default)
    warehouse: Path,
    *,
    previous_row_counts: Mapping[str, int] | None = None,
    allow_loss: bool = False,
    allow_rejects: bool = False,
    today: dt.date | None = None,
    data_docs: Path | None = None,
) -> list[CheckResult]:
    """Check a warehouse against every rule, reading it only.

    No other connection of this process may have the file open for writing.

    Args:
        warehouse: The DuckDB file.
        previous_row_counts: Rows of the tables in the release before, as `{"main.papers": 300}`.
        allow_loss: Whether losing many rows is meant, and so only worth a warning.
        allow_rejects: Whether dumps of which more than half was refused are meant to be there, and
            so only worth a warning.
        today: The day on which the age of the newest listing is judged; without it, it is not.
        data_docs: A folder for the results as web pages (Data Docs); without it, no file is left.

    Returns:
        One result for each rule, in the order of the tables. A rule that could not be evaluated is
        a failure of severity `error` whose `observed` is the exception.

    Raises:
        FileNotFoundError: If there is no such file.
        duckdb.Error: If it is not a DuckDB file that can be read.
    """
    # Great Expectations comes with it, and would bring packages that no rule of ours needs.
    with on_demand("altair", "scipy.stats"):
        from expectations.validation import validate  # noqa: PLC0415

    if not warehouse.is_file():
        raise FileNotFoundError(f"There is no warehouse at {warehouse}.")
    return validate(
        warehouse,
        rules_by_table(allow_loss=allow_loss, allow_rejects=allow_rejects),
        previous_row_counts=previous_row_counts or {},
        today=today,
        data_docs=data_docs,
    )
