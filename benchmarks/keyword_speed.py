"""What keyword extraction costs: `python -m benchmarks.keyword_speed [--papers N]`.

Titles and abstracts of the real snapshot, repeated under altered titles as often as needed, or
invented ones where it is not at hand. Each way to extract runs in a process of its own: papers a
second and CPU seconds are those of the extraction, the peak memory that of the process. YAKE and
rake-nltk, where they are installed, take the first of the same papers in the same run.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.generate import papers as invented_papers
from benchmarks.keyword_baselines import installed
from benchmarks.make_phrase_background import SNAPSHOT, read_snapshot
from benchmarks.measure import run
from orchestration.archive import in_batches, sink
from transforms.background import background_of
from transforms.parsed_records import RECORD
from transforms.phrase_counts import LEAST_TEXTS, add, count_phrases, prune, read_tables, tables
from transforms.record_keywords import RECORD_KEYWORD, extract_keywords
from transforms.words import DATA

TOOLS = ("YAKE", "rake-nltk")
TOOL_PAPERS = 500
"""Papers that the tools take: they need a second for some tens."""

MEGABYTE = 1e6


@click.command()
@click.option("--papers", default=100_000, show_default=True, help="Papers of one call.")
@click.option(
    "--memory-papers",
    default=1_000_000,
    show_default=True,
    help="Papers that stream through in batches, as in a build.",
)
@click.option("--way", nargs=2, hidden=True, help="Extract: one of `ways`, and a file of papers.")
def main(papers: int, memory_papers: int, way: tuple[str, str] | None) -> None:
    """Measure and print what each way to extract costs."""
    if way:
        print(json.dumps(extract(ways()[way[0]], Path(way[1]))))
        return
    sizes = dict.fromkeys(ways(), TOOL_PAPERS) | {
        "one call": papers,
        "statistics rebuilt": papers,
        "in batches": memory_papers,
    }
    source = "the real snapshot" if SNAPSHOT.exists() else "invented"
    table = Table(
        "way", "papers", "papers/s", "CPU s", "CPU µs a paper", "peak memory, MB",
        title=f"Keywords of papers ({source})",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="paperhouse-bench-") as folder:
        for name, count in sizes.items():
            table.add_row(name, *measure_way(name, count, Path(folder)))
    Console(width=110).print(table)


def ways() -> dict[str, Callable[[Path], object]]:
    """The ways to extract from a file of papers, by name; but for one, statistics are shipped."""
    tools = {name: way for name, way in installed().items() if name in TOOLS}
    return {
        "one call": lambda path: extract_keywords(pl.read_parquet(path)),
        "statistics rebuilt": _rebuilt,
        "in batches": _in_batches,
        **{name: lambda path, way=way: way(pl.read_parquet(path)) for name, way in tools.items()},
    }


def _rebuilt(path: Path) -> None:
    """Count the words and phrases of the papers first, as `paperhouse learn` does."""
    records = pl.read_parquet(path)
    counts = prune(add(read_tables(DATA), count_phrases(records)), LEAST_TEXTS)
    extract_keywords(records, background=background_of(*tables(counts), counts.texts))


def _in_batches(path: Path) -> None:
    """Extract from one batch after the other, and write the keywords to a file."""
    keywords = in_batches(
        pl.scan_parquet(path), extract_keywords, RECORD_KEYWORD, lambda _done, _total: None
    )
    sink(keywords, path.with_suffix(".keywords"))


def extract(way: Callable[[Path], object], path: Path) -> dict[str, float]:
    """Extract once from a paper, which loads all tables, and once from all, by the clock."""
    first = path.with_suffix(".first")
    pl.scan_parquet(path).head(1).sink_parquet(first)
    way(first)
    seconds, cpu_seconds = time.perf_counter(), time.process_time()
    way(path)
    return {
        "seconds": time.perf_counter() - seconds,
        "cpu_seconds": time.process_time() - cpu_seconds,
    }


def measure_way(name: str, count: int, folder: Path) -> tuple[str, ...]:
    """The cells of a way's row."""
    path, result = folder / "papers.parquet", folder / "result.json"
    sink(papers_of(count), path)
    program = [sys.executable, "-m", "benchmarks.keyword_speed", "--way", name, str(path)]
    cost = run(program, output=result)
    took = json.loads(result.read_text())
    return (
        f"{count:,}",
        f"{count / took['seconds']:,.0f}",
        f"{took['cpu_seconds']:,.1f}",
        f"{took['cpu_seconds'] / count * 1e6:,.0f}",
        f"{cost.peak_memory_bytes / MEGABYTE:,.0f}",
    )


def papers_of(count: int) -> pl.LazyFrame:
    """So many papers, as `RECORD` has them."""
    if SNAPSHOT.exists():
        texts = read_snapshot()
    else:
        texts = pl.DataFrame(
            list(invented_papers(count)), schema=["title", "abstract"], orient="row"
        )
    copies = [
        texts.lazy().with_columns(pl.col("title") + (f", part {copy}" if copy else ""))
        for copy in range(-(-count // texts.height))
    ]
    others = [name for name in RECORD if name not in ("record_number", "title", "abstract")]
    return (
        pl.concat(copies)
        .head(count)
        .with_row_index("record_number", offset=1)
        .with_columns(pl.col("record_number").cast(pl.Int64))
        .with_columns(pl.lit(None, RECORD[name]).alias(name) for name in others)
        .select(RECORD.names())
    )


if __name__ == "__main__":
    main()
