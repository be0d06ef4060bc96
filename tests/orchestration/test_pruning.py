"""The archive after a publication: what older code made is gone, what is in use stays."""

import shutil
from pathlib import Path

import pytest

from orchestration import pruning
from orchestration.archive import PARSED_RECORDS, PARSED_TALLIES, archived, missing
from orchestration.dump_reports import dump_reports
from orchestration.home import Home
from orchestration.parsing import parse_dump
from orchestration.pruning import prune_archive
from orchestration.registry import forget, identify_dumps, register, registered_dumps

OLD = "0123456789ab"


@pytest.fixture
def parsed(tmp_path, write_page) -> Home:
    """A home with two dumps, parsed by the present code and by older code."""
    home = Home(tmp_path / "home")
    paths = [write_page(tmp_path / f"{name}.txt", name) for name in ("Alder", "Birch")]
    dumps, _ = identify_dumps([str(path) for path in paths])
    register(home, dumps)
    for dump in dumps:
        parse_dump(home, dump, lambda *_: None)
    plant_old(home)
    return home


def plant_old(home: Home) -> None:
    """What older code would have left: the same steps under another version, and another step."""
    for step in sorted(home.archive.iterdir()):
        (now,) = step.iterdir()
        shutil.copytree(now, step / OLD)
    shutil.copytree(home.archive / "parsed_records" / OLD, home.archive / "record_colours" / OLD)


def old_folders(home: Home) -> list[str]:
    return sorted(each.parent.name for each in home.archive.glob(f"*/{OLD}"))


def files(home: Home) -> set[Path]:
    return {each for each in home.archive.rglob("*.parquet") if OLD not in each.parts}


def test_what_older_code_made_is_removed_and_what_is_in_use_stays(parsed):
    before = files(parsed)
    left = {each.parent.name for each in prune_archive(parsed)}
    assert left == {"parsed_records", "parsed_rejects", "parsed_tallies", "record_colours"}
    assert old_folders(parsed) == []
    assert files(parsed) == before
    assert missing(parsed, PARSED_RECORDS, registered_dumps(parsed)) == []
    assert prune_archive(parsed) == []


def test_what_the_present_code_made_of_a_dump_taken_out_stays(parsed):
    gone, held = registered_dumps(parsed)
    forget(parsed, gone)
    prune_archive(parsed)
    assert archived(parsed, PARSED_RECORDS, gone).exists()
    assert archived(parsed, PARSED_RECORDS, held).exists()


def test_nothing_is_removed_while_a_dump_is_parsed_by_older_code_alone(parsed):
    archived(parsed, PARSED_RECORDS, registered_dumps(parsed)[0]).unlink()
    assert prune_archive(parsed) == []
    assert len(old_folders(parsed)) == 4


def test_folders_of_others_are_left_alone(parsed):
    (parsed.archive / "parsed_records" / "my notes").mkdir()
    (parsed.archive / "parsed_records" / "notes.txt").touch()
    prune_archive(parsed)
    assert {each.name for each in (parsed.archive / "parsed_records").iterdir()} >= {
        "my notes",
        "notes.txt",
    }


@pytest.mark.parametrize("survived", [0, 1, 2], ids=["first folder", "second", "third"])
def test_a_crash_in_the_middle_leaves_no_dump_half_there(parsed, monkeypatch, survived):
    calls = []
    remove = shutil.rmtree

    def killed(folder: Path) -> None:
        calls.append(folder)
        if len(calls) > survived:
            raise KeyboardInterrupt
        remove(folder)

    with monkeypatch.context() as patch:
        patch.setattr(pruning.shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            prune_archive(parsed)
    assert len(calls) == survived + 1
    assert not (parsed.archive / "parsed_records" / OLD).exists()
    for dump in registered_dumps(parsed):
        assert archived(parsed, PARSED_TALLIES, dump).exists()
    assert len(dump_reports(parsed, registered_dumps(parsed))) == 2
    shutil.rmtree(parsed.staging)
    prune_archive(parsed)
    assert old_folders(parsed) == []


def test_a_build_prunes_once_it_has_published_and_can_still_be_rolled_back(
    home, run_build, paperhouse, titles, tmp_path, write_page
):
    plant_old(home)
    write_page(tmp_path / "first.txt", "Alder", "Birch", "Dogwood")
    assert run_build(home, tmp_path / "first.txt").release == 3
    assert old_folders(home) == []
    assert not home.staging.exists()
    assert paperhouse("rollback").returncode == 0
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]
