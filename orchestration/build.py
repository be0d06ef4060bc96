"""Running the one job from the command line: admit dumps, run, and say what came of it.

Here must not be how that is drawn (`orchestration.terminal`).
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import dagster as dg

from orchestration.archive import PARSED_RECORDS, held_dumps, missing, was_used
from orchestration.assets.warehouse import warehouse
from orchestration.definitions import defs
from orchestration.dump_reports import (
    Copies,
    DumpReport,
    copies,
    dump_reports,
    mostly_refused,
)
from orchestration.errors import UsageError
from orchestration.files import write_text
from orchestration.home import Home, writer_lock
from orchestration.instance import open_instance
from orchestration.jobs import build_warehouse
from orchestration.keyword_settings import keyword_settings
from orchestration.new_dumps import admit
from orchestration.partitions import range_tags
from orchestration.progress import LEFT_OUT, listening
from orchestration.registry import (
    NOTHING_GIVEN,
    Dump,
    Given,
    Known,
    Refusal,
    forget,
    identify_dumps,
    known_dumps,
    registered_dumps,
)
from orchestration.step_times import StepTime, timed_steps
from warehouse.publish import PublishError, Release, published_release, require_ours

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(frozen=True)
class Outcome:
    """What came of a build.

    Attributes:
        release: The release published, or None if checks failed.
        row_counts: Rows by table.
        new_dumps: The names of the dumps that were parsed, or came back.
        dumps: What came of each of these, and of each dump that stopped the build.
        copies: Files named with the same bytes as others, unless that was told before.
        refusals: Files of the folders named, and members of ZIP files, that are no dumps.
        checks: Every expectation's result, as `quality.check_results` has it, with failing rows.
        steps: What each step took.
        is_sample: Whether the dumps built are the shipped samples.
    """

    release: int | None
    row_counts: Mapping[str, int]
    new_dumps: Sequence[str]
    dumps: Sequence[DumpReport]
    copies: Sequence[Copies]
    refusals: Sequence[Refusal]
    checks: Sequence[Mapping[str, Any]]
    steps: Sequence[StepTime]
    is_sample: bool


def build(  # noqa: PLR0913  (the options of the command)
    home: Home,
    patterns: Sequence[str],
    *,
    target: Path,
    allow_loss: bool = False,
    allow_rejects: bool = False,
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Build and publish a warehouse of all dumps known and named.

    Args:
        home: The state folder.
        patterns: Files, folders and globs; none: what is known, or the samples if nothing is.
        target: Where to publish.
        allow_loss: Whether to publish even if much of the previous release is gone.
        allow_rejects: Whether to publish dumps of which more than half was refused, from now on.
        given: What the user says of the dumps named.

    Raises:
        UsageError: If the input cannot be read, the warehouse is not ours, the disk is full, the
            settings of keywords are unfit, or another build is running.
    """
    with writer_lock(home), _work_in(home):
        keyword_settings(home)
        shutil.rmtree(home.staging, ignore_errors=True)
        try:
            require_ours(target, folder=home.releases)
        except PublishError as error:
            raise UsageError(str(error)) from None
        known = known_dumps(home)
        dumps, refusals = _identify(home, patterns, given, known)
        unknown = {dump.dump_id for dump in dumps if dump.dump_id not in known}
        with open_instance(home) as instance:
            new = admit(home, instance, dumps)
            fresh = unknown | {dump.dump_id for dump in missing(home, PARSED_RECORDS, new)}
            # Without anything new, one known dump stands for the partitions; it costs nothing.
            tags = range_tags(instance, new or registered_dumps(home)[-1:])
            settings = {
                "home": str(home.root),
                "warehouse": str(target),
                "lock_wait_seconds": 0,
                "allow_loss": allow_loss,
                "allow_rejects": allow_rejects,
                "refuse_damaged": all(Path(each).is_file() for each in patterns),
            }
            with timed_steps() as steps, _left_out() as reasons:
                result = _run(instance, settings, tags)
        checks = _check_results(home)
        failed = [each for each in checks if not each["success"] and each["severity"] == "error"]
        if not result.success and not failed:
            _raise_failure(home, result, published_release(home.releases, target))
        release = published_release(home.releases, target) if result.success else None
        held = {dump.dump_id: dump for dump in registered_dumps(home)}
        refusals += [
            Refusal(Path(dump.place), reasons[dump.dump_id])
            for dump in new
            if dump.dump_id in reasons
        ]
        told = [dump for dump in held.values() if dump.dump_id in fresh]
        again = [held[each] for each in _seen_elsewhere(dumps, known) if each in held]
        stopping = _stopping(home) if release is None else []
        reports = dump_reports(home, [*told, *(dump for dump in stopping if dump not in told)])
        for dump in stopping:
            # As with a damaged file: what was named only now must not stop the next build.
            if dump.dump_id in unknown:
                forget(home, dump)
        return Outcome(
            release=release.number if release else None,
            row_counts=release.row_counts if release else {},
            new_dumps=[dump.file_name for dump in told],
            dumps=reports,
            copies=copies(home, [dump for dump in again if dump.dump_id not in reasons]),
            refusals=refusals,
            checks=checks,
            steps=steps,
            is_sample=any(each.is_sample for each in held.values()),
        )


def step_count() -> int:
    """How many steps the job has."""
    return len(defs.resolve_job_def(build_warehouse.name).nodes)


@contextmanager
def _work_in(home: Home) -> Iterator[None]:
    """Leave nothing staged behind, and say in one line if the disk is full.

    Dagster's own history lies on the same disk, so that can show anywhere in a build.
    """
    try:
        yield
    except Exception as error:
        if _tells_of_full_disk("".join(traceback.format_exception(error))):
            raise UsageError(_full_disk(home)) from None
        raise
    finally:
        shutil.rmtree(home.staging, ignore_errors=True)


def _run(
    instance: dg.DagsterInstance, settings: dict[str, Any], tags: dict[str, str]
) -> dg.ExecuteInProcessResult:
    job = defs.resolve_job_def(build_warehouse.name)
    return job.execute_in_process(
        run_config={"resources": {"state": {"config": settings}}, "loggers": {"listener": {}}},
        instance=instance,
        tags=tags,
        raise_on_error=False,
    )


@contextmanager
def _left_out() -> Iterator[dict[str, str]]:
    """Note which dumps a run leaves out, and why."""
    reasons: dict[str, str] = {}

    def on_left_out(record: logging.LogRecord) -> None:
        dump_id, reason = cast("tuple[str, str]", record.args)
        reasons[dump_id] = reason

    with listening(LEFT_OUT, on_left_out):
        yield reasons


def _identify(
    home: Home, patterns: Sequence[str], given: Given, known: Known
) -> tuple[list[Dump], list[Refusal]]:
    """The dumps that the user means; the samples if none is named and no own dump is known."""
    if patterns:
        return identify_dumps(patterns, given=given, known=known)
    held = registered_dumps(home)
    if not all(each.is_sample for each in held):
        return [], []
    if not held and was_used(home):
        raise UsageError(
            f"{home.root} holds no dump any more: those named before were taken out, or refused; "
            "name one, with --allow-rejects if it shall be published though most of it is refused"
        )
    if not SAMPLES.is_dir():
        raise UsageError("the samples are not installed; name a dump: `paperhouse build FILE`")
    return identify_dumps([str(SAMPLES)], given=replace(given, is_sample=True), known=known)


def _seen_elsewhere(dumps: Sequence[Dump], known: Known) -> list[str]:
    """The ids of those of the dumps named whose bytes lie at a place not known before."""
    return list(
        dict.fromkeys(
            dump.dump_id
            for dump in dumps
            for before in [known.get(dump.dump_id)]
            if before is None or not before.lies_at(dump.places[0])
        )
    )


def _stopping(home: Home) -> list[Dump]:
    """The dumps of which more than half was refused, without the user's leave."""
    return [dump for dump in mostly_refused(home, held_dumps(home)) if not dump.allow_rejects]


def _check_results(home: Home) -> list[dict[str, Any]]:
    path = home.staging / "check_results.json"
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def _raise_failure(home: Home, result: dg.ExecuteInProcessResult, release: Release | None) -> None:
    """Say in one line why a run failed; what is not the user's to mend goes to a file."""
    made = {event.asset_key for event in result.get_asset_materialization_events()}
    published = (
        f"release {release.number} is published without it"
        if release and warehouse.key in made
        else None
    )
    for event in result.all_events:
        if event.is_step_failure:
            failure = event.step_failure_data
            if failure.user_failure_data and failure.user_failure_data.description:
                description = failure.user_failure_data.description
                raise UsageError(f"{description}; {published}" if published else description)
            error = failure.error
            text = error.to_string() if error else "no trace"
            if "DagsterExecutionInterruptedError" in text:
                raise KeyboardInterrupt
            if _tells_of_full_disk(text):
                raise UsageError(_full_disk(home))
            trace = home.root / "last_error.txt"
            write_text(trace, text)
            raise UsageError(
                f"the step {event.step_key} failed, and {published or 'nothing was published'}; "
                f"this should not happen: please report it with {trace}"
            )
    raise UsageError("the run failed before its first step; see `paperhouse ui`")


def _tells_of_full_disk(text: str) -> bool:
    """Whether an error's text is what Python, Polars, DuckDB or SQLite says of a full disk."""
    signs = (
        "No space left on device",
        f"os error {errno.ENOSPC}",
        "database or disk is full",
        "disk I/O error",
    )
    return any(sign in text for sign in signs)


def _full_disk(home: Home) -> str:
    return f"the disk that holds {home.root} is full; free some space and build again"
