"""The command line: `paperhouse build`, `check`, `query`, `formats`, `rollback`, `ui`.

Here belong arguments, exit codes and the one-line errors. Heavy packages are imported by the
command that needs them. Here must not be any work.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from orchestration.errors import UsageError
from orchestration.home import Home, writer_lock

EXIT_PUBLISHED = 0
EXIT_CHECKS_FAILED = 1
EXIT_USAGE = 2
EXIT_STOPPED = 130

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
    "--listed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of these listings, where neither the page nor the file's name tells.",
)
@json_option
def build(
    dumps: tuple[str, ...],
    warehouse: Path | None,
    *,
    allow_loss: bool,
    listed_on: dt.datetime | None,
    as_json: bool,
) -> None:
    """Parse what is new, build, check and publish.

    A DUMP is a file, a folder or a glob. Without any, the dumps known are built again, or the
    shipped samples if there are none.
    """
    from rich.console import Console

    from orchestration.build import build as run_build
    from orchestration.build import step_count
    from orchestration.terminal import build_progress, build_summary

    home = Home.from_environment()
    target = warehouse.absolute() if warehouse else home.warehouse
    console = Console(stderr=as_json)
    with build_progress(Console(stderr=True), step_count=step_count()):
        outcome = run_build(
            home,
            dumps,
            target=target,
            allow_loss=allow_loss,
            listed_on=listed_on.date() if listed_on else None,
        )
    result: dict[str, Any] = {
        **asdict(outcome),
        "refusals": [refusal.reason for refusal in outcome.refusals],
        "warehouse": str(target),
        "check_report": str(home.data_docs / "index.html"),
    }
    if as_json:
        click.echo(json.dumps(result, indent=2, default=str))
    else:
        build_summary(console, result)
    raise click.exceptions.Exit(EXIT_CHECKS_FAILED if outcome.release is None else EXIT_PUBLISHED)


@cli.command()
@warehouse_option
@json_option
def check(warehouse: Path | None, *, as_json: bool) -> None:
    """Run the checks on a published warehouse."""
    from rich.console import Console

    from expectations.checks import check_warehouse
    from orchestration.terminal import print_checks
    from warehouse.publish import require_ours
    from warehouse.query import open_published

    home = Home.from_environment()
    target = warehouse or home.warehouse
    open_published(target).close()
    require_ours(target, folder=home.releases)
    results = [asdict(each) for each in check_warehouse(target)]
    if as_json:
        click.echo(json.dumps(results, indent=2, default=str))
    else:
        print_checks(Console(), results)
    failed = any(not each["success"] and each["severity"] == "error" for each in results)
    raise click.exceptions.Exit(EXIT_CHECKS_FAILED if failed else EXIT_PUBLISHED)


@cli.command()
@click.argument("name_or_sql", required=False)
@warehouse_option
@click.option("--csv", "as_csv", is_flag=True, help="Write the answer as CSV.")
@json_option
def query(name_or_sql: str | None, warehouse: Path | None, *, as_csv: bool, as_json: bool) -> None:
    """Ask a named question, or any SQL in quotes; without an argument, list the questions."""
    from orchestration.terminal import write_answer
    from warehouse.query import ask, questions, sql_of

    output = "json" if as_json else "csv" if as_csv else "table"
    if name_or_sql is None:
        write_answer(
            ["question", "what it answers"], iter((q.name, q.title) for q in questions()), output
        )
        return
    with ask(warehouse or Home.from_environment().warehouse, sql_of(name_or_sql)) as answer:
        write_answer(answer.columns, answer.rows, output)


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE ...]")
@json_option
def formats(files: tuple[str, ...], *, as_json: bool) -> None:
    """List the formats, or say which one recognises each FILE."""
    from orchestration.registry import identify_dumps
    from orchestration.terminal import write_answer
    from transforms.formats import FORMATS

    output = "json" if as_json else "table"
    if not files:
        write_answer(
            ["format", "what it is"], iter((f.name, f.description) for f in FORMATS), output
        )
        return
    dumps, refusals = identify_dumps(files)
    found = [(dump.path, dump.format, "") for dump in dumps]
    refused = [(str(refusal.path), "", refusal.reason) for refusal in refusals]
    write_answer(["file", "format", "why not"], iter(found + refused), output)


@cli.command()
@warehouse_option
def rollback(warehouse: Path | None) -> None:
    """Put the release before this one in its place."""
    from warehouse.publish import roll_back

    home = Home.from_environment()
    target = warehouse.absolute() if warehouse else home.warehouse
    with writer_lock(home):
        release = roll_back(folder=home.releases, target=target)
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
    """Run the command line; a mistake of the user's ends in one line and exit code 2."""
    from transforms.dump_file import DumpError
    from warehouse.publish import PublishError
    from warehouse.query import QueryError

    try:
        # Without its own error handling, click returns the code with which a command ended.
        args = None if arguments is None else list(arguments)
        code = cli.main(args=args, prog_name="paperhouse", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = EXIT_USAGE
    except click.ClickException as error:
        click.echo(f"paperhouse: {_in_one_line(error)}", err=True)
        code = EXIT_USAGE
    except click.Abort:
        click.echo("paperhouse: stopped; the published warehouse is as it was", err=True)
        code = EXIT_STOPPED
    except (UsageError, DumpError, PublishError, QueryError) as error:
        click.echo(f"paperhouse: {error}", err=True)
        code = EXIT_USAGE
    except BrokenPipeError:
        code = EXIT_PUBLISHED
    leave(code)


def _in_one_line(error: click.ClickException) -> str:
    """What click has to say, and where its help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    cure = f"; `{context.command_path} --help` says what there is" if context else ""
    return error.format_message().rstrip(".") + cure


def leave(code: int) -> NoReturn:
    """End the process without taking the frameworks apart first, which costs CPU seconds.

    Everything that was written is closed by then.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):
            stream.flush()
    os._exit(code)
