"""The files of the digest: an HTML page that may be sent as mail, and the same as Markdown.

The page is one file with inline styles, as mail programs keep no others; it runs no script and asks
nothing of the network. No clock is read: the same two releases give the same bytes.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from warehouse.digest.news import News, news_of
from warehouse.digest.texts import markdown, markdown_link

_day = itemgetter("day")

PAGE = Path(__file__).parent / "page"

FILE = "releases/{}/warehouse.duckdb"
FILE_BEFORE = "release-before.duckdb"
"""What a reader puts the path of the release before in place of, where its number is not known."""

LINK_NAMES = {
    "project_page": "project page",
    "model": "model",
    "dataset": "dataset",
    "other": "link",
}
"""What a link is called by what it leads to, where it is not code."""


def write_digest(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    release: int | None = None,
    previous: Path | None = None,
) -> dict[str, int]:
    """Write what is new in a published warehouse as `digest.html` and `digest.md`.

    Args:
        connection: The warehouse; it is only read.
        folder: Where the two files go; one that is there is replaced in one step.
        release: The number of the release, for the titles.
        previous: The DuckDB file of the release before; None for the first release. One that is
            gone or too old to be asked is said to be so, and the newest papers are shown.

    Returns:
        How many there are of each kind of news, by name (`warehouse.digest.news.News.totals`).
    """
    news = news_of(connection, previous)
    is_quiet = news.is_compared and not any(news.totals.values())
    shown = {
        "news": news,
        "release": release,
        "release_before": _number_of(previous),
        "is_first": previous is None,
        "every_paper": _every_paper(news, previous),
        "is_quiet": is_quiet,
        "days": [(day, list(papers)) for day, papers in groupby(news.papers.rows, _day)],
        "sections": [] if is_quiet else _sections(news),
        "names": LINK_NAMES,
    }
    _write(folder / "digest.html", digest_page(shown))
    _write(folder / "digest.md", digest_markdown(shown))
    return news.totals


def digest_page(shown: dict[str, Any]) -> str:
    """The digest as HTML; every text is escaped."""
    return _environment().get_template("digest.html").render(**shown)


def digest_markdown(shown: dict[str, Any]) -> str:
    """The digest as Markdown; every text is escaped."""
    environment = _environment(finalize=_as_markdown)
    environment.filters["address"] = markdown_link
    return environment.get_template("digest.md").render(**shown)


def _environment(**options: Any) -> Environment:  # noqa: ANN401  # what Environment takes
    return Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )


def _as_markdown(value: object) -> Markup:
    """What an expression of the template gives, escaped unless the template itself made it."""
    return value if isinstance(value, Markup) else markdown(str(value))


def _sections(news: News) -> list[tuple[str, str]]:
    """The parts of the page that hold something, each by its place and in a word or two."""
    named = (
        ("papers", "Papers", news.papers.rows),
        ("code", "Code since", news.code_since.rows),
        ("rising", "Rising keywords", news.rising),
        ("keywords", "New keywords", news.new_keywords.rows),
        ("repositories", "Repositories", news.repositories.rows),
        ("revised", "Revised", news.revised_since.rows),
        ("retracted", "Retracted", news.retracted_since.rows),
    )
    return [(place, name) for place, name, rows in named if rows]


def _number_of(previous: Path | None) -> int | None:
    """The number of a release that lies in its folder."""
    name = previous.parent.name if previous else ""
    return int(name) if name.isdecimal() else None


def _every_paper(news: News, previous: Path | None) -> Markup:
    """SQL that lists all new papers, as a reader runs it beside the published file."""
    name = "every_new_paper" if news.is_compared else "every_paper"
    sql = (PAGE / f"{name}.sql").read_text(encoding="utf-8").strip()
    number = _number_of(previous)
    # The texts are our own, and hold nothing that HTML or a block of code would take for its own.
    return Markup(sql if number is None else sql.replace(FILE_BEFORE, FILE.format(number)))  # noqa: S704


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
