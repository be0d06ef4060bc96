"""The dumps that the warehouse holds: one small file each, so that a folder is the truth.

Here belong finding the dump files that a user means, recognising them, and remembering them. Here
must not be their content (`orchestration.archive`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import glob
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from orchestration.errors import UsageError
from orchestration.files import write_text
from orchestration.home import Home
from orchestration.recognition import UnmappedTableError, check_mapping_fits, recognise_dump
from transforms.dump_file import DumpError, day_in_name, dump_state, fingerprint, members, shown


@dataclass(frozen=True)
class Dump:
    """A dump that the warehouse holds.

    Attributes:
        dump_id: SHA-256 of its bytes.
        file_name: The file's name; of several names for the same bytes, the first by alphabet.
        size_bytes: Its size; of a member of a ZIP file, unpacked.
        format: The name of the format that recognised it.
        path: The file in which it was last seen.
        modified_ns: When that was last written to by then, in nanoseconds since 1970.
        member: The member of the file, if that is a ZIP file.
        listed_on: The day of the listing as the user gave it, in ISO form.
        named_on: The first full day that any of its names holds, in ISO form.
        is_sample: Whether it is one of the shipped samples, built because nothing else was named.
        mapping: The user's mapping of a table, from the names of columns to fields.
        allow_rejects: Whether the user published it although more than half of it was refused.
    """

    dump_id: str
    file_name: str
    size_bytes: int
    format: str
    path: str
    modified_ns: int
    member: str | None = None
    listed_on: str | None = None
    named_on: str | None = None
    is_sample: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    allow_rejects: bool = False

    @property
    def partition(self) -> str:
        """The name of its Dagster partition: the file's name and the start of its hash."""
        return f"{self.file_name} [{self.dump_id[:8]}]"

    @property
    def place(self) -> str:
        """Where it was last seen, as people read it."""
        return shown(Path(self.path), self.member)

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
    """A file, or a member of a ZIP file, that is no dump, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Given:
    """What is said of the dumps that a build names.

    Attributes:
        listed_on: The day of the listings, if the user knows it.
        mapping: From the names of columns to fields, if they are tables.
        is_sample: Whether they are the shipped samples, because nothing was named.
    """

    listed_on: dt.date | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    is_sample: bool = False


NOTHING_GIVEN = Given()


class Known:
    """Registered dumps, to be found by where they lie or by what they are."""

    def __init__(self, dumps: Iterable[Dump] = ()) -> None:
        self._by_id = {dump.dump_id: dump for dump in dumps}
        self._by_place = {
            (each.path, each.member, each.size_bytes, each.modified_ns): each
            for each in self._by_id.values()
        }

    def __contains__(self, dump_id: str) -> bool:
        return dump_id in self._by_id

    def unchanged(
        self, path: Path, member: str | None, size_bytes: int, modified_ns: int
    ) -> Dump | None:
        """The dump at this place, if neither size nor time say that the file has changed."""
        return self._by_place.get((str(path.absolute()), member, size_bytes, modified_ns))

    def mapped(self, path: Path, member: str | None) -> Dump | None:
        """The dump with these bytes, if the user has mapped its columns."""
        if not any(dump.mapping for dump in self._by_id.values()):
            return None
        found = self._by_id.get(fingerprint(path, member).sha256)
        return found if found and found.mapping else None


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


def identify_dump(
    path: Path,
    *,
    member: str | None = None,
    given: Given = NOTHING_GIVEN,
    known: Known | None = None,
) -> Dump:
    """Recognise one dump.

    Its head alone is read if it is known and its file has neither another size nor another time;
    else all of it once, for its identity.

    Args:
        path: The file.
        member: The member, if the file is a ZIP file.
        given: What is said of it; a known dump keeps the mapping that it has until another is said.
        known: The dumps known.

    Raises:
        DumpError: If it is unreadable, empty, binary or of no known format.
        UsageError: If it is mapped and is no table, or has not the columns that are mapped.
    """
    known = known or Known()
    state = dump_state(path, member)
    before = known.unchanged(path, member, state.size_bytes, state.modified_ns)
    mapping = given.mapping or (before.mapping if before else {})
    try:
        chosen = recognise_dump(path, member, is_mapped=bool(mapping))
    except UnmappedTableError:
        before = known.mapped(path, member)
        if before is None:
            raise
        mapping = before.mapping
        chosen = recognise_dump(path, member, is_mapped=True)
    if mapping and not (before and before.mapping == mapping):
        check_mapping_fits(path, member, chosen, mapping)
    # A name may hold bytes that are no UTF-8.
    name = PurePosixPath(member).name if member else path.name
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    named_on = day_in_name(name) or (day_in_name(path.name) if member else None)
    return Dump(
        dump_id=before.dump_id if before else fingerprint(path, member).sha256,
        file_name=name,
        size_bytes=state.size_bytes,
        format=chosen.name,
        path=str(path.absolute()),
        modified_ns=state.modified_ns,
        member=member,
        listed_on=given.listed_on.isoformat() if given.listed_on else None,
        named_on=named_on.isoformat() if named_on else None,
        is_sample=given.is_sample,
        mapping=dict(mapping),
    )


def identify_file(
    path: Path,
    *,
    given: Given = NOTHING_GIVEN,
    known: Known | None = None,
) -> tuple[list[Dump], list[Refusal]]:
    """Recognise one file, or each member of a ZIP file; for the arguments see `identify_dump`.

    Returns:
        The dumps, and the members of a ZIP file that are none.

    Raises:
        DumpError: If the file is no dump, or is a ZIP file without one.
        UsageError: As `identify_dump`.
    """
    places = members(path)
    dumps: list[Dump] = []
    refusals: list[Refusal] = []
    for member in [None] if places is None else places:
        try:
            dumps.append(identify_dump(path, member=member, given=given, known=known))
        except DumpError as error:
            if member is None:
                raise
            refusals.append(Refusal(Path(shown(path, member)), str(error)))
    if not dumps:
        reason = refusals[0].reason if refusals else "it holds no file"
        raise DumpError(f"{path}: no dump in this ZIP file: {reason}")
    return dumps, refusals


def identify_dumps(
    patterns: Sequence[str],
    *,
    given: Given = NOTHING_GIVEN,
    known: Known | None = None,
) -> tuple[list[Dump], list[Refusal]]:
    """Recognise the files that a user means; for the arguments see `identify_dump`.

    Returns:
        The dumps, and the files of folders, and members of ZIP files, that are none.

    Raises:
        UsageError: If a file that was named itself is no dump, nothing is left, or the mapping does
            not fit.
    """
    dumps: list[Dump] = []
    refusals: list[Refusal] = []
    for path, is_named in dump_files(patterns):
        try:
            found, refused = identify_file(path, given=given, known=known)
        except DumpError as error:
            if is_named:
                raise UsageError(str(error)) from None
            refusals.append(Refusal(path, str(error)))
        else:
            dumps += found
            refusals += refused
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


def allow_rejects(home: Home, dumps: Iterable[Dump]) -> None:
    """Remember that the user publishes these dumps although more than half of them was refused."""
    register(home, [dataclasses.replace(dump, allow_rejects=True) for dump in dumps])


def known_dumps(home: Home) -> Known:
    """All dumps in the registry, to be found by place and identity."""
    return Known(_all_dumps(home))


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
        member=new.member,
        listed_on=new.listed_on or known.listed_on,
        named_on=min(filter(None, (known.named_on, new.named_on)), default=None),
        is_sample=known.is_sample and new.is_sample,
        mapping=new.mapping or known.mapping,
        allow_rejects=known.allow_rejects or new.allow_rejects,
    )


def _is_plain_file(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden
