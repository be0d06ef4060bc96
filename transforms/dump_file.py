"""A dump as a file: its bytes decompressed, its identity, and the day that its name states.

Here belong telling gzip and Zstandard by their first bytes, and what is wrong with a file that is
no readable text. Here must not be what the text says (`transforms.formats`), nor where dumps lie.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import zstandard

from transforms.formats.format import HEAD_BYTES

CHUNK_BYTES = 1 << 16

_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_ZSTANDARD_WINDOW_BYTES = 1 << 27
"""The largest window that the zstd tool itself reads without being asked to."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = {
    b"PK\x03\x04": "a ZIP or Office file",
    b"%PDF": "a PDF",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"SQLite format 3\x00": "a SQLite database",
}
_MAX_UNDECODABLE_SHARE = 0.3
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


class DumpError(ValueError):
    """A dump that cannot be read; the message is one line for people and names the cure."""


@dataclass(frozen=True)
class Fingerprint:
    """The identity of a file: the SHA-256 of its bytes as they came, in hex, and their number."""

    sha256: str
    size_bytes: int


class _Decompressor(Protocol):
    """What the decompressors of `zlib` and `zstandard` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def fingerprint(path: Path) -> Fingerprint:
    """Read a file through once and tell its identity; memory does not grow with the file.

    Raises:
        DumpError: If there is no such file, or it is a folder or empty.
    """
    _check(path)
    digest = hashlib.sha256()
    size_bytes = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES * 16):
            digest.update(chunk)
            size_bytes += len(chunk)
    return Fingerprint(digest.hexdigest(), size_bytes)


def open_dump(path: Path) -> BinaryIO:
    """Open a dump, decompressed if its first bytes say that it is gzip or Zstandard.

    The name of the file does not matter. Reading raises `DumpError` where the compressed data is
    damaged or ends too early.

    Args:
        path: The file.

    Returns:
        A stream of the decompressed bytes, to be closed by the caller.

    Raises:
        DumpError: If there is no such file, or it is a folder, empty, or not text.
    """
    _check(path)
    _check_text(path, read_head(path))
    return _stream(path)


def read_head(path: Path, size: int = HEAD_BYTES) -> bytes:
    """Read the first bytes of a dump, decompressed.

    Raises:
        DumpError: If there is no such file, or it is a folder, empty or damaged.
    """
    _check(path)
    with _stream(path) as stream:
        head = stream.read(size)
    if not head:
        raise DumpError(f"{path}: nothing in it once decompressed; fetch it anew")
    return head


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


def _check_text(path: Path, head: bytes) -> None:
    """Refuse a head that is no text."""
    if head.startswith(_UTF_16):
        raise DumpError(f"{path}: text in UTF-16; save it as UTF-8")
    for magic, kind in _OTHER_FILES.items():
        if head.startswith(magic):
            raise DumpError(f"{path}: {kind}, not text; pass the text itself, plain, gzip or zstd")
    undecodable = head.decode("utf-8", errors="replace").count("\ufffd")
    if b"\x00" in head or undecodable > _MAX_UNDECODABLE_SHARE * len(head):
        raise DumpError(
            f"{path}: a binary file, not text; pass the text itself, plain, gzip or zstd"
        )


def _stream(path: Path) -> BinaryIO:
    """The decompressed bytes of a file that is there."""
    file = path.open("rb")
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(_GZIP):
        members = _decompressed(file, path, "gzip", lambda: zlib.decompressobj(wbits=31))
    elif magic == _ZSTANDARD:
        reader = zstandard.ZstdDecompressor(max_window_size=_ZSTANDARD_WINDOW_BYTES)
        members = _decompressed(file, path, "zstd", reader.decompressobj)
    else:
        return file
    return io.BufferedReader(_ChunkReader(members, file), HEAD_BYTES)


def _decompressed(
    file: BinaryIO, path: Path, kind: str, new: Callable[[], _Decompressor]
) -> Iterator[bytes]:
    """Decompress a file of one member or several, chunk by chunk.

    Zero bytes behind a member, which some tools pad with, are skipped.
    """
    member: _Decompressor | None = None
    while chunk := file.read(CHUNK_BYTES):
        rest = chunk
        while rest:
            if member is None:
                rest = rest.lstrip(b"\x00")
                if not rest:
                    break
                member = new()
            try:
                yield member.decompress(rest)
            except (zlib.error, zstandard.ZstdError) as error:
                raise DumpError(f"{path}: damaged {kind} data; fetch it anew") from error
            rest = member.unused_data if member.eof else b""
            if member.eof:
                member = None
    if member is not None:
        raise DumpError(f"{path}: {kind} data cut short; fetch it anew")


class _ChunkReader(io.RawIOBase):
    """Reads chunks as one stream; closes the file beneath."""

    def __init__(self, chunks: Iterator[bytes], file: BinaryIO) -> None:
        self._chunks = chunks
        self._file = file
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()
