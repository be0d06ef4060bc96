"""The dumps that the warehouse holds: one small file each, so that a folder is the truth.

Here belong finding the dump files that a user means, recognising them, and remembering them. Here
must not be their content (`orchestration.archive`).
"""

from __future__ import annotations

import datetime as dt
import glob
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from orchestration.errors import UsageError
from orchestration.files import write_text
from orchestration.home import Home
from transforms.dump_file import DumpError, day_in_name, fingerprint, open_dump, read_head
from transforms.formats import FormatError, recognise


@dataclass(frozen=True)
class Dump:
    """A dump file that the warehouse holds.

    Attributes:
        dump_id: SHA-256 of the file's bytes.
        file_name: The file's name; of several names for the same bytes, the first by alphabet.
        size_bytes: The file's size.
        format: The name of the format that recognised it.
        path: Where it was last seen.
        modified_ns: When it was last written to by then, in nanoseconds since 1970.
        listed_on: The day of the listing as the user gave it, in ISO form.
        named_on: The first full day that any of its names holds, in ISO form.
        is_sample: Whether it is one of the shipped samples, built because nothing else was named.
    """

    dump_id: str
    file_name: str
    size_bytes: int
    format: str
    path: str
    modified_ns: int
    listed_on: str | None = None
    named_on: str | None = None
    is_sample: bool = False

    @property
    def partition(self) -> str:
        """The name of its Dagster partition: the file's name and the start of its hash."""
        return f"{self.file_name} [{self.dump_id[:8]}]"

    @property
    def given_day(self) -> dt.date | None:
        """The day of the listing that the user gave."""
        return dt.date.fromisoformat(self.listed_on) if self.listed_on else None

    @property
    def named_day(self) -> dt.date | None:
        """The day of the listing that the file's name holds."""
        return dt.date.fromisoformat(self.named_on) if self.named_on else None


@dataclass(frozen=True)
class Refusal:
    """A file that is no dump, and why."""

    path: Path
    reason: str


def dump_files(patterns: Sequence[str]) -> list[tuple[Path, bool]]:
    """Find the files that a user means by files, folders and globs.

    Returns:
        Each file once with whether it was named itself (and not found in a folder), in order.

    Raises:
        UsageError: If one of the patterns names nothing, or a folder without files.
    """
    found: dict[Path, bool] = {}
    for pattern in patterns:
        path = Path(pattern).expanduser()
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if _is_plain_file(each, path))
            if not inside:
                raise UsageError(f"no dump in the folder {pattern}: it holds no file; name another")
            found.update((each, False) for each in inside if each not in found)
        elif path.is_file():
            found[path] = True
        elif path.exists():
            raise UsageError(f"{pattern} is neither a file nor a folder; save it as a file first")
        else:
            matches = sorted(Path(each) for each in glob.glob(str(path), recursive=True))  # noqa: PTH207
            files = [each for each in matches if each.is_file()]
            if not files:
                raise UsageError(f"no such file or folder: {pattern}; check the name")
            found.update((each, False) for each in files)
    return list(found.items())


def identify_dump(path: Path, *, listed_on: dt.date | None = None, is_sample: bool = False) -> Dump:
    """Recognise one file.

    Raises:
        DumpError: If the file is unreadable, empty, binary or of no known format.
    """
    # Opening says in better words than any format what is no text at all.
    open_dump(path).close()
    try:
        chosen = recognise(read_head(path))
    except FormatError as error:
        raise DumpError(f"{path}: {error}") from None
    modified_ns = path.stat().st_mtime_ns
    identity = fingerprint(path)
    # A name may hold bytes that are no UTF-8.
    name = path.name.encode("utf-8", "backslashreplace").decode("utf-8")
    named_on = day_in_name(name)
    return Dump(
        dump_id=identity.sha256,
        file_name=name,
        size_bytes=identity.size_bytes,
        format=chosen.name,
        path=str(path.absolute()),
        modified_ns=modified_ns,
        listed_on=listed_on.isoformat() if listed_on else None,
        named_on=named_on.isoformat() if named_on else None,
        is_sample=is_sample,
    )


def identify_dumps(
    patterns: Sequence[str], *, listed_on: dt.date | None = None, is_sample: bool = False
) -> tuple[list[Dump], list[Refusal]]:
    """Recognise the files that a user means.

    Returns:
        The dumps, and the files of folders that are none.

    Raises:
        UsageError: If a file that was named itself is no dump, or nothing is left.
    """
    dumps: list[Dump] = []
    refusals: list[Refusal] = []
    for path, is_named in dump_files(patterns):
        try:
            dumps.append(identify_dump(path, listed_on=listed_on, is_sample=is_sample))
        except DumpError as error:
            if is_named:
                raise UsageError(str(error)) from None
            refusals.append(Refusal(path, str(error)))
    if not dumps:
        reasons = "; ".join(refusal.reason for refusal in refusals[:1])
        raise UsageError(f"no dump in {', '.join(patterns)}: {reasons}")
    return dumps, refusals


def register(home: Home, dumps: Iterable[Dump]) -> None:
    """Remember dumps, one file each; the same bytes under another name stay one dump."""
    for dump in dumps:
        known = _read(home, dump.dump_id)
        entry = dump if known is None else _merge(known, dump)
        write_text(
            home.registry / f"{dump.dump_id}.json", json.dumps(asdict(entry), indent=2) + "\n"
        )


def forget(home: Home, dump: Dump) -> None:
    """Take a dump out of the registry; what the archive holds of it stays."""
    (home.registry / f"{dump.dump_id}.json").unlink(missing_ok=True)


def registered_dumps(home: Home) -> list[Dump]:
    """The dumps that the warehouse holds, by their ids; samples while nothing else is there."""
    dumps = _all_dumps(home)
    real = [dump for dump in dumps if not dump.is_sample]
    return real or dumps


def replaced_samples(home: Home) -> list[Dump]:
    """The samples that own dumps replace, until a build with these is published."""
    dumps = _all_dumps(home)
    samples = [dump for dump in dumps if dump.is_sample]
    return samples if len(samples) < len(dumps) else []


def _all_dumps(home: Home) -> list[Dump]:
    return [_read_entry(path) for path in sorted(home.registry.glob("*.json"))]


def _read(home: Home, dump_id: str) -> Dump | None:
    path = home.registry / f"{dump_id}.json"
    return _read_entry(path) if path.exists() else None


def _read_entry(path: Path) -> Dump:
    try:
        return Dump(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise UsageError(
            f"the registry file {path} is damaged; delete it and build its dump again"
        ) from None


def _merge(known: Dump, new: Dump) -> Dump:
    first_name = min(known.file_name, new.file_name)
    return Dump(
        dump_id=new.dump_id,
        file_name=first_name,
        size_bytes=new.size_bytes,
        format=new.format,
        path=new.path,
        modified_ns=new.modified_ns,
        listed_on=new.listed_on or known.listed_on,
        named_on=min(filter(None, (known.named_on, new.named_on)), default=None),
        is_sample=known.is_sample and new.is_sample,
    )


def _is_plain_file(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden
