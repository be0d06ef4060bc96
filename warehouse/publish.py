"""Publishing: a checked warehouse takes the place of the one before by one atomic rename.

A release is a numbered folder with the DuckDB file, its row counts and its pages. The published
file is a hard link to the newest release's file (a copy where the file system has no links), so
readers who have the old file open keep it, and a rollback is one rename too.

Here belong releases. Here must not be the making of a warehouse (`warehouse.load`) or its checks.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.load import row_counts
from warehouse.query import open_published, why_not_opened
from warehouse.release_history import number_before

KEPT_RELEASES = 3
"""How many releases stay on disk, the published one among them; that which it follows is one more
if it is older, as after a rollback."""

PAGES = ("dashboard.html", "digest.html", "digest.md")
"""What is written of a release for people, into its folder."""


class PublishError(Exception):
    """The warehouse cannot be put in its place; the message says why and names the cure."""


@dataclass(frozen=True)
class Release:
    """A release: its number and its folder."""

    number: int
    folder: Path

    @property
    def warehouse(self) -> Path:
        """The release's DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows by table, as written when the release was made."""
        text = (self.folder / "row_counts.json").read_text(encoding="utf-8")
        return dict(json.loads(text))


def releases(folder: Path) -> list[Release]:
    """The releases kept, the oldest first."""
    numbered = [each for each in folder.glob("*") if each.name.isdecimal()]
    return sorted((Release(int(each.name), each) for each in numbered), key=lambda r: r.number)


def next_number(folder: Path) -> int:
    """The number of the release to be made next."""
    kept = releases(folder)
    return kept[-1].number + 1 if kept else 1


def published_release(folder: Path, target: Path) -> Release | None:
    """The release that stands at `target` now, if it is one that is kept."""
    if not target.exists():
        return None
    return next((each for each in releases(folder) if _is_same(each.warehouse, target)), None)


def release_before(folder: Path, release: Release) -> Release | None:
    """The release that a release followed when it was made; None if it followed none.

    Its folder may be gone.
    """
    with open_published(release.warehouse) as connection:
        number = number_before(connection)
    return None if number is None else Release(number, folder / f"{number}")


def publish(staged: Path, row_counts: Mapping[str, int], *, folder: Path, target: Path) -> Release:
    """Make a staged warehouse a release and put it in the place of the published one.

    Args:
        staged: The closed DuckDB file, on the file system of `folder`; it is moved.
        row_counts: Rows by table, for the comparison with the next release.
        folder: Where releases are kept.
        target: The path at which clients open the warehouse.

    Raises:
        PublishError: If `target` holds something that is not a warehouse of ours.
    """
    require_ours(target, folder=folder)
    followed = published_release(folder, target)
    number = next_number(folder)
    unfinished = folder / f".{number}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    (unfinished / "row_counts.json").write_text(
        json.dumps(row_counts, indent=2) + "\n", encoding="utf-8"
    )
    _flush(staged)
    staged.replace(unfinished / "warehouse.duckdb")
    release = Release(number, folder / f"{number}")
    unfinished.rename(release.folder)
    put_in_place(release, target)
    for old in releases(folder)[:-KEPT_RELEASES]:
        if old != followed:
            shutil.rmtree(old.folder)
    return release


def roll_back(*, folder: Path, target: Path) -> Release:
    """Put the release before the published one in its place.

    Raises:
        PublishError: If `target` is not ours, no release that is kept, or the first of them.
    """
    require_ours(target, folder=folder)
    current = published_release(folder, target)
    if current is None:
        raise PublishError(f"{target} is not a release that {folder} keeps; build again instead")
    before = [each for each in releases(folder) if each.number < current.number]
    if not before:
        raise PublishError(
            f"no release before the one at {target} is kept; build again from the dumps instead"
        )
    # One that was rolled back lies between, and was not wanted.
    followed = release_before(folder, current)
    chosen = followed if followed in before else before[-1]
    put_in_place(chosen, target)
    return chosen


def published_row_counts(folder: Path, target: Path) -> dict[str, int] | None:
    """Rows by table of the warehouse that stands at `target` now; None if there is none.

    A warehouse that is no release of this folder, such as another home's, is counted itself.

    Raises:
        PublishError: If `target` holds something that is not a warehouse of ours.
    """
    release = published_release(folder, target)
    if release:
        return release.row_counts
    if not target.exists():
        return None
    require_ours(target, folder=folder)
    with open_published(target) as connection:
        return row_counts(connection)


def put_in_place(release: Release, target: Path) -> None:
    """Let `target` be a release's file, by one atomic rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _link(release.warehouse, target)
    # The log of somebody's writes to the old file must not be replayed into the new one.
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)


def put_page(page: Path, folder: Path) -> Path:
    """Put a page of a release into a folder, in the place of the one before it."""
    _link(page, folder / page.name)
    return folder / page.name


def put_pages(release: Release, folder: Path) -> None:
    """Put the pages of a release into a folder, and take away those that it has not."""
    for name in PAGES:
        page = release.folder / name
        if page.exists():
            put_page(page, folder)
        else:
            (folder / name).unlink(missing_ok=True)


def require_ours(target: Path, *, folder: Path) -> None:
    """Make sure that `target` is free or holds a warehouse that paperhouse made.

    Raises:
        PublishError: If it holds anything else, or its folder cannot be written to.
    """
    _require_writable(target)
    if not target.exists() or published_release(folder, target):
        return
    cure = "name another file with --warehouse"
    if target.is_dir():
        raise PublishError(f"{target} is a folder; {cure}")
    try:
        with duckdb.connect(str(target), read_only=True) as connection:
            found = connection.execute(
                "select count(*) from duckdb_tables() where (schema_name, table_name) in "
                "(('main', 'papers'), ('raw', 'dumps'), ('quality', 'check_results'))"
            ).fetchone()
    except duckdb.Error as error:
        raise PublishError(why_not_opened(target, error)) from None
    if found != (3,):
        raise PublishError(f"{target} is a DuckDB file, but not a paperhouse warehouse; {cure}")


def _require_writable(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PublishError(
            f"cannot make the folder of {target} ({error.strerror}); name another with --warehouse"
        ) from None
    if not os.access(target.parent, os.W_OK):
        raise PublishError(f"cannot write to the folder of {target}; name another with --warehouse")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two files are links to one, or a copy made by `put_in_place`."""
    if not one.exists():
        return False
    if one.samefile(other):
        return True
    first, second = one.stat(), other.stat()
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def _link(source: Path, target: Path) -> None:
    """Let `target` be `source`, or a copy of it where the file system has no links."""
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        os.link(source, partial)
    except OSError:
        shutil.copy2(source, partial)
        _flush(partial)
    partial.replace(target)
    # Two links to one file: to rename one to the other does nothing, says POSIX.
    partial.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Have the operating system write a file to the disk before it is relied on."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
