"""What parsing costs: `python -m benchmarks.parsing_speed [--papers N] [FORMAT ...]`.

Every format parses an invented dump of N papers, and one of half as many, into a Parquet file, each
in a process of its own. The difference between the two sizes is what a further record costs, fixed
costs apart. Beside the two of JSON Lines, DuckDB reads four columns of the same file to Parquet, in
turn with them; the least of the rounds counts, on both sides.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import polars as pl
from polars.io.plugins import register_io_source
from rich.console import Console
from rich.table import Table

from benchmarks.dumps import DUMPS, write_dump
from benchmarks.measure import Cost, run
from transforms.dump_file import open_dump
from transforms.formats import ALL_FORMATS
from transforms.parsed_records import RECORD

ROUNDS = 3
BESIDE_DUCKDB = ("arxiv_snapshot", "json_table")
MICROSECONDS = 1e6
MEGABYTE = 1e6

READ_FOUR_COLUMNS = """
import sys, duckdb
duckdb.execute(
    "copy (select id, title, abstract, categories from read_json($1, "
    "format='newline_delimited', columns={'id': 'VARCHAR', 'title': 'VARCHAR', "
    "'abstract': 'VARCHAR', 'categories': 'VARCHAR'})) to '" + sys.argv[2] + "' "
    "(format parquet, compression lz4_raw)", [sys.argv[1]])
"""


@click.command()
@click.argument("formats", nargs=-1)
@click.option("--papers", default=40_000, show_default=True, help="How many papers.")
@click.option("--parse", nargs=3, hidden=True, help="Parse: a format, a dump and a Parquet file.")
def main(formats: tuple[str, ...], papers: int, parse: tuple[str, str, str] | None) -> None:
    """Measure and print what a further record costs in each format."""
    if parse:
        parse_to_parquet(parse[0], Path(parse[1]), Path(parse[2]))
        return
    table = Table(
        "format", "CPU µs a record", "DuckDB, four columns", "ratio", "peak MB, half", "peak MB"
    )
    for name in formats or [each.name for each in ALL_FORMATS]:
        if name in DUMPS:
            table.add_row(name, *measure_format(name, papers))
        else:
            table.add_row(name, "no invented dump")
    Console(width=110).print(table)


def parse_to_parquet(name: str, dump: Path, path: Path) -> None:
    """Parse a dump as a build does, and write its records to a Parquet file."""
    parse = next(each.parse for each in ALL_FORMATS if each.name == name)

    def records(*_: object) -> Iterator[pl.DataFrame]:
        with open_dump(dump) as stream:
            for batch in parse(stream):
                yield batch.records

    register_io_source(records, schema=RECORD).sink_parquet(
        path, compression="lz4", row_group_size=16_384
    )


def measure_format(name: str, papers: int) -> tuple[str, ...]:
    """The cells of a format's row."""
    with tempfile.TemporaryDirectory(prefix="paperhouse-bench-") as folder:
        sizes = (papers // 2, papers)
        dumps = [Path(folder) / f"{size}" for size in sizes]
        for size, dump in zip(sizes, dumps, strict=True):
            write_dump(name, size, dump)
        ours: list[list[Cost]] = [[], []]
        duckdb: list[list[Cost]] = [[], []]
        for _ in range(ROUNDS):
            for number, dump in enumerate(dumps):
                ours[number].append(_parse(name, dump))
                if name in BESIDE_DUCKDB:
                    duckdb[number].append(_read_by_duckdb(dump))
    cost = _further(ours, papers - papers // 2)
    memory = [f"{max(c.peak_memory_bytes for c in costs) / MEGABYTE:,.0f}" for costs in ours]
    if name not in BESIDE_DUCKDB:
        return f"{cost:.1f}", "", "", *memory
    alone = _further(duckdb, papers - papers // 2)
    return f"{cost:.1f}", f"{alone:.1f}", f"{cost / alone:.1f}", *memory


def _further(costs: list[list[Cost]], records: int) -> float:
    """CPU microseconds that a further record costs, from the least of each size."""
    half, full = (min(cost.cpu_seconds for cost in of_size) for of_size in costs)
    return (full - half) / records * MICROSECONDS


def _parse(name: str, dump: Path) -> Cost:
    program = [sys.executable, "-m", "benchmarks.parsing_speed"]
    return run([*program, "--parse", name, str(dump), f"{dump}.parquet"])


def _read_by_duckdb(dump: Path) -> Cost:
    return run([sys.executable, "-c", READ_FOUR_COLUMNS, str(dump), f"{dump}.duckdb.parquet"])


if __name__ == "__main__":
    main()
