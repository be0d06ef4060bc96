"""The folder of an export: it is replaced as a whole, and no folder but an export ever is.

The new one is made in a hidden folder beside it and takes its place by a rename, so a reader never
sees a half of one, and a killed process leaves the old one or the new one. Killed between the two
renames it leaves the old one in the hidden folder, from where the next export fetches it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from warehouse.export.data_package import NAME
from warehouse.export.tables import ExportError

MANIFEST: Final = "datapackage.json"
CROISSANT: Final = "croissant.json"

LEFT_BY_FILE_MANAGERS: Final = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Workshop:
    """Where an export is made: the new folder, and one for what is spilled meanwhile."""

    new: Path
    spill: Path


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Workshop]:
    """Give an empty folder to write an export to, and put it in the place of `folder` at the end.

    Args:
        folder: An absolute path; it is free, an empty folder or an earlier export.

    Raises:
        ExportError: If it is anything else, another export to it is under way, or it cannot be
            written to.
    """
    if not folder.name:
        raise ExportError(f"{folder} is no folder for an export; name one in it")
    hidden = folder.with_name(f".{folder.name}.partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0):
            old, workshop = hidden / "old", Workshop(hidden / "new", hidden / "spill")
            if old.exists() and not folder.exists():
                old.rename(folder)
            require_ours(folder)
            shutil.rmtree(hidden, ignore_errors=True)
            workshop.new.mkdir(parents=True)
            try:
                yield workshop
                _exchange(folder, old, workshop.new)
            finally:
                shutil.rmtree(hidden, ignore_errors=True)
    except Timeout:
        raise ExportError(f"another export to {folder} is under way; wait until it ends") from None
    except OSError as error:
        why = error.strerror or error
        raise ExportError(f"cannot write to {folder} ({why}); name another folder") from None


def require_ours(folder: Path) -> None:
    """Make sure that a folder may be replaced.

    Raises:
        ExportError: If there is something that is neither an empty folder nor an export alone.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder} is a file; name a folder")
    if Path.cwd().is_relative_to(folder):
        raise ExportError(f"{folder} is the current folder; name one in it")
    written = _written(folder)
    if not written:
        if any(path.name not in LEFT_BY_FILE_MANAGERS for path in folder.iterdir()):
            raise ExportError(f"{folder} is not an export of paperhouse; name another folder")
        return
    held = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() and path.name not in LEFT_BY_FILE_MANAGERS
    }
    if strange := sorted(held - written):
        raise ExportError(
            f"{folder} holds {strange[0]}, which no export wrote; move it away or name another "
            "folder"
        )


def _written(folder: Path) -> set[str]:
    """The files that an export says it wrote; none if the folder holds no export."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["name"] != NAME:
            return set()
        return {MANIFEST, CROISSANT, *(each["path"] for each in manifest["resources"])}
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def _exchange(folder: Path, old: Path, new: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
