"""Finding the files that a user means by files, folders and globs.

Here must not be whether they are dumps (`orchestration.recognition`, `orchestration.registry`).
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from orchestration.errors import UsageError


def dump_files(patterns: Sequence[str]) -> list[tuple[Path, bool]]:
    """Find the files that a user means by files, folders and globs.

    Returns:
        Each file once, however often and by whatever path it is named, with whether it was named
        itself (and not found in a folder), in order.

    Raises:
        UsageError: If one of the patterns names nothing, or a folder without files.
    """
    found: dict[Path, tuple[Path, bool]] = {}
    for pattern in patterns:
        path = Path(pattern).expanduser()
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if _is_plain_file(each, path))
            if not inside:
                raise UsageError(f"no dump in the folder {pattern}: it holds no file; name another")
            for each in inside:
                found.setdefault(whole_path(each), (each, False))
        elif path.is_file():
            found[whole_path(path)] = (path, True)
        elif path.exists():
            raise UsageError(f"{pattern} is neither a file nor a folder; save it as a file first")
        else:
            matches = sorted(Path(each) for each in glob.glob(str(path), recursive=True))  # noqa: PTH207
            files = [each for each in matches if each.is_file()]
            if not files:
                raise UsageError(f"no such file or folder: {pattern}; check the name")
            for each in files:
                found.setdefault(whole_path(each), (each, False))
    return list(found.values())


def whole_path(path: Path) -> Path:
    """A file's path from the root; a link that is the file itself keeps its own name."""
    return path.parent.resolve() / path.name


def _is_plain_file(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden
