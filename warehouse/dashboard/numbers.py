"""The numbers of the dashboard, from the SQL of `warehouse/dashboard/sql`.

Everything is bounded however large the warehouse is: 480 months, 40 categories, 300 keywords, 100
repositories and some of the newest papers. Here must not be how a number is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.addresses import paper_url, safe_url
from warehouse.dashboard.months import (
    UNDATED,
    first_day,
    month_number,
    month_of,
    page_months,
    usual_months,
)
from warehouse.query import QueryError, open_published

SQL = Path(__file__).parent / "sql"

STATUSES = ("linked", "promised", "mentioned", "none")

REST = ("other categories", "no category")
"""What the SQL calls the papers of small categories, and of none; named after all others."""

Row = dict[str, Any]


def dashboard_numbers(
    connection: duckdb.DuckDBPyConnection, previous: Path | None = None
) -> tuple[Row, Row]:
    """Ask a warehouse for all that its dashboard shows.

    Args:
        connection: A published warehouse; it is only read.
        previous: The file of the release before, for the change of the headline numbers.

    Returns:
        What stands in the page as text (`headline`, `repositories`, `checks` and so on), and what
        its script counts again for every filter (`categories`, `papers`, `newest` and so on).
    """
    return _shown(connection, previous), _counted(connection)


def _shown(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> Row:
    repositories = _rows(connection, "repositories")
    return {
        "headline": _headline(connection, previous),
        "repositories": [{**each, "url": safe_url(each["url"])} for each in repositories],
        "checks": _row(connection, "checks"),
        "checks_not_passed": _rows(connection, "checks_not_passed"),
        "filled": _rows(connection, "filled"),
        "intake": _row(connection, "intake"),
        "rejects": _rows(connection, "rejects"),
        "dumps": _rows(connection, "dumps"),
        "releases": _rows(connection, "releases"),
    }


def _headline(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> list[Row]:
    before = _headline_before(previous)
    return [
        {"name": name, "value": value, "before": before.get(name)}
        for name, value in _row(connection, "headline").items()
    ]


def _headline_before(previous: Path | None) -> Mapping[str, Any]:
    """The headline numbers of a release; none if it is gone or too old to be asked."""
    if previous is None:
        return {}
    try:
        with open_published(previous) as connection:
            return _row(connection, "headline")
    except (QueryError, duckdb.Error):
        return {}


def _counted(connection: duckdb.DuckDBPyConnection) -> Row:
    """The counts by month that the script adds up, each row of months as `_runs` writes it.

    `papers` has a row for each category and availability of code, `keyword_papers` for each keyword
    and availability of code, `host_papers` for each host and category.
    """
    by_month = _rows(connection, "papers_by_month")
    totals = _totals(by_month)
    months = page_months(totals)
    usual = usual_months(totals, months)
    categories = _categories(by_month)
    keywords = _rows(connection, "keywords", last_month=first_day(usual[-1]) if usual else None)
    keyword_ids = [each["keyword_id"] for each in keywords]
    keywords_by_month = _rows(connection, "keywords_by_month", keyword_ids=keyword_ids)
    hosts_by_month = _rows(connection, "hosts_by_month", categories=categories)
    hosts = sorted({each["host"] for each in hosts_by_month})
    newest = _rows(connection, "newest_papers", categories=categories, keyword_ids=keyword_ids)
    papers = [_cells(by_month, ("category",), status, months) for status in STATUSES]
    keyword_papers = [
        _cells(keywords_by_month, ("keyword_id",), status, months) for status in STATUSES
    ]
    host_papers = _cells(hosts_by_month, ("host", "category"), "paper_count", months)
    return {
        "first_month": f"{first_day(months[0]):%Y-%m}" if months else None,
        "month_count": len(months),
        "usual_months": [month_number(month, months) for month in (*usual[:1], *usual[-1:])],
        "categories": categories,
        "hosts": hosts,
        "keywords": [each["keyword"] for each in keywords],
        "papers": [[_runs(each[name,]) for each in papers] for name in categories],
        "keyword_papers": [[_runs(each[key,]) for each in keyword_papers] for key in keyword_ids],
        "host_papers": [[_runs(host_papers[host, name]) for name in categories] for host in hosts],
        "newest": [_paper(each, months, categories, keyword_ids) for each in newest],
    }


def _totals(by_month: Iterable[Row]) -> Counter[int]:
    """How many papers each month has."""
    totals: Counter[int] = Counter()
    for row in by_month:
        month = month_of(row["month"])
        if month is not None:
            totals[month] += sum(row[status] for status in STATUSES)
    return totals


def _categories(by_month: Iterable[Row]) -> list[str]:
    """The categories, that of the most papers first and the rest at the end."""
    totals: Counter[str] = Counter()
    for row in by_month:
        totals[row["category"]] += sum(row[status] for status in STATUSES)
    return sorted(totals, key=lambda name: (name in REST and REST.index(name) + 1, -totals[name]))


def _cells(
    rows: Iterable[Row], names: Sequence[str], count: str, months: range
) -> defaultdict[tuple[str, ...], Counter[int]]:
    """The count of each month number, by the names of the rows."""
    found: defaultdict[tuple[str, ...], Counter[int]] = defaultdict(Counter)
    for row in rows:
        number = month_number(month_of(row["month"]), months)
        found[tuple(row[name] for name in names)][number] += row[count]
    return found


def _runs(counts: Mapping[int, int]) -> list[int]:
    """Counts from month number `UNDATED` on; -n stands for n months with none."""
    runs: list[int] = []
    following = UNDATED
    for number in sorted(number for number, count in counts.items() if count):
        if number > following:
            runs.append(following - number)
        runs.append(counts[number])
        following = number + 1
    return runs


def _paper(
    row: Row, months: range, categories: Sequence[str], keyword_ids: Sequence[str]
) -> list[Any]:
    return [
        row["counted_on"] and row["counted_on"].isoformat(),
        month_number(month_of(row["counted_on"]), months),
        row["title"],
        paper_url(row["arxiv_id"], row["doi"]),
        categories.index(row["category"]),
        row["code_status"],
        safe_url(row["code_url"]),
        sorted(keyword_ids.index(each) for each in row["keyword_ids"]),
    ]


def _row(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    return _rows(connection, name)[0]


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **values: object) -> list[Row]:
    sql = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    answer = connection.execute(sql, values) if values else connection.execute(sql)
    columns = [each[0] for each in answer.description or []]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
