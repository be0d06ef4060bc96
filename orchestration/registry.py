"""The dumps that the warehouse holds: one small file each, so that a folder is the truth.

Here belong recognising dump files, and remembering them. Here must not be finding the files
(`orchestration.dump_files`), nor their content (`orchestration.archive`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from orchestration.dump_files import dump_files, whole_path
from orchestration.errors import UsageError
from orchestration.files import write_text
from orchestration.home import Home
from orchestration.recognition import UnmappedTableError, check_mapping_fits, recognise_dump
from transforms.dump_file import DumpError, day_in_name, dump_state, fingerprint, members, shown


@dataclass(frozen=True)
class Place:
    """Where the bytes of a dump were seen: a file, or a member of a ZIP file.

    Attributes:
        path: The file.
        modified_ns: When that was last written to by then, in nanoseconds since 1970.
        member: The member of the file, if that is a ZIP file.
        listed_on: The day of the listing as the user gave it for this place, in ISO form.
    """

    path: str
    modified_ns: int
    member: str | None = None
    listed_on: str | None = None

    @property
    def file_name(self) -> str:
        """The file's name, or the member's; bytes that are no UTF-8 are written as escapes."""
        name = PurePosixPath(self.member or self.path).name
        return name.encode("utf-8", "backslashreplace").decode("utf-8")

    @property
    def named_day(self) -> dt.date | None:
        """The day of the listing that the name holds; for a member, else that of the ZIP file."""
        return day_in_name(self.file_name) or (
            day_in_name(PurePosixPath(self.path).name) if self.member else None
        )

    def __str__(self) -> str:
        """The place as people read it."""
        return shown(Path(self.path), self.member)


@dataclass(frozen=True)
class Dump:
    """A dump that the warehouse holds.

    Attributes:
        dump_id: SHA-256 of its bytes.
        size_bytes: Its size; of a member of a ZIP file, unpacked.
        format: The name of the format that recognised it.
        places: Where it was seen, the last place first.
        is_sample: Whether it is one of the shipped samples, built because nothing else was named.
        mapping: The user's mapping of a table, from the names of columns to fields.
        allow_rejects: Whether the user published it although more than half of it was refused.
    """

    dump_id: str
    size_bytes: int
    format: str
    places: tuple[Place, ...]
    is_sample: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    allow_rejects: bool = False

    @property
    def file_name(self) -> str:
        """The file's name; of several names for the same bytes, the first by alphabet."""
        return min(place.file_name for place in self.places)

    @property
    def partition(self) -> str:
        """The name of its Dagster partition: the file's name and the start of its hash."""
        return f"{self.file_name} [{self.dump_id[:8]}]"

    @property
    def place(self) -> str:
        """Where it was last seen, as people read it."""
        return str(self.places[0])

    def lies_at(self, place: Place) -> bool:
        """Whether it was seen at a place, at whatever time."""
        return any((each.path, each.member) == (place.path, place.member) for each in self.places)

    @property
    def days(self) -> set[tuple[dt.date | None, dt.date | None]]:
        """The days of its listings: for each of its names, what the user and the name say.

        What the user said of one place of a name is said of all.
        """
        given: dict[str, set[dt.date]] = {}
        for place in self.places:
            if place.listed_on:
                day = dt.date.fromisoformat(place.listed_on)
                given.setdefault(place.file_name, set()).add(day)
        return {
            (day, place.named_day)
            for place in self.places
            for day in given.get(place.file_name, (None,))
        }


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
            (place.path, place.member, dump.size_bytes, place.modified_ns): dump
            for dump in self._by_id.values()
            for place in dump.places
        }

    def __contains__(self, dump_id: str) -> bool:
        return dump_id in self._by_id

    def get(self, dump_id: str) -> Dump | None:
        """The dump of this identity."""
        return self._by_id.get(dump_id)

    def unchanged(
        self, path: Path, member: str | None, size_bytes: int, modified_ns: int
    ) -> Dump | None:
        """The dump at this place, if neither size nor time say that the file has changed."""
        return self._by_place.get((str(whole_path(path)), member, size_bytes, modified_ns))

    def mapped(self, path: Path, member: str | None) -> Dump | None:
        """The dump with these bytes, if the user has mapped its columns."""
        if not any(dump.mapping for dump in self._by_id.values()):
            return None
        found = self._by_id.get(fingerprint(path, member).sha256)
        return found if found and found.mapping else None


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
        chosen = recognise_dump(path, member, mapping=mapping)
    except UnmappedTableError:
        before = known.mapped(path, member)
        if before is None:
            raise
        mapping = before.mapping
        chosen = recognise_dump(path, member, mapping=mapping)
    if mapping and not (before and before.mapping == mapping):
        check_mapping_fits(path, member, chosen, mapping)
    place = Place(
        path=str(whole_path(path)),
        modified_ns=state.modified_ns,
        member=member,
        listed_on=given.listed_on.isoformat() if given.listed_on else None,
    )
    return Dump(
        dump_id=before.dump_id if before else fingerprint(path, member).sha256,
        size_bytes=state.size_bytes,
        format=chosen.name,
        places=(place,),
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
        if entry != known:
            text = json.dumps(asdict(entry), indent=2) + "\n"
            write_text(home.registry / f"{dump.dump_id}.json", text)


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
        entry = json.loads(path.read_text(encoding="utf-8"))
        places = tuple(Place(**each) for each in entry.pop("places"))
        return Dump(**entry, places=places)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UsageError(
            f"the registry file {path} is damaged; delete it and build its dump again"
        ) from None


def _merge(known: Dump, new: Dump) -> Dump:
    return Dump(
        dump_id=new.dump_id,
        size_bytes=new.size_bytes,
        format=new.format,
        places=_merged_places(known.places, new.places),
        is_sample=known.is_sample and new.is_sample,
        mapping=new.mapping or known.mapping,
        allow_rejects=known.allow_rejects or new.allow_rejects,
    )


def _merged_places(known: Sequence[Place], new: Sequence[Place]) -> tuple[Place, ...]:
    """All places, the new ones first; a place keeps the day given for it until another is."""
    before = {(place.path, place.member): place for place in known}
    merged = []
    for place in new:
        old = before.pop((place.path, place.member), place)
        merged.append(dataclasses.replace(place, listed_on=place.listed_on or old.listed_on))
    return (*merged, *before.values())
