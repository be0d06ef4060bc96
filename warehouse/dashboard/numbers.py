"""The numbers of the dashboard, from the SQL of `warehouse/dashboard/sql`.

Everything is bounded however large the warehouse is: 300 months, 40 categories, 300 keywords, 100
repositories and some of the newest papers. Here must not be how a number is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import duckdb

from warehouse.query import QueryError, open_published

SQL = Path(__file__).parent / "sql"

LONGEST_URL = 500
"""A longer URL is not shown as a link."""

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
        its script counts again for every filter (`months`, `categories`, `papers` and so on).
    """
    # Temporary tables belong to one connection and go with it.
    with connection.cursor() as cursor:
        cursor.execute(_sql("papers"))
        cursor.execute(_sql("keywords"))
        cursor.execute(_sql("keyword_papers"))
        return _shown(cursor, previous), _counted(cursor)


def safe_url(url: str | None) -> str | None:
    """The URL if a browser may be led there: http or https with a host, of a sane length."""
    if not url or len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def paper_url(arxiv_id: str | None, doi: str | None) -> str | None:
    """Where a paper can be read: at arXiv, or else by its DOI."""
    if arxiv_id:
        return f"https://arxiv.org/abs/{quote(arxiv_id)}"
    return f"https://doi.org/{quote(doi)}" if doi else None


def _shown(cursor: duckdb.DuckDBPyConnection, previous: Path | None) -> Row:
    repositories = _rows(cursor, "repositories")
    return {
        "headline": _headline(cursor, previous),
        "span": _row(cursor, "span"),
        "repositories": [{**each, "url": safe_url(each["url"])} for each in repositories],
        "checks": _row(cursor, "checks"),
        "checks_not_passed": _rows(cursor, "checks_not_passed"),
        "filled": _rows(cursor, "filled"),
        "intake": _row(cursor, "intake"),
        "rejects": _rows(cursor, "rejects"),
        "dumps": _rows(cursor, "dumps"),
    }


def _headline(cursor: duckdb.DuckDBPyConnection, previous: Path | None) -> list[Row]:
    before = _headline_before(previous)
    return [
        {"name": name, "value": value, "before": before.get(name)}
        for name, value in _row(cursor, "headline").items()
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


def _counted(cursor: duckdb.DuckDBPyConnection) -> Row:
    """The counts by month, written as flat lists of whole numbers to keep the page small."""
    span = _row(cursor, "span")
    categories = [each["category"] for each in _rows(cursor, "categories")]
    keywords = [each["keyword"] for each in _rows(cursor, "keyword_names")]
    hosts_by_month = _rows(cursor, "hosts_by_month")
    hosts = sorted({each["host"] for each in hosts_by_month})
    return {
        "first_month": span["first_month"],
        "month_count": span["month_count"],
        "categories": categories,
        "hosts": hosts,
        "keywords": keywords,
        "papers": _flat(
            (each["month_number"], categories.index(each["category"]), *_by_status(each))
            for each in _rows(cursor, "papers_by_month")
        ),
        "keyword_papers": _by_keyword(_rows(cursor, "keywords_by_month"), len(keywords)),
        "host_papers": _flat(
            (
                hosts.index(each["host"]),
                each["month_number"],
                categories.index(each["category"]),
                each["paper_count"],
            )
            for each in hosts_by_month
        ),
        "newest": [_paper(each, categories) for each in _rows(cursor, "newest_papers")],
    }


def _by_keyword(rows: Sequence[Row], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for each in rows:
        found[each["keyword_number"]] += (each["month_number"], *_by_status(each))
    return found


def _by_status(row: Row) -> tuple[int, int, int, int]:
    return row["linked"], row["promised"], row["mentioned"], row["none"]


def _paper(row: Row, categories: Sequence[str]) -> list[Any]:
    return [
        row["counted_on"],
        row["month_number"],
        row["title"],
        paper_url(row["arxiv_id"], row["doi"]),
        categories.index(row["category"]),
        row["code_status"],
        safe_url(row["code_url"]),
        row["keyword_numbers"],
    ]


def _flat(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [number for row in rows for number in row]


def _row(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    return _rows(connection, name)[0]


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    answer = connection.execute(_sql(name))
    columns = [each[0] for each in answer.description or []]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
