"""The warehouse layer: the DuckDB file, staged, checked and published.

Here belong these three steps. Here must not be SQL (`warehouse`) or rules (`expectations`).
"""

import shutil
from collections.abc import Iterator

import dagster as dg
import duckdb

from expectations.checks import CheckResult, check_warehouse, results_frame
from orchestration.archive import held_dumps, sink
from orchestration.assets.raw import OWNERS
from orchestration.dump_reports import mostly_refused
from orchestration.files import write_text
from orchestration.home import make_folder
from orchestration.pruning import prune_archive
from orchestration.registry import allow_rejects, forget, replaced_samples
from orchestration.report import check_metadata, results_json
from orchestration.resources import State
from warehouse.load import create_marts, create_tables, load_table, open_staged, row_counts
from warehouse.publish import (
    PublishError,
    next_number,
    publish,
    published_release,
    published_row_counts,
)
from warehouse.query import first_line
from warehouse.release_history import write_history
from warehouse.schema import CHECK_RESULTS, REPORTS, TABLES
from warehouse.search_index import load_search_index

LOADED = tuple(table for table in TABLES if table not in REPORTS)


@dg.asset(
    group_name="warehouse",
    kinds={"duckdb"},
    owners=OWNERS,
    deps=[*(table.name for table in LOADED), "search_terms"],
    description="The warehouse under construction: every table loaded, not yet checked.",
)
def staged_warehouse(state: State) -> dg.MaterializeResult[None]:
    """Load every table into a new DuckDB file beside the published one."""
    home = state.folder
    shutil.rmtree(home.staging, ignore_errors=True)
    make_folder(home.staging)
    with open_staged(home.staged_warehouse) as connection:
        create_tables(connection)
        counts = {
            table.full_name: load_table(connection, table, [home.tables / f"{table.name}.parquet"])
            for table in LOADED
        }
        load_search_index(
            connection,
            papers=home.tables / "papers.parquet",
            terms=home.tables / "search_terms.parquet",
        )
        create_marts(connection)
    size = home.staged_warehouse.stat().st_size
    return dg.MaterializeResult(
        metadata={"dagster/row_count": sum(counts.values()), "size_bytes": size, "rows": counts}
    )


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(
            table.name,
            asset=staged_warehouse,
            blocking=True,
            description=f"What `{table.full_name}` must be: {table.grain}",
        )
        for table in LOADED
    ],
    name="checks",
)
def checks(state: State) -> Iterator[dg.AssetCheckResult]:
    """Check the staged file with Great Expectations, and write the results into it."""
    home = state.folder
    held = held_dumps(home)
    # Own dumps are not measured against the samples that they replace.
    before = None if replaced_samples(home) else published_row_counts(home.releases, state.target)
    unallowed = [each for each in mostly_refused(home, held) if not each.allow_rejects]
    results = check_warehouse(
        home.staged_warehouse,
        previous_row_counts=before,
        allow_loss=state.allow_loss,
        allow_rejects=state.allow_rejects or not unallowed,
        today=None if any(each.is_sample for each in held) else state.today,
        data_docs=home.data_docs,
    )
    write_text(home.staging / "check_results.json", results_json(results))
    path = home.staging / "check_results.parquet"
    sink(results_frame(results).lazy(), path)
    with open_staged(home.staged_warehouse) as connection:
        load_table(connection, CHECK_RESULTS, [path])
    for table in LOADED:
        found = [each for each in results if each.table_name == table.full_name]
        yield _check_result(table.name, found)


@dg.asset(
    group_name="warehouse",
    kinds={"duckdb"},
    owners=OWNERS,
    deps=[staged_warehouse],
    description="The published warehouse: what SQL clients and BI tools open.",
)
def warehouse(context: dg.AssetExecutionContext, state: State) -> dg.MaterializeResult[None]:
    """Put the checked file in the place of the published one."""
    home = state.folder
    # Own dumps do not follow the samples that they replace.
    before = None if replaced_samples(home) else published_release(home.releases, state.target)
    number = next_number(home.releases)
    with open_staged(home.staged_warehouse) as connection:
        try:
            write_history(
                connection,
                number,
                state.today,
                before.warehouse if before else None,
                before.number if before else None,
            )
        except duckdb.Error as error:
            # A file that is spoiled is mended by a build, which must not need it.
            context.log.warning("the history begins anew: %s", first_line(error))
            write_history(connection, number, state.today)
        counts = row_counts(connection)
    try:
        release = publish(
            home.staged_warehouse,
            counts,
            folder=home.releases,
            target=state.target,
        )
    except PublishError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    for sample in replaced_samples(home):
        forget(home, sample)
    if state.allow_rejects:
        allow_rejects(home, mostly_refused(home, held_dumps(home)))
    prune_archive(home)
    return dg.MaterializeResult(
        metadata={
            "release": release.number,
            "dagster/row_count": sum(counts.values()),
            "path": dg.MetadataValue.path(str(state.target)),
            "size_bytes": state.target.stat().st_size,
            "rows": counts,
        }
    )


def _check_result(name: str, found: list[CheckResult]) -> dg.AssetCheckResult:
    failed = [each for each in found if not each.success]
    severe = any(each.severity == "error" for each in failed)
    return dg.AssetCheckResult(
        passed=not failed,
        check_name=name,
        asset_key=staged_warehouse.key,
        severity=dg.AssetCheckSeverity.ERROR if severe else dg.AssetCheckSeverity.WARN,
        metadata=check_metadata(found),
    )
