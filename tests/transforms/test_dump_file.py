import datetime as dt
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from transforms.dump_file import DumpError, day_in_name, fingerprint, open_dump, read_head

TEXT = "".join(f"line {n} of a dump, with an é\n" for n in range(20_000)).encode()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def zstandarded(data: bytes) -> bytes:
    return zstandard.compress(data)


COMPRESSIONS = pytest.mark.parametrize("compress", [gzipped, zstandarded], ids=["gzip", "zstd"])


def saved(folder: Path, data: bytes, name: str = "dump.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read_all(path: Path) -> bytes:
    with open_dump(path) as stream:
        return stream.read()


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        gzipped(TEXT),
        zstandarded(TEXT),
        gzipped(TEXT[:1000]) + gzipped(TEXT[1000:]),
        zstandarded(TEXT[:1000]) + zstandarded(TEXT[1000:]),
        gzipped(TEXT) + b"\x00" * 512,
        zstandard.ZstdCompressor(write_content_size=False).compress(TEXT),
    ],
    ids=[
        "plain",
        "gzip",
        "zstd",
        "gzip in two members",
        "zstd in two frames",
        "gzip padded with zeros",
        "zstd of unknown size",
    ],
)
@pytest.mark.parametrize("name", ["dump.txt", "dump.gz", "dump"])
def test_a_dump_is_decompressed_by_its_content_whatever_its_name(
    tmp_path: Path, data: bytes, name: str
) -> None:
    path = saved(tmp_path, data, name)
    assert read_all(path) == TEXT
    assert read_head(path, 100) == TEXT[:100]


def test_a_dump_can_be_read_piece_by_piece(tmp_path: Path) -> None:
    with open_dump(saved(tmp_path, zstandarded(TEXT))) as stream:
        pieces = iter(lambda: stream.read(777), b"")
        assert b"".join(pieces) == TEXT


def test_the_fingerprint_is_of_the_bytes_as_they_came(tmp_path: Path) -> None:
    data = gzipped(TEXT)
    found = fingerprint(saved(tmp_path, data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.size_bytes == len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xe9 " * 100,
        "論文の一覧".encode(),
        b"\xef\xbb\xbftext",
        b"x",
        "\N{SNOWMAN}".encode() * 21_845,
        b"x" + "\N{SNOWMAN}".encode() * 30_000,
    ],
    ids=["Latin-1", "Japanese", "a byte order mark", "one letter", "64 KiB", "a letter cut in two"],
)
def test_text_in_any_shape_is_taken(tmp_path: Path, data: bytes) -> None:
    assert read_all(saved(tmp_path, data)) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "an empty file; fetch it anew or leave it out"),
        (gzipped(b""), "nothing in it once decompressed; fetch it anew"),
        (zstandarded(b""), "nothing in it once decompressed; fetch it anew"),
        (b"text\x00text", "a binary file, not text"),
        (gzipped(b"\x00\x01\x02"), "a binary file, not text"),
        (bytes(range(128, 256)) * 10, "a binary file, not text"),
        ("page".encode("utf-16"), "text in UTF-16; save it as UTF-8"),
        (b"PK\x03\x04....", "a ZIP or Office file, not text"),
        (b"%PDF-1.7\n", "a PDF, not text"),
        (b"PAR1....", "a Parquet file, not text"),
        (b"\x1f\x8b", "gzip data cut short; fetch it anew"),
        (b"\x28\xb5\x2f\xfd", "zstd data cut short; fetch it anew"),
        (gzipped(TEXT)[:20], "gzip data cut short; fetch it anew"),
        (b"\x1f\x8b" + b"\xff" * 100, "damaged gzip data; fetch it anew"),
        (b"\x28\xb5\x2f\xfd" + b"\xff" * 100, "damaged zstd data; fetch it anew"),
        (gzipped(b"text") + b"rubbish", "damaged gzip data; fetch it anew"),
    ],
    ids=[
        "an empty file",
        "gzip of nothing",
        "zstd of nothing",
        "zero bytes",
        "zero bytes in gzip",
        "bytes that are no text",
        "UTF-16",
        "a ZIP file",
        "a PDF",
        "a Parquet file",
        "gzip of two bytes",
        "zstd of four bytes",
        "gzip cut short in the head",
        "gzip that is rubbish",
        "zstd that is rubbish",
        "rubbish behind gzip",
    ],
)
def test_what_is_no_dump_is_refused_in_one_line_with_the_cure(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = saved(tmp_path, data)
    with pytest.raises(DumpError) as error:
        open_dump(path)
    assert str(error.value).startswith(f"{path}: {message}")
    assert "\n" not in str(error.value)


@COMPRESSIONS
@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda data: data[:-3], "data cut short; fetch it anew"),
        (lambda data: data[: len(data) // 2], "data cut short; fetch it anew"),
        (lambda data: data[:-8] + bytes(each ^ 0xFF for each in data[-8:]), "; fetch it anew"),
    ],
    ids=["without its last bytes", "half of it", "with a wrong checksum"],
)
def test_damage_behind_the_head_shows_while_reading(
    tmp_path: Path,
    compress: Callable[[bytes], bytes],
    spoil: Callable[[bytes], bytes],
    complaint: str,
) -> None:
    numbers = "".join(f"{n * n * 7919 % 1_000_003}\n" for n in range(200_000)).encode()
    path = saved(tmp_path, spoil(compress(numbers)))
    with open_dump(path) as stream, pytest.raises(DumpError, match=complaint):
        stream.read()


@pytest.mark.parametrize("read", [open_dump, read_head, fingerprint])
def test_a_missing_file_and_a_folder_are_named(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    with pytest.raises(DumpError, match=r"missing\.txt: no such file; check the path"):
        read(tmp_path / "missing.txt")
    with pytest.raises(DumpError, match="a folder, not a file; name the files in it"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("daily-2025-03-18.txt", dt.date(2025, 3, 18)),
        ("20250318.jsonl.gz", dt.date(2025, 3, 18)),
        ("papers_2025_03_18", dt.date(2025, 3, 18)),
        ("papers.2025.03.18.md", dt.date(2025, 3, 18)),
        ("20250318T101500.txt", dt.date(2025, 3, 18)),
        ("2025-03-18_copy_of_2025-03-18.txt", dt.date(2025, 3, 18)),
        ("2024-02-29.txt", dt.date(2024, 2, 29)),
        ("2025-02-29.txt", None),
        ("2025-13-01.txt", None),
        ("2025-03_18.txt", None),
        ("2025-03.txt", None),
        ("2025-3-8.txt", None),
        ("Mar 12.txt", None),
        ("18-03-2025.txt", None),
        ("20250318101500.txt", None),
        ("120250318.txt", None),
        ("00000101.txt", None),
        ("2025-03-18_to_2025-03-24.txt", None),
        ("trending.txt", None),
    ],
)
def test_only_a_full_day_in_a_name_is_a_day(name: str, day: dt.date | None) -> None:
    assert day_in_name(name) == day
