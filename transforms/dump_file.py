"""A dump as a file: where its bytes lie, its identity, and the day that its name states.

A dump is a file, or a member of a ZIP file. Here belong what is wrong with a file that is no dump
at first sight. Here must not be how bytes are decompressed (`transforms.dump_streams`,
`transforms.zip_file`), what they say (`transforms.formats`), nor where dumps lie.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from transforms.dump_streams import DumpError, DumpStream, decompressed
from transforms.formats.format import HEAD_BYTES
from transforms.zip_file import is_zip, member_size, open_member, zip_members

__all__ = [
    "DumpError",
    "DumpState",
    "DumpStream",
    "Fingerprint",
    "day_in_name",
    "dump_state",
    "fingerprint",
    "is_parquet",
    "members",
    "open_dump",
    "read_head",
    "shown",
]

CHUNK_BYTES = 1 << 20

_PARQUET = b"PAR1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = {
    b"%PDF": "a PDF",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"7z\xbc\xaf\x27\x1c": "a 7z file",
    b"Rar!": "a RAR file",
    b"\x89PNG": "a picture",
    b"SQLite format 3\x00": "a SQLite database",
}
_CURE = "pass the text itself, plain or in gzip, zstd or ZIP"
_MAX_UNDECODABLE_SHARE = 0.3
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


@dataclass(frozen=True)
class Fingerprint:
    """The identity of a dump: the SHA-256 of its bytes as they came, in hex, and their number."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class DumpState:
    """What shows without reading a dump that it may have changed.

    Attributes:
        size_bytes: Its size as it came; of a member of a ZIP file, unpacked.
        modified_ns: When its file was last written to, in nanoseconds since 1970.
    """

    size_bytes: int
    modified_ns: int


def members(path: Path) -> list[str] | None:
    """The members of a ZIP file, each of which may be a dump; None of any other file.

    Hidden members, those of `__MACOSX` and folders are none.

    Raises:
        DumpError: If there is no such file, it is a folder or empty, or it is a ZIP file that is
            damaged, an Office file or a bomb.
    """
    _check(path)
    with path.open("rb") as file:
        magic = file.read(4)
    return zip_members(path) if is_zip(magic) else None


def dump_state(path: Path, member: str | None = None) -> DumpState:
    """Tell size and time of a dump.

    Raises:
        DumpError: If there is no such file or member, or it is a folder or empty.
    """
    _check(path)
    state = path.stat()
    size_bytes = state.st_size if member is None else member_size(path, member)
    return DumpState(size_bytes, state.st_mtime_ns)


def fingerprint(path: Path, member: str | None = None) -> Fingerprint:
    """Read a dump through once and tell its identity; memory does not grow with it.

    A member of a ZIP file has the identity that it has on its own.

    Raises:
        DumpError: If there is no such file or member, or it is a folder, empty or damaged.
    """
    digest = hashlib.sha256()
    size_bytes = 0
    with _raw(path, member) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
    return Fingerprint(digest.hexdigest(), size_bytes)


def open_dump(path: Path, member: str | None = None) -> DumpStream:
    """Open a dump, decompressed if its first bytes say that it is gzip or Zstandard.

    The name of the file does not matter. Reading raises `DumpError` where compressed data is
    damaged, or a bomb. Compressed data that ends early gives what can be read of it; then the
    stream's `is_cut_short` is true once all is read. A plain file can be sought in.

    Args:
        path: The file.
        member: The member, if the file is a ZIP file.

    Returns:
        A stream of the decompressed bytes, to be closed by the caller.

    Raises:
        DumpError: If there is no such file or member, or it is a folder, empty, damaged, or
            neither text nor Parquet.
    """
    read_head(path, member=member)
    return _stream(path, member)


def read_head(path: Path, size: int = HEAD_BYTES, *, member: str | None = None) -> bytes:
    """Read the first bytes of a dump, decompressed; fewer than `size` only if it has no more.

    Raises:
        DumpError: As `open_dump`.
    """
    with _stream(path, member) as stream:
        head = stream.read(size)
        is_cut_short = stream.is_cut_short
    name = shown(path, member)
    if not head and is_cut_short:
        raise DumpError(f"{name}: cut short before anything can be read; fetch it anew")
    if not head:
        raise DumpError(f"{name}: nothing in it once decompressed; fetch it anew")
    if not is_parquet(head):
        _check_text(name, head)
    return head


def is_parquet(head: bytes) -> bool:
    """Whether a dump that begins so is Parquet, which is read from its end."""
    return head.startswith(_PARQUET)


def shown(path: Path, member: str | None = None) -> str:
    """A dump's place as people read it."""
    return str(path) if member is None else f"{path}/{member}"


def day_in_name(name: str) -> dt.date | None:
    """The day that a file's name states in full, such as 2025-03-18, 20250318 or 2025_03_18.

    Args:
        name: The file's name.

    Returns:
        The day, or None if the name states none, or states more than one.
    """
    days = {
        day
        for year, _, month, of_month in _DAY.findall(name)
        if (day := _day(year, month, of_month))
    }
    return days.pop() if len(days) == 1 else None


def _day(year: str, month: str, of_month: str) -> dt.date | None:
    """The day of the calendar, or None if there is none."""
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(of_month))
    except ValueError:
        return None


def _check(path: Path) -> None:
    """Refuse what cannot be a dump at first sight."""
    if path.is_dir():
        raise DumpError(f"{path}: a folder, not a file; name the files in it, such as {path}/*.txt")
    if not path.exists():
        raise DumpError(f"{path}: no such file; check the path")
    try:
        size_bytes = path.stat().st_size
        path.open("rb").close()
    except OSError as error:
        raise DumpError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    if not size_bytes:
        raise DumpError(f"{path}: an empty file; fetch it anew or leave it out")


def _check_text(name: str, head: bytes) -> None:
    """Refuse a head that is no text."""
    if head.startswith(_UTF_16):
        raise DumpError(f"{name}: text in UTF-16; save it as UTF-8")
    if is_zip(head):
        raise DumpError(f"{name}: a ZIP file within another file; unpack the outer one")
    for magic, kind in _OTHER_FILES.items():
        if head.startswith(magic):
            raise DumpError(f"{name}: {kind}, not text; {_CURE}")
    undecodable = head.decode("utf-8", errors="replace").count("\ufffd")
    if b"\x00" in head or undecodable > _MAX_UNDECODABLE_SHARE * len(head):
        raise DumpError(f"{name}: a binary file, not text; {_CURE}")


def _stream(path: Path, member: str | None) -> DumpStream:
    """The decompressed bytes of a dump."""
    return decompressed(_raw(path, member), shown(path, member))


def _raw(path: Path, member: str | None) -> io.RawIOBase:
    """The bytes of a dump as they came.

    Raises:
        DumpError: If there is no such file or member, or it is a folder, empty or damaged.
    """
    _check(path)
    if member is None:
        return path.open("rb", buffering=0)
    if not member_size(path, member):
        raise DumpError(f"{shown(path, member)}: an empty file; fetch it anew or leave it out")
    return open_member(path, member)
