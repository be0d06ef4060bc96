"""The pages layer: what is written of a release for people, after it was published.

Here belong the steps that write a page into the release's folder and put it into the state folder.
Here must not be what a page says (`warehouse.dashboard`, `warehouse.digest`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb

from orchestration.assets.raw import OWNERS
from orchestration.assets.warehouse import warehouse
from orchestration.resources import State
from warehouse.dashboard.write import write_dashboard
from warehouse.digest.write import write_digest
from warehouse.load import MEMORY_LIMIT
from warehouse.publish import Release, published_release, put_page, release_before
from warehouse.query import QueryError, open_published


@dg.asset(
    group_name="pages",
    kinds={"html"},
    owners=OWNERS,
    deps=[warehouse],
    description="The dashboard of the published warehouse: one HTML file, for any browser.",
)
def dashboard(state: State) -> dg.MaterializeResult[None]:
    """Write the dashboard of the release that is published."""
    with _published(state) as (connection, release, previous):
        page = release.folder / "dashboard.html"
        write_dashboard(connection, page, release=release.number, previous=previous)
    return _shown(state, release, page)


@dg.asset(
    group_name="pages",
    kinds={"html", "markdown"},
    owners=OWNERS,
    deps=[warehouse],
    description="What is new since the release before: as HTML, fit for a mail, and as Markdown.",
)
def digest(state: State) -> dg.MaterializeResult[None]:
    """Write the digest of the release that is published."""
    with _published(state) as (connection, release, previous):
        write_digest(connection, release.folder, release=release.number, previous=previous)
    return _shown(state, release, release.folder / "digest.html", release.folder / "digest.md")


@contextmanager
def _published(
    state: State,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Release, Path | None]]:
    """The published warehouse, opened for reading, and the file of the release before it."""
    release = published_release(state.folder.releases, state.target)
    if release is None:
        raise dg.Failure(
            f"{state.target} is not a release that {state.folder.releases} keeps; build first",
            allow_retries=False,
        )
    try:
        before = release_before(state.folder.releases, release)
        opened = open_published(release.warehouse)
    except QueryError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    with opened as connection:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        yield connection, release, before.warehouse if before else None


def _shown(state: State, release: Release, *pages: Path) -> dg.MaterializeResult[None]:
    """Put pages of a release where people look for them."""
    places = {page.name: put_page(page, state.folder.root) for page in pages}
    return dg.MaterializeResult(
        metadata={
            "release": release.number,
            "size_bytes": sum(page.stat().st_size for page in pages),
            **{name: dg.MetadataValue.path(str(place)) for name, place in places.items()},
        }
    )
