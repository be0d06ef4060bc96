"""From a dump file to the archive: what is counted, what is cut short, what cannot be read."""

import gzip
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from orchestration.archive import PARSED_RECORDS, PARSED_REJECTS, PARSED_TALLIES, archived
from orchestration.home import Home
from orchestration.parsing import parse_dump
from orchestration.registry import Dump, identify_file
from transforms.dump_file import DumpError

PAGE_HEAD = "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n"
PAPERS = [
    f"Study {n}: How Rivers Carry Silt {n * 7919 % 104729}\n\n"
    f"We measure the silt of river {n * 104729 % 7919} in {n} places with {n * 31} jars.\n\n"
    for n in range(1, 3001)
]
PAGE = PAGE_HEAD + "".join(PAPERS)
LINKS = [
    {
        "paper_url": f"https://paperswithcode.com/paper/kites-{n}",
        "paper_title": f"Kites That Fly Themselves, Volume {n}",
        "paper_arxiv_id": f"2503.{n:05}",
        "paper_url_abs": f"https://arxiv.org/abs/2503.{n:05}v1",
        "paper_url_pdf": f"https://arxiv.org/pdf/2503.{n:05}v1.pdf",
        "repo_url": f"https://github.com/kite-lab/kites-{n}",
        "is_official": True,
        "mentioned_in_paper": True,
        "mentioned_in_github": False,
        "framework": "jax",
    }
    for n in range(1, 21)
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def parsed(home: Home, path: Path) -> tuple[dict[str, object], pl.DataFrame, pl.DataFrame]:
    """The tally, the records and the rejects of the one dump in a file."""
    ((dump,), _) = identify_file(path)
    parse_dump(home, dump, lambda *_: None)
    return (
        frame(home, dump, PARSED_TALLIES).row(0, named=True),
        frame(home, dump, PARSED_RECORDS),
        frame(home, dump, PARSED_REJECTS),
    )


def frame(home: Home, dump: Dump, step) -> pl.DataFrame:
    return pl.read_parquet(archived(home, step, dump))


def assert_adds_up(tally: dict[str, object]) -> None:
    parts = [tally[f"{part}_line_count"] for part in ("record", "chrome", "reject")]
    assert tally["line_count"] == sum(parts)


def test_a_page_is_counted_in_lines(tmp_path, home):
    tally, records, rejects = parsed(home, saved(tmp_path / "page.txt", PAGE.encode()))
    assert (tally["counted_in"], tally["line_count"]) == ("line", PAGE.count("\n"))
    assert (tally["record_count"], tally["reject_count"]) == (records.height, rejects.height)
    assert records.height == 3000
    assert tally["is_cut_short"] is False
    assert tally["unmapped_columns"] is None
    assert_adds_up(tally)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["Windows", "old Macintosh"])
def test_line_ends_of_any_kind_end_as_many_lines(tmp_path, home, end):
    page = PAGE_HEAD + "".join(PAPERS[:100])
    tally, *_ = parsed(home, saved(tmp_path / "page.txt", page.replace("\n", end).encode()))
    assert tally["line_count"] == page.count("\n")
    assert_adds_up(tally)


def test_an_array_is_counted_in_elements(tmp_path, home):
    text = json.dumps([*LINKS, "no link"], indent=2)
    tally, records, rejects = parsed(home, saved(tmp_path / "links.json", text.encode()))
    assert (tally["counted_in"], tally["line_count"]) == ("element", 21)
    assert (records.height, rejects.height) == (20, 1)
    assert_adds_up(tally)


def test_a_gzip_file_without_its_end_gives_what_is_there_and_says_so(tmp_path, home):
    whole = gzip.compress(PAGE.encode())
    cut = saved(tmp_path / "page.gz", whole[: len(whole) // 2])
    tally, records, _ = parsed(home, cut)
    assert tally["is_cut_short"] is True
    assert 1000 < records.height < 2000
    assert_adds_up(tally)


def test_a_gzip_file_without_its_checksum_has_all_records_and_says_so(tmp_path, home):
    text = json.dumps(LINKS).encode()
    cut = saved(tmp_path / "links.gz", gzip.compress(text)[:-4])
    tally, records, _ = parsed(home, cut)
    assert tally["is_cut_short"] is True
    assert records.height == 20


def test_an_array_that_is_not_closed_gives_what_is_there_and_says_so(tmp_path, home):
    text = json.dumps(LINKS)
    cut = saved(tmp_path / "links.json", text[: text.index("Volume 15")].encode())
    tally, records, _ = parsed(home, cut)
    assert tally["is_cut_short"] is True
    assert records.height == 14
    assert_adds_up(tally)


def test_parquet_is_read_where_it_lies_and_within_a_zip_file(tmp_path, home):
    path = tmp_path / "papers"
    titles = [f"Kites, Volume {n}" for n in range(20)]
    pl.DataFrame({"title": titles, "authors": "A Berg"}).write_parquet(path)
    with zipfile.ZipFile(tmp_path / "dumps.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "papers.parquet")
    plain = parsed(home, path)
    zipped = parsed(Home(tmp_path / "other"), tmp_path / "dumps.zip")
    assert (plain[0]["counted_in"], plain[0]["line_count"]) == ("element", 20)
    assert zipped[0] == plain[0]
    assert zipped[1].equals(plain[1])


def test_a_member_of_a_zip_file_is_parsed_as_the_file_that_it_is(tmp_path, home):
    path = tmp_path / "dumps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2026/page.txt", PAGE)
    zipped = parsed(home, path)
    plain = parsed(Home(tmp_path / "other"), saved(tmp_path / "page.txt", PAGE.encode()))
    assert zipped[0] == plain[0]
    assert zipped[1].equals(plain[1])


def test_damage_behind_the_head_is_told_with_the_place(tmp_path, home):
    data = bytearray(gzip.compress(PAGE.encode()))
    data[-8] ^= 0xFF
    path = saved(tmp_path / "page.gz", bytes(data))
    with pytest.raises(DumpError) as error:
        parsed(home, path)
    assert str(error.value) == f"{path}: damaged gzip data; fetch it anew"
    assert list(home.root.rglob("*.parquet")) == []


def test_progress_is_told_in_bytes_of_the_file(tmp_path, home):
    path = saved(tmp_path / "page.gz", gzip.compress(PAGE.encode()))
    told = []
    ((dump,), _) = identify_file(path)
    parse_dump(home, dump, lambda done, total: told.append((done, total)))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
