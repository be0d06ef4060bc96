"""The news of a release: what it has that the release before had not.

Everything is bounded, however large the releases are. The release before is attached to the same
connection; it may have been made by an older paperhouse, so what it cannot tell is left out.
Here must not be how news are shown (`warehouse.digest.page`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.addresses import paper_url, safe_url
from warehouse.digest.texts import excerpt, one_line, shortened_authors
from warehouse.query import question_of

SQL = Path(__file__).parent / "sql"

PAPERS = 40
"""New papers in full; with more, a mail grows longer than what Gmail shows of one (102 KB)."""

REPOSITORIES = 12
KEYWORDS = 12
KNOWN_PAPERS = 8
"""Of the papers that were known before: with code, revised, retracted since."""

LEAST_RISE = 2.0
"""In standard errors: a smaller rise of a keyword may well be chance."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """The first rows of a list, and how many rows there are."""

    rows: Sequence[Row]
    total: int

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class News:
    """What is new in a release.

    Attributes:
        is_compared: Whether there is a release before that could be asked.
        span: How many papers the release holds (`papers`) and up to when.
        counts: New papers (`papers`) and those of them with code (`papers_with_code`).
        categories: Main categories of the new papers (`category`, `paper_count`).
        papers: New papers; without a release before, the newest.
        code_since: Papers that were known before and have code since.
        retracted_since: Those that are said to be retracted since.
        revised_since: Those with a newer version.
        rising: Keywords with a larger share of the newest three months than of the three before.
        new_keywords: Keywords that the release before did not have.
        repositories: Repositories that it did not have; without one, those of most papers.
        lost: Papers of the release before that are gone (`gone`) or one with another (`merged`).
    """

    is_compared: bool
    span: Row
    counts: Row
    categories: Sequence[Row]
    papers: Section
    code_since: Section
    retracted_since: Section
    revised_since: Section
    rising: Sequence[Row]
    new_keywords: Section
    repositories: Section
    lost: Row

    @property
    def totals(self) -> dict[str, int]:
        """How many there are of each kind of news."""
        return {
            "new_papers": self.papers.total,
            "papers_with_code_since": self.code_since.total,
            "papers_retracted_since": self.retracted_since.total,
            "papers_revised_since": self.revised_since.total,
            "new_keywords": self.new_keywords.total,
            "new_repositories": self.repositories.total,
        }


def news_of(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> News:
    """Ask a release what is new in it.

    Args:
        connection: The published warehouse; it is only read.
        previous: The DuckDB file of the release before.

    Returns:
        The news. All of it is new if there is no release before, or none that can be asked.
    """
    # Temporary tables and views belong to one connection and go with it.
    with connection.cursor() as cursor, _attached(cursor, previous) as is_attached:
        is_compared = is_attached and _told(cursor, "unmatched_ids", "former_ids", "new_papers")
        if not is_compared:
            cursor.execute(_sql("all_papers"))
        if not (is_compared and _told(cursor, "new_links")):
            cursor.execute(_sql("no_links" if is_compared else "all_links"))
        cursor.execute(_sql("days"))
        counts = _rows(cursor, "counts")[0]
        papers = [_paper(each) for each in _rows(cursor, "papers", PAPERS)]
        return News(
            is_compared=is_compared,
            span=_rows(cursor, "span")[0],
            counts=counts,
            categories=_rows(cursor, "categories"),
            papers=Section(papers, counts["papers"]),
            code_since=_since(cursor, "code_since", is_compared=is_compared),
            retracted_since=_since(cursor, "retracted_since", is_compared=is_compared),
            revised_since=_since(cursor, "revised_since", is_compared=is_compared),
            rising=_rising(cursor),
            new_keywords=_since(cursor, "new_keywords", KEYWORDS, is_compared=is_compared),
            repositories=_section(_rows(cursor, "repositories", REPOSITORIES)),
            lost=_rows(cursor, "lost")[0] if is_compared else {"gone": 0, "merged": 0},
        )


@contextmanager
def _attached(cursor: duckdb.DuckDBPyConnection, previous: Path | None) -> Iterator[bool]:
    """Have the release before at hand as `release_before`; False if it cannot be opened."""
    if previous is None or not previous.is_file():
        yield False
        return
    try:
        cursor.execute("attach $file as release_before (read_only)", {"file": str(previous)})
    except duckdb.Error:
        yield False
        return
    try:
        yield True
    finally:
        cursor.execute("detach release_before")


def _told(cursor: duckdb.DuckDBPyConnection, *names: str) -> bool:
    """Run statements about the release before; False if it lacks a table or column of them."""
    try:
        for name in names:
            cursor.execute(_sql(name))
    except (duckdb.CatalogException, duckdb.BinderException):
        return False
    return True


def _since(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    limit: int = KNOWN_PAPERS,
    *,
    is_compared: bool,
) -> Section:
    """What only a comparison tells; nothing where the release before is too old to tell it."""
    if not is_compared:
        return Section([], 0)
    try:
        return _section(_rows(cursor, name, limit))
    except (duckdb.CatalogException, duckdb.BinderException):
        return Section([], 0)


def _section(rows: Sequence[Row]) -> Section:
    return Section([_linked(each) for each in rows], rows[0]["total"] if rows else 0)


def _rising(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    question = question_of("rising_keywords")
    rows = _answer(cursor, question.sql, question.values({"months": "3"}))
    rising = [each for each in rows if (each["z_score"] or 0) >= LEAST_RISE][:KEYWORDS]
    return [{**each, "keyword": each["keyword"][:80]} for each in rising]


def _paper(row: Row) -> Row:
    return {
        **_linked(row),
        "abstract": excerpt(row["abstract"]),
        "authors": shortened_authors(row["authors"], row["author_count"]),
        "keywords": [one_line(each) for each in row["keywords"]],
    }


def _linked(row: Row) -> Row:
    """The row with addresses that may be linked, where it has what they are made of."""
    found = dict(row)
    if "title" in row:
        found["paper_url"] = safe_url(paper_url(row["arxiv_id"], row["doi"]))
    for name in {"url", "code_url"} & set(row):
        found[name] = safe_url(row[name])
    return found


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, limit: int | None = None) -> list[Row]:
    return _answer(cursor, _sql(name), {} if limit is None else {"limit": limit})


def _answer(cursor: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]) -> list[Row]:
    answer = cursor.execute(sql, dict(values))
    columns = [each[0] for each in answer.description or []]
    return [
        {
            name: one_line(value) if isinstance(value, str) else value
            for name, value in zip(columns, row, strict=True)
        }
        for row in answer.fetchall()
    ]


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
