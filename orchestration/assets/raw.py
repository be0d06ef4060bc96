"""The raw layer: dumps parsed into the archive, and what is evident from that alone.

Here belong assets that need no other paper to be known. Here must not be identity or anything
global (`orchestration.assets.main`).
"""

import functools
import warnings
from collections.abc import Callable

import dagster as dg
import polars as pl

from orchestration.archive import (
    fill,
    held_dumps,
    in_batches,
    missing,
    scan_archive,
    was_parsed,
)
from orchestration.io_managers import archive_metadata
from orchestration.keyword_settings import ranking
from orchestration.listing_days import listing_days
from orchestration.parsing import parse_dump
from orchestration.partitions import DUMP_PARTITIONS
from orchestration.progress import advance, leave_out
from orchestration.registry import forget, registered_dumps
from orchestration.resources import State
from orchestration.steps import STEPS
from transforms import dumps as dumps_table
from transforms import record_code_links as links_of_records
from transforms import record_code_status as code_status_of_records
from transforms import record_keys as keys_of_records
from transforms import record_keywords as keywords_of_records
from transforms import rejects as rejects_table
from transforms.dump_file import DumpError
from warehouse.schema import DUMPS, REJECTS

# One run for many dumps is beta in Dagster; a test shows that it works.
warnings.filterwarnings("ignore", "Parameter `backfill_policy`", dg.BetaWarning)

OWNERS = ["team:paperhouse"]
in_archive = functools.partial(
    dg.asset, group_name="raw", kinds={"polars", "parquet"}, owners=OWNERS, io_manager_key="archive"
)
as_table = functools.partial(
    dg.asset, group_name="raw", kinds={"polars", "parquet"}, owners=OWNERS, io_manager_key="tables"
)


@in_archive(
    partitions_def=DUMP_PARTITIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    retry_policy=dg.RetryPolicy(max_retries=2, delay=5),
    description="The records of each dump file as parsed, kept for good: one partition per dump.",
)
def parsed_records(context: dg.AssetExecutionContext, state: State) -> None:
    """Parse every registered dump that the present code has not parsed."""
    home = state.folder
    for dump in missing(home, STEPS["parsed_records"], registered_dumps(home)):
        try:
            parse_dump(home, dump, functools.partial(advance, dump.file_name))
        except DumpError as error:
            if was_parsed(home, dump):
                raise dg.Failure(
                    f"{error}; it was parsed by other rules before: put the file back, or delete "
                    f"{home.registry / dump.dump_id}.json to do without it",
                    allow_retries=False,
                ) from error
            forget(home, dump)
            if state.refuse_damaged:
                raise dg.Failure(str(error), allow_retries=False) from error
            context.log.warning("left out: %s", error)
            leave_out(dump.dump_id, str(error))
    wanted = set(context.partition_keys)
    for dump in registered_dumps(home):
        if dump.partition in wanted:
            context.add_asset_metadata(
                archive_metadata(state, "parsed_records", [dump]), partition_key=dump.partition
            )


@in_archive(deps=[parsed_records], description="The identity keys of each record.")
def record_keys(context: dg.AssetExecutionContext, state: State) -> None:
    """Compute the identity keys of new records."""
    _fill(context, state, "record_keys", keys_of_records.record_keys)


@in_archive(deps=[parsed_records], description="The code and project links in each record.")
def record_code_links(context: dg.AssetExecutionContext, state: State) -> None:
    """Find the links in new records."""
    _fill_batches(context, state, "record_code_links", links_of_records.find_code_links)


@in_archive(deps=[parsed_records], description="What each record says of its code.")
def record_code_status(context: dg.AssetExecutionContext, state: State) -> None:
    """Read what new records say of their code."""
    _fill_batches(context, state, "record_code_status", code_status_of_records.code_status)


@in_archive(deps=[parsed_records], description="The ranked key phrases of each record's text.")
def record_keywords(context: dg.AssetExecutionContext, state: State) -> None:
    """Extract the key phrases of new records."""
    _fill_batches(
        context,
        state,
        "record_keywords",
        lambda records: keywords_of_records.extract_keywords(records, *ranking(state.folder)),
    )


@as_table(
    deps=[parsed_records], description="One row per dump and day on which the dump was listed."
)
def dump_days(state: State) -> pl.LazyFrame:
    """Tell on which days each dump was listed."""
    return listing_days(state.folder, held_dumps(state.folder))


@as_table(deps=[parsed_records], description=DUMPS.grain)
def dumps(state: State, dump_days: pl.LazyFrame) -> pl.LazyFrame:
    """Join the registry with what was counted."""
    held = held_dumps(state.folder)
    registered = pl.LazyFrame(
        [
            {
                "dump_id": dump.dump_id,
                "file_name": dump.file_name,
                "format": dump.format,
                "size_bytes": dump.size_bytes,
            }
            for dump in held
        ]
    )
    tallies = scan_archive(state.folder, STEPS["parsed_tallies"], held)
    return dumps_table.dumps(registered, tallies, dump_days)


@as_table(deps=[parsed_records], description=REJECTS.grain)
def rejects(state: State) -> pl.LazyFrame:
    """List the rejects of all dumps."""
    held = held_dumps(state.folder)
    return rejects_table.rejects(scan_archive(state.folder, STEPS["parsed_rejects"], held))


def _fill(
    context: dg.AssetExecutionContext,
    state: State,
    name: str,
    compute: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> None:
    """Compute a row-local step for the dumps that lack it, and report what the archive holds."""
    held = held_dumps(state.folder)
    filled = fill(state.folder, STEPS[name], STEPS["parsed_records"], held, compute)
    metadata = archive_metadata(state, name, held)
    context.add_output_metadata({**metadata, "new_dumps": len(filled)})


def _fill_batches(
    context: dg.AssetExecutionContext,
    state: State,
    name: str,
    compute: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    schema = STEPS[name].schema
    told = functools.partial(advance, name.removeprefix("record_").replace("_", " "))
    _fill(context, state, name, lambda records: in_batches(records, compute, schema, told))
