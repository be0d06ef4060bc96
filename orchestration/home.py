"""The folder that holds all state: its layout, and the lock that admits one writer.

    archive/<step>/<version>/<dump_id>.parquet   what was made of one dump, kept
    dumps/                                       the folder that the sensor and the schedule watch
    registry/<dump_id>.json                      the dumps that the warehouse holds
    background/{word_counts,phrases}.parquet     what `paperhouse learn` counted, if it was run
    tables/<table>.parquet                       the tables of the build under way, or of the last
    staging/warehouse.duckdb                     the warehouse under construction
    releases/<number>/                           the last releases
    data_docs/                                   the check report of the last build
    dagster/                                     Dagster's own history
    export/                                      what `paperhouse export` wrote, if it was run
    warehouse.duckdb                             the published warehouse
    dashboard.html, digest.html, digest.md       the pages of that release

Here belong paths and the lock. Here must not be the meaning of what lies in them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from orchestration.errors import UsageError

HOME_VARIABLE = "PAPERHOUSE_HOME"
DUMPS_VARIABLE = "PAPERHOUSE_DUMPS"
KEYWORDS_VARIABLE = "PAPERHOUSE_KEYWORDS"


@dataclass(frozen=True)
class Home:
    """The state folder, by its path."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The folder that `PAPERHOUSE_HOME` names, or `data` in the current folder.

        Raises:
            UsageError: If its path holds a character that SQLite or a glob would take for more.
        """
        root = Path(os.environ.get(HOME_VARIABLE) or "data").absolute()
        if unfit := sorted(set(str(root)) & set("?#%*[]")):
            raise UsageError(
                f"the state folder {root} has {' '.join(unfit)} in its path; "
                f"set {HOME_VARIABLE} to another folder"
            )
        return cls(root)

    @property
    def archive(self) -> Path:
        """What was made of each dump."""
        return self.root / "archive"

    @property
    def registry(self) -> Path:
        """The dumps that the warehouse holds."""
        return self.root / "registry"

    @property
    def dumps(self) -> Path:
        """The folder that the sensor and the schedule watch, or what `PAPERHOUSE_DUMPS` names."""
        named = os.environ.get(DUMPS_VARIABLE)
        return Path(named).absolute() if named else self.root / "dumps"

    @property
    def background(self) -> Path:
        """The learned counts of words and phrases; not there: the shipped ones are used."""
        return self.root / "background"

    @property
    def tables(self) -> Path:
        """The Parquet files of the tables."""
        return self.root / "tables"

    @property
    def staging(self) -> Path:
        """Whatever must not outlive a build."""
        return self.root / "staging"

    @property
    def staged_warehouse(self) -> Path:
        """The warehouse under construction."""
        return self.staging / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        """The last releases."""
        return self.root / "releases"

    @property
    def data_docs(self) -> Path:
        """The check report of the last build."""
        return self.root / "data_docs"

    @property
    def dagster(self) -> Path:
        """Dagster's own history: the `DAGSTER_HOME`."""
        return self.root / "dagster"

    @property
    def warehouse(self) -> Path:
        """The published warehouse, unless the user names another place."""
        return self.root / "warehouse.duckdb"


@contextmanager
def writer_lock(home: Home, *, wait_seconds: float = 0) -> Iterator[None]:
    """Admit one writer to a home; the operating system frees the lock of a killed process.

    Raises:
        UsageError: If another process still holds it after `wait_seconds`.
    """
    make_folder(home.root)
    lock = FileLock(home.root / "writer.lock", is_singleton=True, thread_local=False)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise UsageError(
            f"another build is writing to {home.root}; wait until it ends, "
            f"or set {HOME_VARIABLE} to another folder"
        ) from None
    except OSError as error:
        raise UsageError(_unfit_folder(home.root, error)) from None
    try:
        yield
    finally:
        lock.release()


def make_folder(path: Path) -> None:
    """Make a folder and its parents.

    Raises:
        UsageError: If that is not possible.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(_unfit_folder(path, error)) from None


def _unfit_folder(path: Path, error: OSError) -> str:
    return (
        f"cannot write to the folder {path} ({error.strerror}); "
        f"set {HOME_VARIABLE} to a folder that you can write to"
    )
