"""A ZIP file as a folder of dumps: what is in it, and one member as a stream.

Nothing is ever unpacked to a disk. Here belong the archive's own directory and what in it cannot be
read. Here must not be what the members hold (`transforms.dump_file`).
"""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath

from transforms.dump_streams import BombGuard, DumpError, refuse_bomb

_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_DOCUMENTS = {"[Content_Types].xml": "an Office file", "mimetype": "an OpenDocument or EPUB file"}
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a ZIP file, be it an empty one."""
    return head.startswith(_MAGICS)


def zip_members(path: Path) -> list[str]:
    """The files in a ZIP file that may be dumps, by their names: none that is hidden, no folder.

    Raises:
        DumpError: If the file is no whole ZIP file, is an Office file, or is a bomb as a whole.
    """
    archive = _archive(path)
    for name, kind in _DOCUMENTS.items():
        if name in archive.NameToInfo:
            raise DumpError(f"{path}: {kind}, not a dump; save its table as CSV")
    plain_bytes = sum(info.file_size for info in archive.infolist())
    refuse_bomb(str(path), path.stat().st_size, plain_bytes)
    return sorted(
        name
        for name, info in archive.NameToInfo.items()
        if not info.is_dir() and not _is_hidden(name)
    )


def member_size(path: Path, member: str) -> int:
    """The size of a member in bytes, unpacked, as the archive's directory states it.

    Raises:
        DumpError: If there is no such member, or the file is no whole ZIP file.
    """
    return _info(path, member).file_size


def open_member(path: Path, member: str) -> io.RawIOBase:
    """Open a member of a ZIP file as a stream.

    Raises:
        DumpError: If there is no such member, it cannot be read, or its size is that of a bomb.
    """
    return _Member(_archive(path), _info(path, member), f"{path}/{member}")


class _Member(io.RawIOBase):
    """Reads one member, forwards or from its start again."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise DumpError(f"{name}: encrypted; unpack it with its password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DumpError(
                f"{name}: packed by method {info.compress_type} of ZIP, which is not deflate; "
                "unpack it, or pack it anew"
            )
        refuse_bomb(name, info.compress_size, info.file_size)
        self._name = name
        self._archive = archive
        self._guard = BombGuard(name)
        try:
            self._member = archive.open(info)
        except _DAMAGE as error:
            raise self._damage() from error
        self._position = self._file_position()

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._member.seek(offset, whence)

    def tell(self) -> int:
        return self._member.tell()

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            block = self._member.read(len(buffer))
        except _DAMAGE as error:
            raise self._damage() from error
        before, self._position = self._position, self._file_position()
        self._guard.count(max(0, self._position - before), len(block))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._member.close()
        super().close()

    def _file_position(self) -> int:
        """How far the ZIP file has been read."""
        return self._archive.fp.tell() if self._archive.fp else 0

    def _damage(self) -> DumpError:
        return DumpError(f"{self._name}: damaged ZIP data; fetch the ZIP file anew")


def _archive(path: Path) -> zipfile.ZipFile:
    state = path.stat()
    return _opened(path, state.st_size, state.st_mtime_ns)


@functools.lru_cache(maxsize=1)
def _opened(path: Path, size_bytes: int, modified_ns: int) -> zipfile.ZipFile:
    """The last ZIP file, kept open: reading the directory for each member would be quadratic."""
    del size_bytes, modified_ns
    try:
        return zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise DumpError(
            f"{path}: a ZIP file that is damaged or cut short; fetch it anew"
        ) from error


@functools.lru_cache(maxsize=1)
def _doubled(archive: zipfile.ZipFile) -> frozenset[str]:
    """The names that more than one member of an archive has."""
    counts = Counter(info.filename for info in archive.infolist())
    return frozenset(name for name, count in counts.items() if count > 1)


def _info(path: Path, member: str) -> zipfile.ZipInfo:
    archive = _archive(path)
    info = archive.NameToInfo.get(member)
    if info is None:
        raise DumpError(f"{path}: it holds no {member}; name another file")
    if member in _doubled(archive):
        raise DumpError(
            f"{path}/{member}: the ZIP file holds this name more than once; unpack and rename them"
        )
    return info


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)
