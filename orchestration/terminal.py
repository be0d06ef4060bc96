"""How the command line draws: progress bars, the summary of a build, tables, CSV and JSON."""

from __future__ import annotations

import csv
import json
import logging
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, cast

from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from orchestration.progress import EVENTS, WORK, listening

STEP_LABELS = {
    "parsed_records": "parsing dumps",
    "record_keys": "identity keys",
    "identity": "joining records",
    "record_code_links": "finding code links",
    "record_code_status": "reading code statements",
    "record_keywords": "extracting keywords",
    "retitled_keywords": "extracting keywords again with titles",
    "keyword_dimension": "joining keywords",
    "staged_warehouse": "loading DuckDB",
    "checks": "checking",
    "warehouse": "publishing",
    "dashboard": "drawing the dashboard",
    "digest": "writing the digest",
}
SHOWN_DUMPS = 10
SHOWN_REASONS = 3
SHOWN_FAILING_ROWS = 3
MAXIMUM_TABLE_ROWS = 200
CONTROLS = {
    code: "\ufffd"
    for codes in (range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A))
    for code in codes
    if chr(code) not in "\t\n\r"
}
"""Marks of a dump's texts that would steer the terminal or turn the reading direction."""

UNBOUNDED_WIDTH = 1_000_000
"""Columns of text: wider than any line, so that nothing is folded."""


def open_console(*, stderr: bool = False) -> Console:
    """The console to draw on; in a file or a pipe each line is as long as it is."""
    console = Console(stderr=stderr)
    if not console.is_terminal:
        console.width = UNBOUNDED_WIDTH
    return console


@contextmanager
def build_progress(console: Console, *, step_count: int) -> Iterator[None]:
    """Draw a bar over the steps of a run, and one over the work within a long step."""
    bars = _bars(console)
    steps = bars.add_task("reading the dumps", total=step_count)
    work = bars.add_task("", total=1, visible=False)

    def on_event(record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_event", None)
        if event is None:
            return
        if event.event_type_value == "STEP_START":
            label = STEP_LABELS.get(event.step_key, event.step_key.replace("_", " "))
            bars.update(steps, description=label)
        elif event.event_type_value == "STEP_SUCCESS":
            bars.update(steps, advance=1)
            bars.update(work, visible=False)

    def on_work(record: logging.LogRecord) -> None:
        what, done, total = cast("tuple[str, int, int]", record.args)
        # Of a compressed file more bytes are read than it has.
        shown = min(done, total)
        bars.update(work, description=f"  {what}", completed=shown, total=total, visible=True)

    with bars, listening(EVENTS, on_event), listening(WORK, on_work):
        yield


@contextmanager
def work_progress(console: Console) -> Iterator[None]:
    """Draw a bar over one long work."""
    bars = _bars(console)
    work = bars.add_task("", total=None)

    def on_work(record: logging.LogRecord) -> None:
        what, done, total = cast("tuple[str, int, int]", record.args)
        bars.update(work, description=what, completed=done, total=total)

    with bars, listening(WORK, on_work):
        yield


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def build_summary(console: Console, outcome: Mapping[str, Any]) -> None:
    """Write what came of a build, for a person."""
    counts = outcome["row_counts"]
    if outcome["release"] is None:
        console.print(
            "[bold red]Nothing was published:[/] checks failed; the warehouse is as it was."
        )
    else:
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style="bold")
        table.add_column()
        for number, label in _headline(counts, outcome):
            table.add_row(f"{number:,}", label)
        console.print(
            f"[bold green]Published[/] {_shown(outcome['warehouse'])} "
            f"(release {outcome['release']})",
            highlight=False,
            soft_wrap=True,
        )
        console.print(table)
    print_dumps(console, outcome["dumps"])
    _print_copies(console, outcome["copies"])
    print_checks(console, outcome["checks"])
    # The samples have rejects on purpose.
    if not outcome["is_sample"]:
        _print_refused(console, outcome)
    if outcome["release"] is None:
        _print_cure(console, outcome)
    for refusal in outcome["refusals"]:
        console.print(f"[yellow]left out:[/] {escape(refusal)}", highlight=False)
    report = _shown(outcome["check_report"])
    console.print(f"Check report: {report}", highlight=False, soft_wrap=True)
    for page in map(Path, outcome["pages"]):
        # The same digest is there as Markdown.
        if page.suffix == ".html":
            name = page.stem.capitalize()
            console.print(f"{name}: {_shown(str(page))}", highlight=False, soft_wrap=True)
    if outcome["release"] is not None:
        console.print("Next: [bold]paperhouse query[/] lists questions to ask.")
    if outcome["is_sample"]:
        console.print("These are the shipped samples; they step aside for your first own dump.")


def _shown(path: str) -> str:
    """A path as short as it can be written from the current folder."""
    absolute, here = Path(path), Path.cwd()
    return escape(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))


def _headline(counts: Mapping[str, int], outcome: Mapping[str, Any]) -> list[tuple[int, str]]:
    new = len(outcome["new_dumps"])
    return [
        (counts["raw.dumps"], f"dumps, {new} of them new"),
        (counts["raw.records"], f"records, {counts['raw.rejects']:,} rejects"),
        (counts["main.papers"], "papers"),
        (counts["main.keywords"], "keywords"),
        (counts["main.code_links"], "code links"),
    ]


def print_dumps(console: Console, dumps: Sequence[Mapping[str, Any]]) -> None:
    """Write what came of each new dump; of many, the totals and those that need a look."""
    shown = list(dumps)
    if len(shown) > SHOWN_DUMPS:
        for format_name in sorted({dump["format"] for dump in dumps}):
            of_format = [dump for dump in dumps if dump["format"] == format_name]
            records = sum(dump["record_count"] for dump in of_format)
            rejects = sum(dump["reject_count"] for dump in of_format)
            dumps_read = _counted(len(of_format), "dump")
            _print_line(console, f"{format_name}, {dumps_read}: {_records(records, rejects)}")
        shown = [each for each in dumps if each["reject_count"] or each["is_cut_short"]]
    for dump in shown[:SHOWN_DUMPS]:
        counts = _records(dump["record_count"], dump["reject_count"])
        cut = ", cut short" if dump["is_cut_short"] else ""
        reasons = "; ".join(
            f"{count:,} times {reason}" if count > 1 else reason
            for reason, count in islice(dump["reasons"].items(), SHOWN_REASONS)
        )
        why = f" ({reasons})" if reasons else ""
        _print_line(console, f"{dump['file_name']}, {dump['format']}: {counts}{cut}{why}")
    if more := len(shown[SHOWN_DUMPS:]):
        _print_line(console, f"and {more:,} more dumps with rejects; see raw.rejects")
    unmapped = [dump for dump in dumps if dump["unmapped_columns"]]
    for dump in unmapped[:SHOWN_DUMPS]:
        _print_line(
            console, f"kept as JSON: columns {dump['unmapped_columns']} of {dump['file_name']}"
        )
    if more := len(unmapped[SHOWN_DUMPS:]):
        _print_line(console, f"and columns of {more:,} more dumps; see raw.dumps.unmapped_columns")


def _print_copies(console: Console, copies: Sequence[Mapping[str, Any]]) -> None:
    """Write which files have the same bytes, and on which days these were listed."""
    for each in copies[:SHOWN_DUMPS]:
        names = [PurePath(place).name for place in each["places"]]
        if len(set(names)) < len(names):
            names = each["places"]
        days = ", ".join(str(day) for day in each["listed_on"])
        listed = f"; listed on {days}" if days else ""
        _print_line(console, f"the same bytes, so one dump: {', '.join(names)}{listed}")
    if more := len(copies[SHOWN_DUMPS:]):
        _print_line(console, f"and {more:,} more dumps that lie in several files")


def _print_refused(console: Console, outcome: Mapping[str, Any]) -> None:
    """Write which dumps were refused in large part; if that stopped the build, what to do."""
    refused = [dump for dump in outcome["dumps"] if dump["is_much_refused"]]
    stopping = outcome["release"] is None
    for dump in refused[:SHOWN_DUMPS]:
        is_most = dump["is_mostly_refused"]
        words = "more than half refused" if is_most else "a quarter or more refused"
        colour = "red" if is_most and stopping else "yellow"
        counts = _records(dump["record_count"], dump["reject_count"])
        console.print(
            f"[{colour}]{words}:[/] {escape(dump['place'])}: {counts}",
            highlight=False,
            soft_wrap=True,
        )
        for each in dump["first_rejects"]:
            excerpt = " ".join(each["excerpt"].split())
            where = f"{dump['counted_in']} {each['line_number']}"
            shown = _text(f"    {where}: {each['reason']}: {excerpt}", style="dim")
            console.print(shown, no_wrap=True, overflow="ellipsis")
        entry = Path(outcome["registry"]) / f"{dump['dump_id']}.json"
        if is_most and stopping and entry.exists():
            console.print(f"    to do without it, delete {_shown(str(entry))}", soft_wrap=True)
    if more := len(refused[SHOWN_DUMPS:]):
        _print_line(console, f"and {more:,} more dumps; see raw.dumps and raw.rejects")
    if stopping and any(dump["is_mostly_refused"] for dump in refused):
        console.print("To publish them as they are: [bold]--allow-rejects[/]")


def _print_cure(console: Console, outcome: Mapping[str, Any]) -> None:
    """Write how to do without the dumps that came with this build, if checks failed over them."""
    if any(dump["is_mostly_refused"] for dump in outcome["dumps"]):
        return
    registry = Path(outcome["registry"])
    for dump in outcome["dumps"][:SHOWN_DUMPS]:
        entry = _shown(str(registry / f"{dump['dump_id']}.json"))
        _print_line(console, f"to do without {dump['file_name']}, delete {entry} and build again")


def _records(records: int, rejects: int) -> str:
    return f"{_counted(records, 'record')}, {_counted(rejects, 'reject')}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _print_line(console: Console, text: str) -> None:
    """A line of the summary, cut where the terminal ends."""
    console.print(_text(f"  {text}"), no_wrap=True, overflow="ellipsis")


def print_checks(console: Console, checks: Sequence[Mapping[str, Any]]) -> None:
    """Write how many checks passed, and each that did not, with rows that break it."""
    passed = [each for each in checks if each["success"]]
    console.print(f"Checks: {len(passed):,} of {len(checks):,} passed", highlight=False)
    for each in checks:
        if each["success"]:
            continue
        colour = "red" if each["severity"] == "error" else "yellow"
        column = f".{each['column_name']}" if each["column_name"] else ""
        console.print(
            f"[{colour}]{each['severity']}[/] {each['table_name']}{column}: "
            f"{escape(each['expectation'])} ({escape(str(each['observed']).translate(CONTROLS))})",
            highlight=False,
        )
        for row in each["failing_rows"][:SHOWN_FAILING_ROWS]:
            shown = Text(f"    {row}", style="dim", no_wrap=True, overflow="ellipsis")
            console.print(shown)


def write_answer(columns: Sequence[str], rows: Iterator[tuple[Any, ...]], output: str) -> None:
    """Write an answer to the standard output as a table, CSV or JSON."""
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif output == "json":
        names = _numbered(columns)
        write_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        _write_table(columns, rows)


def write_json(value: object) -> None:
    """Write a value to the standard output as JSON.

    NaN and infinities become null, blobs hex digits; what else JSON does not know becomes text.
    """
    plain = _as_json(value)
    print(json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2))  # noqa: T201


def _as_json(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): _as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    return str(value)


def _numbered(names: Sequence[str]) -> list[str]:
    """Names with a number after each that stands before already: `a`, `a_2`."""
    numbered: list[str] = []
    for name in names:
        number, chosen = 1, name
        while chosen in numbered or (number > 1 and chosen in names):
            number += 1
            chosen = f"{name}_{number}"
        numbered.append(chosen)
    return numbered


def _write_table(columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    console = open_console()
    shown = list(islice(rows, MAXIMUM_TABLE_ROWS))
    table = Table()
    for place, name in enumerate(columns):
        is_number = any(isinstance(row[place], int | float) for row in shown)
        justify: JustifyMethod = "right" if is_number else "left"
        table.add_column(Text(name), justify=justify, overflow="fold")
    for row in shown:
        table.add_row(*(_cell(value, in_one_line=not console.is_terminal) for value in row))
    console.print(table)
    if next(rows, None) is not None:
        console.print(f"the first {MAXIMUM_TABLE_ROWS} rows; --csv gives all", highlight=False)


def _cell(value: object, *, in_one_line: bool) -> Text:
    text = "" if value is None else str(value)
    return _text(" ".join(text.splitlines()) if in_one_line else text)


def _text(text: str, style: str = "") -> Text:
    """A text of a dump as it may be written to a terminal."""
    return Text(text.translate(CONTROLS), style=style)
