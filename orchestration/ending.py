"""How a command ends: its exit code, its one-line error, and the process.

Here must not be the commands themselves (`cli`).
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Sequence
from typing import NoReturn, TextIO

import click

from orchestration.errors import UsageError
from orchestration.files import write_text
from orchestration.home import Home

EXIT_PUBLISHED = 0
EXIT_CHECKS_FAILED = 1
EXIT_USAGE = 2
EXIT_STOPPED = 130
MESSAGE_LENGTH = 300

NEW_OBJECTS = 20_000
GENERATIONS = 50
"""Python's collector looks through all objects after so many new ones, and through the old ones so
much more rarely. At its own 700 and 10 it takes a quarter of the time of importing the frameworks.
"""


def run(command: click.Command, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; every error ends in one line and exit code 2, never in a trace."""
    from transforms.dump_file import DumpError
    from warehouse.publish import PublishError
    from warehouse.query import QueryError

    gc.set_threshold(NEW_OBJECTS, GENERATIONS, GENERATIONS)
    try:
        # Without its own error handling, click returns the code with which a command ended.
        args = None if arguments is None else list(arguments)
        code = command.main(args=args, prog_name="paperhouse", standalone_mode=False) or 0
        _flush(sys.stdout)
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
    except (BrokenPipeError, SystemExit):
        # Click and Rich make a SystemExit of a pipe that its reader has closed.
        code = EXIT_PUBLISHED
    except Exception as error:  # noqa: BLE001  (no error may end in a trace)
        what = textwrap.shorten(f"{type(error).__name__}: {error}", MESSAGE_LENGTH)
        where = _keep_trace(traceback.format_exc())
        click.echo(f"paperhouse: unexpected error {what}; {where}", err=True)
        code = EXIT_USAGE
    leave(code)


def _keep_trace(trace: str) -> str:
    """Write a trace to the home, or else to a temporary file, and say where."""
    with contextlib.suppress(OSError, UsageError):
        path = Home.from_environment().root / "last_error.txt"
        write_text(path, trace)
        return f"the whole trace is in {path}"
    with (
        contextlib.suppress(OSError),
        tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="paperhouse_error_", suffix=".txt", delete=False
        ) as file,
    ):
        file.write(trace)
        return f"the whole trace is in {file.name}"
    return "its trace cannot be written to any folder"


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
        with contextlib.suppress(OSError):
            _flush(stream)
    os._exit(code)


def _flush(stream: TextIO | None) -> None:
    """Flush a stream, which is None where the caller has closed it."""
    if stream:
        stream.flush()
