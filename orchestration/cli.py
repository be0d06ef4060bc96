"""The command line: `paperhouse build`, `check`, `query`, `export`, `formats`, `rollback` and more.

Here belong the commands with their arguments. Heavy packages are imported by the command that needs
them. Here must not be any work, nor how a command ends (`ending`).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from orchestration.ending import EXIT_CHECKS_FAILED, EXIT_PUBLISHED, EXIT_USAGE, run
from orchestration.errors import UsageError
from orchestration.home import Home, writer_lock

warehouse_option = click.option(
    "--warehouse",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The published DuckDB file.  [default: warehouse.duckdb in PAPERHOUSE_HOME, ./data]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paperhouse", message="%(prog)s %(version)s")
def cli() -> None:
    """Dumps of paper listings in, a checked DuckDB warehouse out."""


@cli.command()
@click.argument("dumps", nargs=-1, metavar="[DUMP ...]")
@warehouse_option
@click.option(
    "--allow-loss", is_flag=True, help="Publish even if much of the last release is gone."
)
@click.option(
    "--allow-rejects",
    is_flag=True,
    help="Publish dumps of which more than half was refused, now and in later builds.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Which column of the tables named holds which field, such as Titel=title; repeatable.",
)
@click.option(
    "--listed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of these listings, where neither the page nor the file's name tells.",
)
@json_option
def build(  # noqa: PLR0913  (one for each option)
    dumps: tuple[str, ...],
    warehouse: Path | None,
    *,
    allow_loss: bool,
    allow_rejects: bool,
    maps: tuple[str, ...],
    listed_on: dt.datetime | None,
    as_json: bool,
) -> None:
    """Parse what is new, build, check and publish.

    A DUMP is a file, a folder or a glob; a ZIP file counts as a folder. Without any, the dumps
    known are built again, or the shipped samples if there are none.

    The environment variable PAPERHOUSE_KEYWORDS chooses what keywords are like: `author` (the
    default) gives those that authors would choose, `index` those that an indexer would note.
    """
    _require_meant(dumps, listed_on)
    mapping = _mapping(maps, dumps)
    from orchestration.build import build as run_build
    from orchestration.build import step_count
    from orchestration.registry import Given
    from orchestration.terminal import build_progress, build_summary, open_console, write_json
    from warehouse.publish import PAGES

    home = Home.from_environment()
    target = warehouse.absolute() if warehouse else home.warehouse
    with build_progress(open_console(stderr=True), step_count=step_count()):
        outcome = run_build(
            home,
            dumps,
            target=target,
            allow_loss=allow_loss,
            allow_rejects=allow_rejects,
            given=Given(listed_on.date() if listed_on else None, mapping),
        )
    result: dict[str, Any] = {
        **asdict(outcome),
        "refusals": [refusal.reason for refusal in outcome.refusals],
        "warehouse": str(target),
        "registry": str(home.registry),
        "check_report": str(home.data_docs / "index.html"),
        "pages": [str(home.root / name) for name in PAGES] if outcome.release else [],
    }
    if as_json:
        write_json(result)
    else:
        build_summary(open_console(), result)
    raise click.exceptions.Exit(EXIT_CHECKS_FAILED if outcome.release is None else EXIT_PUBLISHED)


def _require_meant(dumps: Sequence[str], listed_on: dt.datetime | None) -> None:
    """Refuse arguments of `build` that cannot be meant as they are."""
    if not all(each.strip() for each in dumps):
        raise UsageError(
            "one DUMP is an empty name; name a file, a folder or a glob, or leave it out to build "
            "the dumps known again"
        )
    if listed_on is None:
        return
    if not dumps:
        raise UsageError("--listed-on is the day of the dumps named; name them too")
    # The user's own calendar, which may be a day ahead of UTC.
    if listed_on.date() > dt.datetime.now().astimezone().date():
        raise UsageError(f"--listed-on {listed_on.date()} is yet to come; give the listing's day")


def _mapping(maps: Sequence[str], dumps: Sequence[str]) -> dict[str, str]:
    """The columns and fields that `--map` names."""
    from transforms.formats.table_columns import check_mapping

    mapping: dict[str, str] = {}
    for each in maps:
        column, sign, field = (part.strip() for part in each.rpartition("="))
        if not sign or not column:
            raise UsageError(f"--map {each} names no column and field; write --map COLUMN=FIELD")
        if mapping.get(column, field) != field:
            raise UsageError(f"--map gives the column {column} two fields; choose one")
        mapping[column] = field
    if mapping and not dumps:
        raise UsageError("--map is for the tables named; name them too")
    try:
        check_mapping(mapping)
    except ValueError as error:
        raise UsageError(f"--map: {error}") from None
    return mapping


@cli.command()
@warehouse_option
@json_option
def check(warehouse: Path | None, *, as_json: bool) -> None:
    """Run the checks on a published warehouse."""
    from expectations.checks import check_warehouse
    from orchestration.registry import registered_dumps
    from orchestration.terminal import open_console, print_checks, write_json
    from warehouse.publish import require_ours
    from warehouse.query import open_published

    home = Home.from_environment()
    target = warehouse or home.warehouse
    open_published(target).close()
    require_ours(target, folder=home.releases)
    # What is published was allowed to be. The samples are of the day that they were made.
    is_sample = any(dump.is_sample for dump in registered_dumps(home))
    today = None if is_sample else dt.datetime.now(dt.UTC).date()
    results = [asdict(each) for each in check_warehouse(target, allow_rejects=True, today=today)]
    if as_json:
        write_json(results)
    else:
        print_checks(open_console(), results)
    failed = any(not each["success"] and each["severity"] == "error" for each in results)
    raise click.exceptions.Exit(EXIT_CHECKS_FAILED if failed else EXIT_PUBLISHED)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument(
    "arguments", nargs=-1, type=click.UNPROCESSED, metavar="[NAME [--PARAMETER VALUE ...] | SQL]"
)
@warehouse_option
@click.option("--csv", "as_csv", is_flag=True, help="Write the answer as CSV.")
@json_option
def query(
    arguments: tuple[str, ...], warehouse: Path | None, *, as_csv: bool, as_json: bool
) -> None:
    """Ask a named question, or any SQL in quotes; without an argument, list the questions."""
    from orchestration.terminal import write_answer
    from warehouse.query import ask, name_and_values, question_of, questions

    if as_csv and as_json:
        raise UsageError("an answer is written as CSV or as JSON; leave out --csv or --json")
    output = "json" if as_json else "csv" if as_csv else "table"
    name_or_sql, given = name_and_values(arguments)
    if name_or_sql is None:
        if given:
            raise UsageError(f"--{next(iter(given))} belongs to a question; name the question too")
        columns = ["question", "what it answers", "parameters"]
        write_answer(columns, iter((q.name, q.title, q.usage) for q in questions()), output)
        return
    question = question_of(name_or_sql)
    values = question.values(given)
    with ask(warehouse or Home.from_environment().warehouse, question.sql, values) as answer:
        write_answer(answer.columns, answer.rows, output)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--csv", "with_csv", is_flag=True, help="Write CSV for spreadsheets too.")
@warehouse_option
@json_option
def export(folder: Path | None, warehouse: Path | None, *, with_csv: bool, as_json: bool) -> None:
    """Write the published warehouse as Parquet files with a manifest.

    FOLDER is replaced as a whole if it is an earlier export, and else must be free; without one it
    is `export` in PAPERHOUSE_HOME.
    """
    from orchestration.exporting import export as run_export
    from orchestration.exporting import print_export
    from orchestration.terminal import open_console, work_progress, write_json

    home = Home.from_environment()
    with work_progress(open_console(stderr=True)):
        result = run_export(home, warehouse or home.warehouse, folder, with_csv=with_csv)
    if as_json:
        write_json(result)
    else:
        print_export(open_console(), result)


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE ...]")
@json_option
def formats(files: tuple[str, ...], *, as_json: bool) -> None:
    """List the formats, or say which one recognises each FILE, folder, glob or ZIP file's member.

    No more than the head of a file is read.
    """
    from orchestration.dump_files import dump_files
    from orchestration.recognition import recognise_dump
    from orchestration.terminal import write_answer
    from transforms.dump_file import DumpError, members, shown
    from transforms.formats import ALL_FORMATS

    output = "json" if as_json else "table"
    if not files:
        write_answer(
            ["format", "what it is"], iter((f.name, f.description) for f in ALL_FORMATS), output
        )
        return
    answers: dict[str, tuple[str, str]] = {}
    for pattern in files:
        try:
            paths = [path for path, _ in dump_files([pattern])]
        except UsageError as error:
            answers[pattern] = ("", str(error))
            continue
        for path in paths:
            try:
                inside = members(path)
            except DumpError as error:
                answers[str(path)] = ("", str(error).removeprefix(f"{path}: "))
                continue
            for member in [None] if inside is None else inside:
                place = shown(path, member)
                try:
                    answers[place] = (recognise_dump(path, member).name, "")
                except DumpError as error:
                    answers[place] = ("", str(error).removeprefix(f"{place}: "))
    rows = ((file, name, reason) for file, (name, reason) in answers.items())
    write_answer(["file", "format", "why not"], rows, output)
    all_known = all(name for name, _ in answers.values())
    raise click.exceptions.Exit(EXIT_PUBLISHED if all_known else EXIT_USAGE)


@cli.command()
@warehouse_option
@click.option("--forget", is_flag=True, help="Go back to the shipped counts.")
@json_option
def learn(warehouse: Path | None, *, forget: bool, as_json: bool) -> None:
    """Learn from the papers which phrases are common.

    The words and phrases of all published papers are counted and added to the shipped counts, in
    the place of what was learned before. Builds from the next one on rank keywords by them.
    """
    from orchestration.learning import forget_learned
    from orchestration.learning import learn as count_papers
    from orchestration.terminal import open_console, work_progress, write_json

    if forget and warehouse:
        raise UsageError("--forget reads no warehouse; leave out --warehouse")
    home = Home.from_environment()
    if forget:
        with writer_lock(home):
            was_learned = forget_learned(home)
        if as_json:
            write_json({"was_learned": was_learned})
        else:
            what = "Forgotten" if was_learned else "Nothing was learned"
            click.echo(f"{what}; the shipped counts are used")
        return
    with writer_lock(home), work_progress(open_console(stderr=True)):
        learned = count_papers(home, warehouse or home.warehouse)
    if as_json:
        write_json(asdict(learned))
    else:
        click.echo(
            f"Learned from {learned.papers:,} papers: {learned.folder} holds {learned.words:,} "
            f"words and {learned.phrases:,} phrases, the shipped ones among them; the next "
            "`paperhouse build` ranks keywords by them"
        )


@cli.command()
@warehouse_option
@json_option
def rollback(warehouse: Path | None, *, as_json: bool) -> None:
    """Put the release before this one in its place."""
    from orchestration.terminal import write_json
    from warehouse.publish import put_pages, roll_back

    home = Home.from_environment()
    target = warehouse.absolute() if warehouse else home.warehouse
    with writer_lock(home):
        release = roll_back(folder=home.releases, target=target)
        put_pages(release, home.root)
    if as_json:
        write_json({"warehouse": str(target), "release": release.number})
    else:
        click.echo(f"{target} is release {release.number} now")


@cli.command()
@click.option("--port", default=3000, show_default=True, help="The port on this machine.")
def ui(port: int) -> None:
    """Open Dagster's page, with the schedule and the sensor at work; Ctrl-C ends it."""
    from orchestration.instance import prepare_instance

    prepare_instance(Home.from_environment())
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions"]
    os.execv(sys.executable, [*command, "--host", "127.0.0.1", "--port", str(port)])  # noqa: S606


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every error ends in one line and exit code 2, never in a trace."""
    run(cli, arguments)
