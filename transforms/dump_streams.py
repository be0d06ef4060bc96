"""The bytes of a dump as one stream, decompressed on the way.

Here belong telling gzip and Zstandard by their first bytes, data that ends early, and the bomb that
is refused. Here must not be where the bytes lie (`transforms.dump_file`, `transforms.zip_file`),
nor what they say (`transforms.formats`).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import zstandard

CHUNK_BYTES = 1 << 16

SLICE_BYTES = {"gzip": 1 << 14, "zstd": 1 << 10}
"""How much is decompressed at a time, so that it gives at most 32 MiB: deflate reaches 1032 times
its size, and four bytes of Zstandard may stand for 128 KiB (RFC 8878, 3.1.1.2)."""

BOMB_BYTES = 256_000_000
BOMB_RATIO = 200
"""More than `BOMB_BYTES` on end at more than `BOMB_RATIO` times their size compressed is a bomb.

JSON, XML and text of papers shrink to a 4th up to a 12th; deflate can reach 1032
(zlib.net/zlib_tech.html), Zstandard 32768.
"""

_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_ZSTANDARD_WINDOW_BYTES = 1 << 27
"""The largest window that the zstd tool itself reads without being asked to."""


class DumpError(ValueError):
    """A dump that cannot be read; the message is one line for people and names the cure."""


class DumpStream(io.BufferedReader):
    """The bytes of a dump, decompressed; only a plain file can be sought in."""

    @property
    def is_cut_short(self) -> bool:
        """Whether the compressed data ended before its own end mark; known once all is read."""
        return bool(getattr(self.raw, "is_cut_short", False))

    @property
    def source_bytes(self) -> int:
        """How many bytes of the dump as it came have been read."""
        if isinstance(self.raw, _Decompressed):
            return self.raw.source_bytes
        # Who seeks in the file itself leaves this stream's own buffer behind.
        return max(0, self.tell())


class BombGuard:
    """Refuses data that comes out of much less, while it comes out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._taken = 0
        self._given = 0

    def count(self, taken: int, given: int) -> None:
        """Add bytes read and bytes that came of them.

        Raises:
            DumpError: If that is a bomb.
        """
        self._taken += taken
        self._given += given
        if self._given > BOMB_BYTES:
            refuse_bomb(self._name, self._taken, self._given)
            self._taken = self._given = 0


def refuse_bomb(name: str, compressed_bytes: int, plain_bytes: int) -> None:
    """Refuse data that is, or says that it is, much larger than any real dump gets.

    Raises:
        DumpError: If that is a bomb.
    """
    if plain_bytes > BOMB_BYTES and plain_bytes > BOMB_RATIO * compressed_bytes:
        raise DumpError(
            f"{name}: a decompression bomb: {compressed_bytes:,} bytes become {plain_bytes:,}; "
            "unpack it yourself if you trust it"
        )


def decompressed(source: io.RawIOBase, name: str) -> DumpStream:
    """Read a source at whose start one stands, decompressed if its first bytes say so.

    Args:
        source: Plain bytes, gzip or Zstandard; it can be sought in. Closed with the result.
        name: What it is called in messages.

    Returns:
        A stream. Reading raises `DumpError` where compressed data is damaged, or a bomb. Data that
        ends early gives what can be read of it, and `is_cut_short` says so.
    """
    magic = source.read(4) or b""
    source.seek(0)
    if magic.startswith(_GZIP):
        raw: io.RawIOBase = _Decompressed(
            source, name, "gzip", lambda: zlib.decompressobj(wbits=31)
        )
    elif magic == _ZSTANDARD:
        reader = zstandard.ZstdDecompressor(max_window_size=_ZSTANDARD_WINDOW_BYTES)
        raw = _Decompressed(source, name, "zstd", reader.decompressobj)
    else:
        raw = source
    return DumpStream(raw, CHUNK_BYTES)


class _Decompressor(Protocol):
    """What the decompressors of `zlib` and `zstandard` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Decompressed(io.RawIOBase):
    """Reads compressed data of one member or several as one stream; closes the source with it."""

    def __init__(
        self,
        source: io.RawIOBase,
        name: str,
        kind: str,
        new: Callable[[], _Decompressor],
    ) -> None:
        self.is_cut_short = False
        self.source_bytes = 0
        self._source = source
        self._name = name
        self._kind = kind
        self._new = new
        self._chunks = self._decompress()
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
        self._source.close()
        super().close()

    def _decompress(self) -> Iterator[bytes]:
        """The data, slice by slice. Zero bytes behind a member, as some tools pad, are skipped."""
        guard = BombGuard(self._name)
        member: _Decompressor | None = None
        for part in self._slices():
            rest = part
            while rest:
                if member is None:
                    rest = rest.lstrip(b"\x00")
                    if not rest:
                        break
                    member = self._new()
                try:
                    plain = member.decompress(rest)
                except (zlib.error, zstandard.ZstdError) as error:
                    raise DumpError(
                        f"{self._name}: damaged {self._kind} data; fetch it anew"
                    ) from error
                unused = member.unused_data if member.eof else b""
                guard.count(len(rest) - len(unused), len(plain))
                yield plain
                rest = unused
                if member.eof:
                    member = None
        self.is_cut_short = member is not None

    def _slices(self) -> Iterator[bytes]:
        size = SLICE_BYTES[self._kind]
        while chunk := self._source.read(CHUNK_BYTES):
            for start in range(0, len(chunk), size):
                part = chunk[start : start + size]
                self.source_bytes += len(part)
                yield part
