"""What an entry of BibTeX takes over from the one that it names in `crossref`.

Here belong which fields pass, how far apart the two may stand, and which entries only hold papers.
Here must not be what a field means (`transforms.formats.bibtex`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transforms.formats.bibtex_entries import Entry, Refused

Piece = Entry | Refused

MAX_PIECES_APART = 10_000
"""How far behind or before a paper its volume may stand, so that few entries are kept."""

_VOLUMES = frozenset({"proceedings", "mvproceedings", "periodical"})
"""Types of entries that are never a paper: whole proceedings, and whole issues of a journal."""

_MAY_HOLD = _VOLUMES | {"book", "mvbook", "collection", "mvcollection", "reference", "mvreference"}
_PASSED_ON = ("booktitle", "journal", "journaltitle", "publisher", "date", "year", "month")
"""Fields of a volume that its papers have too; title, editors, ids and addresses are its own."""

_OF_DATE = frozenset({"date", "year", "month"})


@dataclass
class Group:
    """Pieces that were read together and go on together.

    Attributes:
        pieces: In order.
        line_count: How many lines they were read from.
        is_last: Whether the text ends with them.
        open_places: The places of papers whose volume was not seen yet.
    """

    pieces: list[Piece]
    line_count: int
    is_last: bool
    open_places: set[int] = field(default_factory=set)


@dataclass
class _Seen:
    """What is known of the pieces read so far; their places count from 0.

    Attributes:
        count: How many they are.
        volumes: By key, the last entry that may hold papers, with its place.
        named: By key, the place of the last paper that names it.
        open_papers: By key, the papers whose volume was not seen yet: place, group, place in it.
    """

    count: int = 0
    volumes: dict[str, tuple[int, Entry]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    open_papers: dict[str, list[tuple[int, Group, int]]] = field(default_factory=dict)


def with_volumes(groups: Iterable[Group]) -> Iterator[Group]:
    """Give papers what they take over from their volumes, and leave the volumes out.

    A volume may stand before its papers or, as BibTeX wants it, behind them, by no more than
    `MAX_PIECES_APART`; so long a group waits for it. Left out are whole proceedings and issues, and
    books without an author that a paper before them names.

    Args:
        groups: The pieces of a text, in order.

    Yields:
        The same groups, in order. How the pieces fall into groups makes no difference to them.
    """
    seen = _Seen()
    waiting: deque[Group] = deque()
    for group in groups:
        _read(group, seen)
        waiting.append(group)
        while waiting and not any(_is_near(place, seen) for place in waiting[0].open_places):
            yield waiting.popleft()
        _forget(seen)
    yield from waiting


def _read(group: Group, seen: _Seen) -> None:
    """Take the volumes out of a group, and complete papers as far as volumes were seen."""
    pieces, group.pieces = group.pieces, []
    for piece in pieces:
        if isinstance(piece, Refused):
            group.pieces.append(piece)
        elif not _is_volume(piece, seen):
            group.pieces.append(_completed(piece, group, seen))
        seen.count += 1


def _is_near(place: int | None, seen: _Seen) -> bool:
    """Whether a place is not too far before the next piece."""
    return place is not None and seen.count - place <= MAX_PIECES_APART


def _is_volume(entry: Entry, seen: _Seen) -> bool:
    """Whether an entry is no paper; if it may hold some, those that wait for it are completed."""
    if entry.kind not in _MAY_HOLD:
        return False
    key = entry.key.lower()
    seen.volumes[key] = (seen.count, entry)
    for place, group, index in seen.open_papers.pop(key, ()):
        paper = group.pieces[index]
        if _is_near(place, seen) and isinstance(paper, Entry):
            group.pieces[index] = _with_fields_of(entry, paper)
            group.open_places.discard(place)
    is_named = _is_near(seen.named.get(key), seen)
    return entry.kind in _VOLUMES or (is_named and not entry.fields.get("author", "").strip())


def _completed(entry: Entry, group: Group, seen: _Seen) -> Entry:
    """An entry with the fields of its volume, if that was seen; else it is noted as open."""
    key = entry.fields.get("crossref", "").strip().lower()
    if not key:
        return entry
    seen.named[key] = seen.count
    place, volume = seen.volumes.get(key, (None, None))
    if volume and _is_near(place, seen):
        return _with_fields_of(volume, entry)
    group.open_places.add(seen.count)
    seen.open_papers.setdefault(key, []).append((seen.count, group, len(group.pieces)))
    return entry


def _with_fields_of(volume: Entry, entry: Entry) -> Entry:
    """An entry with what it takes over; its own fields go before."""
    fields = {name: volume.fields[name] for name in _PASSED_ON if name in volume.fields}
    if volume.kind != "periodical" and "title" in volume.fields:
        fields.setdefault("booktitle", volume.fields["title"])
    if not _OF_DATE.isdisjoint(entry.fields):
        fields = {name: text for name, text in fields.items() if name not in _OF_DATE}
    return entry._replace(fields=fields | entry.fields)


def _forget(seen: _Seen) -> None:
    """Forget what is too far behind to count, once it has become much."""
    if len(seen.volumes) > MAX_PIECES_APART:
        seen.volumes = {k: v for k, v in seen.volumes.items() if _is_near(v[0], seen)}
    if len(seen.named) > MAX_PIECES_APART:
        seen.named = {k: place for k, place in seen.named.items() if _is_near(place, seen)}
        papers = {k: [p for p in v if _is_near(p[0], seen)] for k, v in seen.open_papers.items()}
        seen.open_papers = {key: found for key, found in papers.items() if found}
