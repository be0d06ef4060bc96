"""How fast the warehouse answers: `python -m benchmarks.question_speed --papers N [--papers M]`.

Makes a warehouse of each size, its search index and its marts, and asks every named question and
all that the dashboard asks, reads every mart and sums it up as a BI tool would: once cold, then in
warm rounds. What is asked for is what the warehouse has most of: its most frequent keyword, its
largest category.

Here belong what is asked and how it is timed. How a warehouse of many papers comes from one of few
is in `multiply.sql`; the few are invented, or of `--warehouse FILE`.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from unittest import mock

import click
import duckdb
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.generate import papers as invented_papers
from benchmarks.measure import run
from benchmarks.speed import machine
from orchestration.archive import LIST_ROW_GROUP_SIZE, ROW_GROUP_SIZE, sink
from orchestration.assets.search import search_terms
from warehouse.dashboard.numbers import SQL as DASHBOARD
from warehouse.dashboard.numbers import dashboard_numbers
from warehouse.load import create_marts, create_tables, open_staged
from warehouse.query import open_published, questions
from warehouse.search_index import load_search_index

FEW = 20_000
"""Invented papers that are built, and then multiplied."""

ROUNDS = 5
MEGABYTE = 1e6
MULTIPLY = Path(__file__).with_name("multiply.sql")

SMALL = 250_000
SMALL_LIMIT, LARGE_LIMIT = 0.1, 1.0
"""Seconds that an answer may take, of up to `SMALL` papers and of more."""

CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "stat.ML", "cs.RO", "cs.AI", "math.OC", "eess.AS")
FIRST_DAY, DAYS = date(2025, 3, 1), 480

VALUES: Final = {
    "keyword": "select keyword from mart.keyword_counts order by paper_count desc, 1 limit 1",
    "text": "select lower(keyword) from mart.keyword_counts where contains(keyword, ' ') "
    "order by paper_count desc, 1 limit 1",
    "category": "select category from mart.subject_categories order by paper_count desc, 1 limit 1",
    "paper": "select min(paper_id) from mart.paper_overview where listing_days = "
    "(select max(listing_days) from mart.paper_overview)",
    "author": "select author_name from main.paper_authors group by 1 order by count(*) desc, 1 "
    "limit 1",
    "repository": "select owner || '/' || repository from mart.repositories "
    "order by paper_count desc, url limit 1",
}
"""What is asked for, by the names of required parameters."""

AGGREGATES: Final = {
    "papers by month": "select month, count(*) from mart.paper_overview group by month",
    "code by year": "select year(month), code_status, count(*) from mart.paper_overview "
    "group by all",
    "papers of a category": "select count(*), max(upvotes) from mart.paper_overview "
    "where primary_category = $category",
    "papers of a month": "select * from mart.paper_overview where month = "
    "(select max(month) from mart.papers_by_month)",
    "trend of a keyword": "select month, paper_count, share from mart.keyword_trends "
    "where keyword = $keyword order by month",
    "keywords of a month": "select keyword, paper_count, growth from mart.keyword_trends "
    "where month = (select max(month) from mart.papers_by_month) "
    "order by paper_count desc limit 100",
    "pairs of a keyword": "select other_keyword, npmi from mart.keyword_pairs "
    "where keyword = $keyword order by npmi desc limit 100",
    "upvotes by day": "select listed_on, sum(upvotes) from mart.listing_days group by listed_on",
}
"""What BI tools ask of marts."""


@dataclass(frozen=True)
class Asked:
    """Something asked of a warehouse: its name, its SQL and the values in it."""

    name: str
    sql: str
    values: dict[str, str | None]


@click.command()
@click.option("--papers", multiple=True, default=(200_000,), show_default=True, help="How many.")
@click.option(
    "--warehouse",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A warehouse to multiply in place of invented papers.",
)
def main(papers: tuple[int, ...], warehouse: Path | None) -> None:
    """Measure and print the tables of docs/performance.md."""
    console = Console(width=110)
    console.print(machine())
    answers: dict[int, dict[str, float]] = {}
    costs = Table("papers", "made", "s", "CPU s", "MB of it", "MB in all", title="Making")
    with tempfile.TemporaryDirectory(prefix="paperhouse-bench-") as folder:
        few = warehouse or build_few(Path(folder) / "few")
        for wanted in papers:
            many = Path(folder) / "many.duckdb"
            count = multiply(few, many, wanted)
            with measured(many) as cost:
                make_search_index(many, Path(folder))
            costs.add_row(f"{count:,}", "search index", *cost)
            with measured(many) as cost, open_staged(many) as connection:
                create_marts(connection)
            costs.add_row(f"{count:,}", "marts", *cost)
            answers[count] = seconds_of_answers(many)
            many.unlink()
    console.print(costs)
    console.print(answers_table(answers))


def build_few(home: Path) -> Path:
    """Build a warehouse of invented papers in a new state folder, and return its file."""
    home.mkdir()
    dump = home / "few.jsonl"
    write_records(FEW, dump)
    run(
        [str(Path(sys.executable).with_name("paperhouse")), "build", str(dump)],
        environment={"PAPERHOUSE_HOME": str(home)},
    )
    return home / "warehouse.duckdb"


def write_records(count: int, dump: Path) -> None:
    """Write invented papers with authors, categories and days, as arXiv's snapshot has them."""
    chance = random.Random(count)  # noqa: S311
    names = [f"{first}{last}" for first in ("Ada ", "Bo ", "Cy ", "Dee ") for last in _surnames()]
    with dump.open("w", encoding="utf-8") as lines:
        for number, (title, abstract) in enumerate(invented_papers(count)):
            day = FIRST_DAY + timedelta(days=number * DAYS // count)
            record = {
                "id": f"{day:%y%m}.{number % 100_000:05}",
                "title": title,
                "abstract": abstract,
                "authors": ", ".join(chance.sample(names, chance.randint(1, 8))),
                "categories": " ".join(chance.sample(CATEGORIES, chance.randint(1, 3))),
                "update_date": f"{day}",
                "versions": [{"version": "v1", "created": f"{day:%a, %d %b %Y} 08:00:00 GMT"}],
            }
            lines.write(json.dumps(record) + "\n")


def _surnames() -> list[str]:
    starts, middles, ends = ("Ka", "Lo", "Mi", "Ne", "Ro", "Su", "Ta"), "bdgklmnrstv", "aeiou"
    return [f"{start}{m}{e}{m2}" for start in starts for m in middles for e in ends for m2 in "nrl"]


def multiply(few: Path, many: Path, papers: int) -> int:
    """Make a warehouse of about so many papers from one of few; it has no marts yet.

    Returns:
        How many papers it has: whole copies of the few.
    """
    with open_staged(many) as connection:
        create_tables(connection)
        connection.execute(f"attach '{few}' as few (read_only)")
        (held,) = connection.execute("select count(*) from few.main.papers").fetchall()[0]
        connection.execute(f"set variable copies = {max(1, round(papers / held))}")
        connection.execute(MULTIPLY.read_text(encoding="utf-8"))
        (count,) = connection.execute("select count(*) from main.papers").fetchall()[0]
    return int(count)


def make_search_index(warehouse: Path, folder: Path) -> None:
    """Index the papers of a warehouse, as a build does."""
    papers, terms = folder / "papers.parquet", folder / "search_terms.parquet"
    with open_staged(warehouse) as connection:
        connection.execute(
            "copy (select paper_id, title, abstract from main.papers) to $file "  # noqa: S608
            f"(row_group_size {ROW_GROUP_SIZE})",
            {"file": str(papers)},
        )
    sink(search_terms(pl.scan_parquet(papers)), terms, LIST_ROW_GROUP_SIZE)
    with open_staged(warehouse) as connection:
        load_search_index(connection, papers, terms)
    papers.unlink()
    terms.unlink()


@contextmanager
def measured(warehouse: Path) -> Iterator[list[str]]:
    """What it takes to make a part of a warehouse.

    Yields:
        A list, filled at the end: seconds, CPU seconds, megabytes, and those of the whole file.
    """
    cost: list[str] = []
    before = warehouse.stat().st_size
    seconds, cpu_seconds = time.perf_counter(), time.process_time()
    yield cost
    took = time.perf_counter() - seconds, time.process_time() - cpu_seconds
    size = warehouse.stat().st_size
    megabytes = (size - before) / MEGABYTE, size / MEGABYTE
    cost += [*(f"{each:,.1f}" for each in took), *(f"{each:,.0f}" for each in megabytes)]


def seconds_of_answers(warehouse: Path) -> dict[str, float]:
    """The median of some warm rounds, for all that is asked, by its name."""
    with open_published(warehouse) as connection:
        return {each.name: seconds_of(connection, each) for each in all_asked(connection)}


def asked_by_dashboard(connection: duckdb.DuckDBPyConnection) -> Iterator[Asked]:
    """What the dashboard asks, with the values that it asks for."""
    name_of = {path.read_text(encoding="utf-8"): path.stem for path in DASHBOARD.glob("*.sql")}
    listened = mock.Mock(wraps=connection)
    dashboard_numbers(listened)
    for call in listened.execute.call_args_list:
        sql, *values = call.args
        yield Asked(f"dashboard: {name_of[sql]}", sql, *(values or [{}]))


def all_asked(connection: duckdb.DuckDBPyConnection) -> Iterator[Asked]:
    """Every question, a read of every mart, and what BI tools ask."""
    values = {name: _value(connection, sql) for name, sql in VALUES.items()}
    for question in questions():
        given = {each.name: values[each.name] for each in question.parameters if each.is_required}
        yield Asked(question.name, question.sql, dict(question.values(given)))
    yield from asked_by_dashboard(connection)
    for mart in _marts(connection):
        yield Asked(f"mart.{mart}", f"select * from mart.{mart} limit 1000", {})  # noqa: S608
    for name, sql in AGGREGATES.items():
        yield Asked(name, sql, {each: values[each] for each in values if f"${each}" in sql})


def _value(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    row = connection.execute(sql).fetchone()
    if row is None:
        raise click.ClickException(f"the warehouse has nothing to ask for: {sql}")
    return str(row[0])


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select distinct table_name from duckdb_columns() where schema_name = 'mart' order by 1"
    ).fetchall()
    return [name for (name,) in found]


def seconds_of(connection: duckdb.DuckDBPyConnection, asked: Asked) -> float:
    """Ask once, then as many times as there are rounds; of these the median, rows read."""
    took = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        connection.execute(asked.sql, asked.values).fetchall()
        took.append(time.perf_counter() - started)
    return statistics.median(took[1:])


def answers_table(answers: dict[int, dict[str, float]]) -> Table:
    """Milliseconds of every answer at every size, and whether each is within the limit."""
    table = Table("asked", title=f"Milliseconds to an answer, median of {ROUNDS} warm rounds")
    for count in answers:
        table.add_column(f"{count:,} papers", justify="right")
    table.add_column("within the limit")
    for name in next(iter(answers.values())):
        seconds = [found[name] for found in answers.values()]
        late = [
            took > (SMALL_LIMIT if count <= SMALL else LARGE_LIMIT)
            for count, took in zip(answers, seconds, strict=True)
        ]
        milliseconds = (f"{each * 1000:,.1f}" for each in seconds)
        table.add_row(name, *milliseconds, "no" if any(late) else "yes")
    return table


if __name__ == "__main__":
    main()
