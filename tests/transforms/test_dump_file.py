import datetime as dt
import gzip
import hashlib
import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from transforms.dump_file import (
    DumpError,
    DumpState,
    day_in_name,
    dump_state,
    fingerprint,
    members,
    open_dump,
    read_head,
)
from transforms.dump_streams import BOMB_BYTES, BOMB_RATIO

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


def zipped(
    folder: Path,
    files: dict[str, bytes],
    method: int = zipfile.ZIP_DEFLATED,
    name: str = "dumps.zip",
) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", method) as archive:
        for member, data in files.items():
            archive.writestr(member, data)
    return path


def read_all(path: Path, member: str | None = None) -> bytes:
    with open_dump(path, member) as stream:
        return stream.read()


def read_in_pieces(path: Path, member: str | None = None) -> int:
    size = 0
    with open_dump(path, member) as stream:
        while piece := stream.read(1 << 20):
            size += len(piece)
    return size


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
        (gzipped(b"PK\x03\x04...."), "a ZIP file within another file; unpack the outer one"),
        (b"%PDF-1.7\n", "a PDF, not text"),
        (b"\x1f\x8b", "cut short before anything can be read; fetch it anew"),
        (b"\x28\xb5\x2f\xfd", "cut short before anything can be read; fetch it anew"),
        (zstandarded(TEXT)[:20], "cut short before anything can be read; fetch it anew"),
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
        "a ZIP file in gzip",
        "a PDF",
        "gzip of two bytes",
        "zstd of four bytes",
        "zstd cut short in its first block",
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


NUMBERS = "".join(f"{n * n * 7919 % 1_000_003}\n" for n in range(200_000)).encode()


@COMPRESSIONS
@pytest.mark.parametrize(
    "cut",
    [lambda data: data[:-3], lambda data: data[: len(data) // 2]],
    ids=["without its last bytes", "half of it"],
)
def test_a_compressed_file_that_is_cut_short_gives_what_can_be_read_and_says_so(
    tmp_path: Path, compress: Callable[[bytes], bytes], cut: Callable[[bytes], bytes]
) -> None:
    data = compress(NUMBERS)
    with open_dump(saved(tmp_path, cut(data))) as stream:
        found = stream.read()
        assert stream.is_cut_short
    assert NUMBERS.startswith(found)
    assert len(found) > 0.9 * len(NUMBERS) * len(cut(data)) / len(data)


@COMPRESSIONS
def test_a_whole_file_is_not_cut_short(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    with open_dump(saved(tmp_path, compress(NUMBERS))) as stream:
        assert stream.read() == NUMBERS
        assert not stream.is_cut_short


def test_a_gzip_file_cut_between_its_members_is_whole(tmp_path: Path) -> None:
    with open_dump(saved(tmp_path, gzipped(TEXT[:1000]))) as stream:
        assert stream.read() == TEXT[:1000]
        assert not stream.is_cut_short


def test_a_gzip_file_cut_in_its_head_is_a_dump_too(tmp_path: Path) -> None:
    path = saved(tmp_path, gzipped(TEXT)[:200])
    head = read_head(path)
    assert head
    assert TEXT.startswith(head)


@COMPRESSIONS
def test_damage_behind_the_head_shows_while_reading(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    data = compress(NUMBERS)
    path = saved(tmp_path, data[:-8] + bytes(each ^ 0xFF for each in data[-8:]))
    with open_dump(path) as stream, pytest.raises(DumpError, match="; fetch it anew"):
        stream.read()


def test_the_stream_tells_how_much_of_the_file_was_read(tmp_path: Path) -> None:
    data = gzipped(NUMBERS)
    with open_dump(saved(tmp_path, data)) as stream:
        stream.read(len(NUMBERS) // 2)
        assert 0.3 * len(data) < stream.source_bytes < 0.7 * len(data)
        stream.read()
        assert stream.source_bytes == len(data)


def gzip_bomb(folder: Path, mebibytes: int = 300) -> tuple[Path, None]:
    """Blanks in a thousandth of their size."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b" " * (1 << 20)) for _ in range(mebibytes)]
    return saved(folder, b"".join([*parts, packer.flush()]), "bomb.gz"), None


def zstd_bomb(folder: Path) -> tuple[Path, None]:
    """400 MB of blanks in 12 KB."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    parts = [packer.compress(b" " * (1 << 20)) for _ in range(400)]
    return saved(folder, b"".join([*parts, packer.flush()]), "bomb.zst"), None


def zip_bomb(folder: Path) -> tuple[Path, str]:
    path = folder / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("papers.txt", "w") as member,
    ):
        for _ in range(300):
            member.write(b" " * (1 << 20))
    return path, "papers.txt"


def gzip_bomb_in_a_zip(folder: Path) -> tuple[Path, str]:
    bomb, _ = gzip_bomb(folder)
    return zipped(folder, {"bomb.gz": bomb.read_bytes()}, zipfile.ZIP_STORED), "bomb.gz"


def bomb_behind_real_text(folder: Path) -> tuple[Path, None]:
    bomb, _ = gzip_bomb(folder, 520)
    return saved(folder, gzipped(NUMBERS * 4) + bomb.read_bytes(), "behind.gz"), None


@pytest.mark.parametrize(
    "make", [gzip_bomb, zstd_bomb, zip_bomb, gzip_bomb_in_a_zip, bomb_behind_real_text]
)
def test_a_bomb_is_refused_and_fills_no_memory(
    tmp_path: Path, make: Callable[[Path], tuple[Path, str | None]]
) -> None:
    path, member = make(tmp_path)
    tracemalloc.start()
    try:
        with pytest.raises(DumpError, match="a decompression bomb") as error:
            read_in_pieces(path, member)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(path) in str(error.value)
    assert peak < 130_000_000


def test_a_zip_bomb_is_refused_by_its_directory_alone(tmp_path: Path) -> None:
    path, _ = zip_bomb(tmp_path)
    with pytest.raises(DumpError, match="a decompression bomb"):
        members(path)


def test_many_members_that_are_a_bomb_together_are_refused(tmp_path: Path) -> None:
    files = {f"{n}.txt": bytes(20_000_000) for n in range(14)}
    with pytest.raises(DumpError, match="a decompression bomb"):
        members(zipped(tmp_path, files))


def test_dense_text_of_more_than_the_bomb_size_is_read_whole(tmp_path: Path) -> None:
    """A line of 50 digits after the other, all alike but for blocks of noise: 100 to 1."""
    packer = zlib.compressobj(1, wbits=31)
    noise = hashlib.shake_256(b"noise").digest(3_000)
    block = noise.hex().encode() + b"0" * 600_000
    rounds = BOMB_BYTES // len(block) + 20
    parts = [packer.compress(block) for _ in range(rounds)]
    data = b"".join([*parts, packer.flush()])
    assert 50 < rounds * len(block) / len(data) < BOMB_RATIO
    assert read_in_pieces(saved(tmp_path, data)) == rounds * len(block)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_of_a_zip_file_is_the_dump_that_it_is_on_its_own(
    tmp_path: Path, method: int
) -> None:
    path = zipped(tmp_path, {"2026/page.txt": TEXT, "page.gz": gzipped(TEXT)}, method)
    assert members(path) == ["2026/page.txt", "page.gz"]
    for member, data in (("2026/page.txt", TEXT), ("page.gz", gzipped(TEXT))):
        assert read_all(path, member) == TEXT
        assert read_head(path, 100, member=member) == TEXT[:100]
        assert fingerprint(path, member) == fingerprint(saved(tmp_path, data))
        assert dump_state(path, member) == DumpState(len(data), path.stat().st_mtime_ns)


def test_a_file_that_is_no_zip_has_no_members(tmp_path: Path) -> None:
    assert members(saved(tmp_path, TEXT, "dumps.zip")) is None


def test_folders_and_hidden_members_are_none(tmp_path: Path) -> None:
    files = {
        "folder/": b"",
        "folder/a.txt": TEXT,
        ".hidden.txt": TEXT,
        ".git/b.txt": TEXT,
        "__MACOSX/folder/._a.txt": TEXT,
    }
    assert members(zipped(tmp_path, files)) == ["folder/a.txt"]


def test_a_zip_file_of_more_than_65535_members_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{n}.txt": b"" for n in range(65_536)} | {"a.txt": TEXT})
    assert len(members(path) or []) == 65_537
    assert read_all(path, "a.txt") == TEXT


def zip64(folder: Path) -> Path:
    path = folder / "dumps.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        member.write(TEXT)
    return path


def test_zip64_is_read(tmp_path: Path) -> None:
    assert read_all(zip64(tmp_path), "a.txt") == TEXT


def encrypted(folder: Path) -> Path:
    """The flag is what says so; nothing can be read behind it without a password."""
    data = bytearray(zipped(folder, {"a.txt": TEXT}).read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return saved(folder, bytes(data), "dumps.zip")


def wrong_checksum(folder: Path) -> Path:
    data = bytearray(zipped(folder, {"a.txt": NUMBERS}).read_bytes())
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF
    data[14] ^= 0xFF
    return saved(folder, bytes(data), "dumps.zip")


def twice(folder: Path) -> Path:
    path = zipped(folder, {"a.txt": TEXT})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", NUMBERS)
    return path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (encrypted, "a.txt: encrypted; unpack it with its password"),
        (wrong_checksum, "a.txt: damaged ZIP data; fetch the ZIP file anew"),
        (twice, "a.txt: the ZIP file holds this name more than once"),
        (
            lambda folder: zipped(folder, {"a.txt": TEXT}, zipfile.ZIP_BZIP2),
            "a.txt: packed by method 12 of ZIP, which is not deflate",
        ),
        (
            lambda folder: zipped(
                folder, {"a.txt": zipped(folder, {"b.txt": TEXT}, name="b.zip").read_bytes()}
            ),
            "a.txt: a ZIP file within another file; unpack the outer one",
        ),
        (
            lambda folder: zipped(folder, {"a.txt": b""}),
            "a.txt: an empty file; fetch it anew or leave it out",
        ),
        (lambda folder: zipped(folder, {"b.txt": TEXT}), ": it holds no a.txt; name another file"),
    ],
    ids=[
        "encrypted",
        "a wrong checksum",
        "the same name twice",
        "bzip2",
        "a zip in the zip",
        "an empty member",
        "no such member",
    ],
)
def test_a_member_that_cannot_be_read_is_named_with_the_cure(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    path = make(tmp_path)
    with pytest.raises(DumpError) as error:
        read_in_pieces(path, "a.txt")
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda folder: saved(folder, zipped(folder, {"a.txt": TEXT}).read_bytes()[:-30]),
            "a ZIP file that is damaged or cut short; fetch it anew",
        ),
        (lambda folder: saved(folder, b"PK\x03\x04...."), "damaged or cut short"),
        (
            lambda folder: zipped(folder, {"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"}),
            "an Office file, not a dump; save its table as CSV",
        ),
        (lambda folder: zipped(folder, {"mimetype": b"x"}), "an OpenDocument or EPUB file"),
    ],
    ids=["cut short", "a head alone", "an Office file", "OpenDocument"],
)
def test_a_zip_file_that_cannot_be_read_is_named_with_the_cure(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    path = make(tmp_path)
    with pytest.raises(DumpError, match=message) as error:
        members(path)
    assert str(error.value).startswith(f"{path}: ")


def test_parquet_can_be_sought_in(tmp_path: Path) -> None:
    table = pl.DataFrame({"title": ["Kettles", "Teapots"]})
    path = tmp_path / "papers"
    table.write_parquet(path)
    with open_dump(path) as stream:
        assert stream.seekable()
        stream.seek(-4, io.SEEK_END)
        assert stream.read() == b"PAR1"
        stream.seek(0)
        assert pl.read_parquet(stream).equals(table)


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
