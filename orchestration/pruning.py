"""Pruning the archive: results of other code, which nothing reads any more, go after a publication.

Releases need none of it: each is a whole DuckDB file. Here belongs which folders are still in use.
Here must not be when that is asked (`orchestration.assets.warehouse`).
"""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

from orchestration.archive import PARSED_RECORDS, missing, step_version
from orchestration.home import Home, make_folder
from orchestration.registry import Dump, registered_dumps
from orchestration.steps import STEPS
from transforms.formats import ALL_FORMATS

_VERSION = re.compile(r"[0-9a-f]{12}")


def prune_archive(home: Home) -> list[Path]:
    """Remove what the present code would not read of any dump; only the writer may call this.

    Nothing is removed while a registered dump is not parsed by the present code: its file may be
    gone, and what older code made of it is all there is then.

    A folder leaves the archive by one rename, the records of a version before what was made of
    them. So a crash leaves no dump that counts as parsed and is not, and the next build clears what
    was left in the staging folder. A folder that cannot be moved or removed stays.

    Returns:
        The folders that left the archive.
    """
    dumps = registered_dumps(home)
    if missing(home, PARSED_RECORDS, dumps):
        return []
    pruned = []
    for number, folder in enumerate(_unused(home, dumps)):
        grave = home.staging / "pruned" / f"{number}"
        make_folder(grave.parent)
        with contextlib.suppress(OSError):
            folder.rename(grave)
            pruned.append(folder)
            shutil.rmtree(grave)
    return pruned


def _unused(home: Home, dumps: list[Dump]) -> list[Path]:
    """The folders of versions that are not in use, those of the steps' order first."""
    folders = {
        folder
        for folder in home.archive.glob("*/*")
        if folder.is_dir() and _VERSION.fullmatch(folder.name)
    }
    unused = folders - _used(home, dumps)
    # What the present code made of a dump that is not registered now serves when it comes back.
    # To know the versions of all formats takes most of a second, and mostly nothing is left here.
    if unused:
        unused -= _used(home, [Dump("", 0, each.name, places=()) for each in ALL_FORMATS])
    order = {name: place for place, name in enumerate(STEPS)}
    return sorted(unused, key=lambda each: (order.get(each.parent.name, len(order)), each))


def _used(home: Home, dumps: list[Dump]) -> set[Path]:
    """The folders that the present code reads for such dumps."""
    kinds = {(dump.format, *sorted(dump.mapping.items())): dump for dump in dumps}
    return {
        home.archive / step.name / step_version(home, step, kind)
        for step in STEPS.values()
        for kind in kinds.values()
    }
