"""Dumps that are mostly refused, cut short or left out: what a build does, says and remembers."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.registry import registered_dumps
from warehouse.publish import published_release


def link(number: int) -> dict[str, object]:
    return {
        "paper_url": f"https://paperswithcode.com/paper/kites-{number}",
        "paper_title": f"Kites That Fly Themselves, Volume {number}",
        "paper_arxiv_id": f"2503.{number:05}",
        "paper_url_abs": f"https://arxiv.org/abs/2503.{number:05}v1",
        "paper_url_pdf": f"https://arxiv.org/pdf/2503.{number:05}v1.pdf",
        "repo_url": f"https://github.com/kite-lab/kites-{number}",
        "is_official": True,
        "mentioned_in_paper": True,
        "mentioned_in_github": False,
        "framework": "jax",
    }


@pytest.fixture
def odd_links(tmp_path: Path) -> Path:
    """Two links and five elements that are none."""
    path = tmp_path / "odd_links.json"
    path.write_text(json.dumps([link(1), link(2), *[f"kite {n}" for n in range(3)], 7, 8]))
    return path


def test_a_mostly_refused_dump_stops_the_build_that_names_it_and_no_later_one(
    home, odd_links, paperhouse, run_build, titles
):
    stopped = paperhouse("build", odd_links)
    assert (stopped.returncode, stopped.stderr) == (1, "")
    assert "Nothing was published" in stopped.stdout
    assert f"more than half refused: {odd_links}: 2 records, 5 rejects" in stopped.stdout
    assert "element 3: " in stopped.stdout
    assert "kite 0" in stopped.stdout
    assert "--allow-rejects" in stopped.stdout
    assert published_release(home.releases, home.warehouse).number == 2
    assert run_build(home).release == 3
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]


def test_a_home_whose_first_build_was_stopped_gets_no_samples(tmp_path, odd_links, run_build):
    home = Home(tmp_path / "fresh")
    assert run_build(home, odd_links).release is None
    with pytest.raises(UsageError, match=r"holds no dump any more.*--allow-rejects") as error:
        run_build(home)
    assert "\n" not in str(error.value)
    assert not home.warehouse.exists()
    assert registered_dumps(home) == []


def test_an_allowed_dump_is_published_with_a_warning_by_that_build_and_by_later_ones(
    home, odd_links, run_build, ask
):
    outcome = run_build(home, odd_links, allow_rejects=True)
    later = run_build(home)
    assert (outcome.release, later.release) == (3, 4)
    for each in (outcome, later):
        failed = [check for check in each.checks if not check["success"]]
        assert [(check["expectation"], check["severity"]) for check in failed] == [
            ("at most half of a dump's pieces are refused", "warning")
        ]
    (report,) = outcome.dumps
    assert (report.record_count, report.reject_count) == (2, 5)
    assert sum(report.reasons.values()) == 5
    assert [each["line_number"] for each in report.first_rejects] == [3, 4, 5]
    assert report.is_mostly_refused
    found = ask(
        home.warehouse,
        "select record_count, reject_count from raw.dumps where file_name = 'odd_links.json'",
    )
    assert found == [(2, 5)]


def test_leave_for_one_dump_is_no_leave_for_another(home, odd_links, tmp_path, run_build):
    run_build(home, odd_links, allow_rejects=True)
    other = tmp_path / "other.json"
    other.write_text(json.dumps([link(3), "kite", "kite"]))
    assert run_build(home, other).release is None
    assert {dump.file_name for dump in registered_dumps(home) if dump.allow_rejects} == {
        "odd_links.json"
    }


def test_a_dump_that_is_cut_short_is_published_and_named_by_a_check(
    home, tmp_path, paperhouse, ask
):
    path = tmp_path / "cut.json.gz"
    whole = gzip.compress(json.dumps([link(n) for n in range(1, 40)]).encode(), mtime=0)
    path.write_bytes(whole[:-100])
    done = paperhouse("build", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "warning raw.dumps.is_cut_short: no dump is cut short" in done.stdout
    assert "cut.json.gz, pwc_links: " in done.stdout
    assert ", cut short" in done.stdout
    ((records,),) = ask(home.warehouse, "select record_count from raw.dumps where is_cut_short")
    assert 20 < records < 39


def test_a_zip_file_is_built_as_the_dumps_in_it(home, tmp_path, write_page, run_build, ask):
    plain = write_page(tmp_path / "third.txt", "Dogwood")
    run_build(home, plain)
    with zipfile.ZipFile(tmp_path / "dumps.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "2026/again.txt")
        archive.write(write_page(tmp_path / "fourth.txt", "Elm"), "2026/fourth.txt")
        archive.writestr("notes.md", "Buy milk and bread.\n")
    outcome = run_build(home, tmp_path / "dumps.zip")
    assert outcome.new_dumps == ["fourth.txt"]
    assert [refusal.path.name for refusal in outcome.refusals] == ["notes.md"]
    found = ask(home.warehouse, "select file_name from raw.dumps order by all")
    assert found == [("again.txt",), ("first.txt",), ("fourth.txt",), ("second.txt",)]


def test_a_folder_is_built_without_what_is_damaged_and_says_why(
    home, tmp_path, write_page, run_build
):
    folder = tmp_path / "dumps"
    names = [f"Elm{number}" for number in range(4000)]
    damaged = bytearray(gzip.compress(write_page(folder / "third.txt", *names).read_bytes()))
    damaged[-8] ^= 0xFF
    (folder / "damaged.gz").write_bytes(damaged)
    write_page(folder / "third.txt", "Dogwood")
    outcome = run_build(home, folder)
    assert (outcome.release, outcome.new_dumps) == (3, ["third.txt"])
    assert [refusal.reason for refusal in outcome.refusals] == [
        f"{folder / 'damaged.gz'}: damaged gzip data; fetch it anew"
    ]


def test_a_zip_bomb_is_refused_in_one_line(paperhouse, tmp_path):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("papers.json", "w") as member,
    ):
        for _ in range(300):
            member.write(b" " * (1 << 20))
    done = paperhouse("build", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "bomb.zip: a decompression bomb" in done.stderr
    assert done.stderr.count("\n") == 1
