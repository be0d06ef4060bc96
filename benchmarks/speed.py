"""How fast the whole job is: `python -m benchmarks.speed --papers N`.

Builds a warehouse of N invented papers and one of half as many, each in a process of its own, adds
a day of papers to each, and has DuckDB read the same titles and abstracts from JSON Lines in the
same run. The difference between the two sizes is what a further paper costs, fixed costs apart.
Also measures what a build of the real listing pages costs beside importing the two frameworks.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.generate import write_day, write_papers
from benchmarks.measure import Cost, run

DUCKDB_ROUNDS = 3
PAPERS_A_DAY = 300
SEEDS = Path(__file__).parents[2] / "shared" / "dumps" / "seeds"
MEGABYTE = 1e6
MICROSECONDS = 1e6

READ_JSON_LINES = """
import sys, duckdb
duckdb.connect(sys.argv[2]).execute(
    "create table papers as select title, abstract from read_json(?, format='newline_delimited', "
    "columns={'title': 'VARCHAR', 'abstract': 'VARCHAR'})", [sys.argv[1]])
"""


@click.command()
@click.option(
    "--papers", default=100_000, show_default=True, help="How many papers; up to 3 million."
)
def main(papers: int) -> None:
    """Measure and print the tables of docs/performance.md."""
    console = Console(width=110)
    console.print(machine())
    with tempfile.TemporaryDirectory(prefix="paperhouse-bench-") as folder:
        half = measure_size(Path(folder) / "half", papers // 2)
        full = measure_size(Path(folder) / "full", papers)
    console.print(steps_table(full))
    console.print(summary_table(half, full))
    with tempfile.TemporaryDirectory(prefix="paperhouse-bench-") as folder:
        console.print(fixed_cost_table(Path(folder)))


def machine() -> str:
    """The machine and the versions, in one line."""
    from importlib.metadata import version  # noqa: PLC0415

    packages = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "polars", "dagster", "great-expectations")
    )
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def measure_size(folder: Path, papers: int) -> dict[str, Any]:
    """Build a warehouse of some papers in a new state folder, and have DuckDB read them alone."""
    folder.mkdir()
    page, json_lines = folder / "page.txt", folder / "papers.jsonl"
    write_papers(papers, page, json_lines)
    whole, outcome = _build([_paperhouse(), "build"], page, folder / "whole")
    if outcome["row_counts"]["main.papers"] != papers:
        raise RuntimeError(f"{outcome['row_counts']['main.papers']} papers of {papers}")
    day = folder / "day.txt"
    write_day(papers, PAPERS_A_DAY, day)
    added, with_day = _build([_paperhouse(), "build"], day, folder / "whole")
    if with_day["row_counts"]["main.papers"] != papers + PAPERS_A_DAY:
        raise RuntimeError(f"{with_day['row_counts']['main.papers']} papers with the day's")
    shutil.rmtree(folder / "whole")
    stubbed = [sys.executable, "-m", "benchmarks.build_without_keywords"]
    apart, _ = _build(stubbed, page, folder / "apart")
    shutil.rmtree(folder / "apart")
    alone = [_read_by_duckdb(json_lines, folder / "alone.duckdb") for _ in range(DUCKDB_ROUNDS)]
    return {
        "papers": papers,
        "build": whole,
        "added_day": added,
        "apart": apart,
        "duckdb": statistics.median(alone),
        "steps": outcome["steps"],
    }


def _build(command: list[str], page: Path, home: Path) -> tuple[Cost, dict[str, Any]]:
    result = page.with_name("result.json")
    environment = {"PAPERHOUSE_HOME": str(home)}
    cost = run([*command, str(page), "--json"], output=result, environment=environment)
    return cost, json.loads(result.read_text())


def _read_by_duckdb(json_lines: Path, database: Path) -> float:
    database.unlink(missing_ok=True)
    command = [sys.executable, "-c", READ_JSON_LINES, str(json_lines), str(database)]
    return run(command).cpu_seconds


def steps_table(measured: dict[str, Any]) -> Table:
    """What each step took."""
    table = Table(title=f"{measured['papers']:,} papers: what each step took")
    for name in ("step", "seconds", "CPU seconds", "peak memory so far, MB"):
        table.add_column(name, justify="left" if name == "step" else "right")
    for each in measured["steps"]:
        table.add_row(
            each["name"],
            f"{each['seconds']:.2f}",
            f"{each['cpu_seconds']:.2f}",
            f"{each['peak_memory_bytes'] / MEGABYTE:,.0f}",
        )
    for label, cost in (
        ("whole process", measured["build"]),
        ("a build without keywords", measured["apart"]),
    ):
        table.add_row(
            label,
            f"{cost.seconds:.2f}",
            f"{cost.cpu_seconds:.2f}",
            f"{cost.peak_memory_bytes / MEGABYTE:,.0f}",
            style="bold",
        )
    return table


def summary_table(half: dict[str, Any], full: dict[str, Any]) -> Table:
    """Papers a second, and what a further paper costs beside DuckDB alone."""
    apart: Cost = full["apart"]
    further = full["papers"] - half["papers"]
    ours = (apart.cpu_seconds - half["apart"].cpu_seconds) / further
    alone = (full["duckdb"] - half["duckdb"]) / further
    whole = (full["build"].cpu_seconds - half["build"].cpu_seconds) / further
    table = Table("figure", "measured", title=f"{full['papers']:,} papers: figures")
    table.add_row(
        "papers/s, dump to published, keywords apart", f"{full['papers'] / apart.seconds:,.0f}"
    )
    table.add_row("papers/s, everything", f"{full['papers'] / full['build'].seconds:,.0f}")
    table.add_row("CPU µs a further paper, keywords apart", f"{ours * MICROSECONDS:.1f}")
    table.add_row("CPU µs a further paper, everything", f"{whole * MICROSECONDS:.1f}")
    table.add_row("CPU µs a further paper, DuckDB alone", f"{alone * MICROSECONDS:.1f}")
    table.add_row("ratio, keywords apart", f"{ours / alone:.1f}")
    day: Cost = full["added_day"]
    table.add_row("CPU s of the whole build", f"{full['build'].cpu_seconds:.1f}")
    table.add_row(f"CPU s to add a day of {PAPERS_A_DAY} papers", f"{day.cpu_seconds:.1f}")
    table.add_row("ratio", f"{day.cpu_seconds / full['build'].cpu_seconds:.2f}")
    table.add_row(
        "peak memory at half of them, MB", f"{half['build'].peak_memory_bytes / MEGABYTE:,.0f}"
    )
    table.add_row(
        "peak memory at all of them, MB", f"{full['build'].peak_memory_bytes / MEGABYTE:,.0f}"
    )
    return table


def fixed_cost_table(folder: Path, rounds: int = 3) -> Table:
    """A build of the real listing pages beside importing the frameworks, in turn."""
    table = Table("round", "build, CPU s", "imports, CPU s", "ratio", title="Fixed cost")
    if not SEEDS.is_dir():
        table.add_row("the real listing pages are not at hand", "", "", "")
        return table
    for number in range(1, rounds + 1):
        build = run(
            [_paperhouse(), "build", str(SEEDS), "--json"],
            environment={"PAPERHOUSE_HOME": str(folder / f"{number}")},
        ).cpu_seconds
        imports = run([sys.executable, "-c", "import dagster, great_expectations"]).cpu_seconds
        table.add_row(f"{number}", f"{build:.2f}", f"{imports:.2f}", f"{build / imports:.2f}")
    return table


def _paperhouse() -> str:
    return str(Path(sys.executable).with_name("paperhouse"))


if __name__ == "__main__":
    main()
