"""Finding dump files, and remembering them."""

import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import pytest

from orchestration.dump_files import dump_files
from orchestration.dump_reports import copies
from orchestration.errors import UsageError
from orchestration.home import Home, make_folder, writer_lock
from orchestration.listing_days import listing_days
from orchestration.parsing import parse_dump
from orchestration.registry import (
    Given,
    allow_rejects,
    identify_dump,
    identify_dumps,
    identify_file,
    known_dumps,
    register,
    registered_dumps,
)
from transforms.dump_file import DumpError

PAGE = """Get trending papers in your email inbox once a day!

Subscribe

Kettles That Whistle in Tune

We tune the whistle of a kettle with a small spring and test it in forty kitchens.

Teapots That Never Drip

We shape the spout of a teapot so that the last drop returns, and prove that it does.
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def page(path: Path, text: str = PAGE) -> Path:
    make_folder(path.parent)
    path.write_text(text, encoding="utf-8")
    return path


def register_pages(home: Home, *paths: Path) -> None:
    register(home, [identify_dump(path) for path in paths])


def parse_all(home: Home) -> None:
    for dump in registered_dumps(home):
        parse_dump(home, dump, lambda *_: None)


def listed_on(home: Home) -> list[str]:
    """The days on which the dumps of a home were listed."""
    days = listing_days(home, registered_dumps(home)).collect()["listed_on"]
    return [str(day) for day in days]


def test_the_same_bytes_under_two_names_are_one_dump_with_the_first_name(tmp_path, home):
    register_pages(home, page(tmp_path / "b.txt"), page(tmp_path / "a.txt"))
    assert [dump.file_name for dump in registered_dumps(home)] == ["a.txt"]


@pytest.mark.parametrize("order", [1, -1], ids=["dated name first", "dated name last"])
def test_a_day_in_one_of_the_names_is_kept(tmp_path, home, order):
    paths = [page(tmp_path / "daily_2026-05-05.txt"), page(tmp_path / "a.txt")][::order]
    register_pages(home, *paths)
    parse_all(home)
    assert listed_on(home) == ["2026-05-05"]


@pytest.mark.parametrize("order", [1, -1], ids=["Friday first", "Saturday first"])
def test_the_same_bytes_under_two_dated_names_were_listed_on_both_days(tmp_path, home, order):
    paths = [page(tmp_path / f"daily_2026-03-{day}.txt") for day in (13, 14)][::order]
    register_pages(home, *paths)
    parse_all(home)
    (dump,) = registered_dumps(home)
    assert dump.file_name == "daily_2026-03-13.txt"
    assert listed_on(home) == ["2026-03-13", "2026-03-14"]
    (copy,) = copies(home, [dump])
    assert [Path(place).name for place in copy.places] == sorted(each.name for each in paths)
    assert [str(day) for day in copy.listed_on] == listed_on(home)


@pytest.mark.parametrize("order", [1, -1], ids=["Friday first", "Saturday first"])
def test_the_same_bytes_in_two_folders_were_listed_on_both_days_given(tmp_path, home, order):
    for day in (13, 14)[::order]:
        path = page(tmp_path / f"{day}" / "page.txt")
        given = Given(listed_on=dt.date(2026, 3, day))
        register(home, [identify_dump(path, given=given)])
    parse_all(home)
    assert listed_on(home) == ["2026-03-13", "2026-03-14"]


def test_a_day_given_anew_for_a_file_replaces_the_one_given_before(tmp_path, home):
    path = page(tmp_path / "daily_2026-03-13.txt")
    for day in (14, 15):
        given = Given(listed_on=dt.date(2026, 3, day))
        register(home, [identify_dump(path, given=given)])
    moved = path.rename(page(tmp_path / "old" / path.name))
    register_pages(home, moved)
    parse_all(home)
    assert listed_on(home) == ["2026-03-15"]


def test_a_file_that_was_only_moved_is_no_second_file(tmp_path, home):
    path = page(tmp_path / "a.txt")
    register_pages(home, path)
    register_pages(home, path.rename(page(tmp_path / "old" / "a.txt")))
    parse_all(home)
    assert copies(home, registered_dumps(home)) == []


def test_one_file_by_several_paths_is_one_place(tmp_path, home, monkeypatch):
    path = page(tmp_path / "dumps" / "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "dumps")
    monkeypatch.chdir(tmp_path / "dumps")
    patterns = ["a.txt", "../dumps/a.txt", str(path), str(tmp_path / "link"), "*.txt"]
    assert dump_files(patterns) == [(path, True)]
    for pattern in patterns:
        dumps, _ = identify_dumps([pattern], known=known_dumps(home))
        register(home, dumps)
    (dump,) = registered_dumps(home)
    assert [place.path for place in dump.places] == [str(path)]


def test_a_dump_whose_last_file_is_gone_is_parsed_from_another(tmp_path, home):
    paths = [page(tmp_path / name) for name in ("a.txt", "b.txt")]
    register_pages(home, *paths)
    paths[1].unlink()
    parse_all(home)
    paths[0].unlink()
    with pytest.raises(DumpError, match=r"b\.txt: no such file"):
        parse_all(home)


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_each_of_two_files_with_the_same_bytes_is_known_by_its_size_and_time(tmp_path, home, name):
    register_pages(home, page(tmp_path / "a.txt"), page(tmp_path / "b.txt"))
    state = (tmp_path / name).stat()
    known = known_dumps(home)
    assert known.unchanged(tmp_path / name, None, state.st_size, state.st_mtime_ns)
    assert not known.unchanged(tmp_path / name, None, state.st_size, state.st_mtime_ns + 1)


def test_a_name_that_is_no_utf_8_is_written_with_escapes(tmp_path, home):
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_text(PAGE)
    register_pages(home, Path(os.fsdecode(path)))
    (dump,) = registered_dumps(home)
    assert dump.file_name == "\\udcff.txt"
    parse_dump(home, dump, lambda *_: None)


def test_a_file_that_changed_after_it_was_registered_is_not_parsed(tmp_path, home):
    path = page(tmp_path / "latest.txt")
    register_pages(home, path)
    page(path, PAGE.replace("forty", "fifty"))
    with pytest.raises(DumpError, match="is not what it was"):
        parse_dump(home, registered_dumps(home)[0], lambda *_: None)


@pytest.mark.parametrize("content", ["", "{}", "[]"], ids=["empty", "no fields", "a list"])
def test_a_damaged_registry_file_is_named(home, content):
    make_folder(home.registry)
    (home.registry / "0.json").write_text(content)
    with pytest.raises(UsageError, match="delete it and build its dump again"):
        registered_dumps(home)


def test_samples_count_only_while_nothing_else_is_there(tmp_path, home):
    register(home, [identify_dump(page(tmp_path / "sample.txt"), given=Given(is_sample=True))])
    assert [dump.is_sample for dump in registered_dumps(home)] == [True]
    register_pages(home, page(tmp_path / "own.txt", PAGE + "\n"))
    assert [dump.file_name for dump in registered_dumps(home)] == ["own.txt"]


def test_a_folder_is_searched_but_for_hidden_files(tmp_path):
    page(tmp_path / "dumps" / "a.txt")
    page(tmp_path / "dumps" / "deep" / "b.txt")
    page(tmp_path / "dumps" / ".git" / "c.txt")
    found = [path.name for path, _ in dump_files([str(tmp_path / "dumps")])]
    assert found == ["a.txt", "b.txt"]


def test_a_file_that_was_named_itself_must_be_a_dump_and_one_of_a_folder_need_not(tmp_path):
    page(tmp_path / "dumps" / "a.txt")
    notes = page(tmp_path / "dumps" / "b.json", json.dumps({"no": "dump"}))
    dumps, refusals = identify_dumps([str(tmp_path / "dumps")])
    assert [dump.file_name for dump in dumps] == ["a.txt"]
    assert [refusal.path for refusal in refusals] == [notes]
    with pytest.raises(UsageError, match="no known format"):
        identify_dumps([str(notes)])


def zip_of(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return path


def test_a_zip_file_is_a_folder_of_dumps(tmp_path):
    files = {"2026/a.txt": PAGE, "b.txt": PAGE + "\n", "notes.md": "Buy milk.\n", ".c.txt": PAGE}
    path = zip_of(tmp_path / "dumps.zip", files)
    dumps, refusals = identify_dumps([str(path)])
    assert [(dump.file_name, dump.places[0].member, dump.places[0].path) for dump in dumps] == [
        ("a.txt", "2026/a.txt", str(path)),
        ("b.txt", "b.txt", str(path)),
    ]
    assert [str(refusal.path) for refusal in refusals] == [f"{path}/notes.md"]
    assert refusals[0].reason.startswith(f"{path}/notes.md: no known format")


def test_the_same_content_plain_and_zipped_is_one_dump_with_one_size(tmp_path, home):
    plain = page(tmp_path / "a.txt")
    zipped = zip_of(tmp_path / "b.zip", {"b.txt": PAGE})
    register_pages(home, plain)
    ((dump,), _) = identify_file(zipped)
    register(home, [dump])
    (found,) = registered_dumps(home)
    assert (found.file_name, found.size_bytes) == ("a.txt", len(PAGE.encode()))
    plain.unlink()
    parse_dump(home, found, lambda *_: None)


def test_a_zip_file_without_a_dump_is_refused_by_name(tmp_path):
    path = zip_of(tmp_path / "notes.zip", {"notes.md": "Buy milk.\n"})
    with pytest.raises(UsageError, match=r"notes\.zip: no dump in this ZIP file: .*notes\.md: no"):
        identify_dumps([str(path)])


def test_the_day_in_the_name_of_a_zip_file_is_that_of_members_without_one(tmp_path):
    path = zip_of(tmp_path / "2026-05-05.zip", {"a.txt": PAGE, "2026-05-06.txt": PAGE + "\n"})
    dumps, _ = identify_dumps([str(path)])
    assert [str(dump.places[0].named_day) for dump in dumps] == ["2026-05-06", "2026-05-05"]


@pytest.mark.parametrize(
    ("keeps_time", "is_noticed"), [(True, False), (False, True)], ids=["same time", "other time"]
)
def test_a_known_file_is_read_again_only_if_its_size_or_its_time_has_changed(
    tmp_path, home, keeps_time, is_noticed
):
    path = page(tmp_path / "a.txt")
    register_pages(home, path)
    time_ns = path.stat().st_mtime_ns
    page(path, PAGE.replace("forty", "fifty"))
    os.utime(path, ns=(time_ns, time_ns if keeps_time else time_ns + 1))
    ((dump,), _) = identify_dumps([str(path)], known=known_dumps(home))
    assert (dump.dump_id != registered_dumps(home)[0].dump_id) is is_noticed


def test_an_allowed_dump_stays_allowed_when_it_is_named_again(tmp_path, home):
    path = page(tmp_path / "a.txt")
    register_pages(home, path)
    allow_rejects(home, registered_dumps(home))
    register_pages(home, path)
    assert [dump.allow_rejects for dump in registered_dumps(home)] == [True]


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="save it as a file first"):
        dump_files([str(tmp_path / "pipe")])


def test_a_glob_that_finds_folders_alone_finds_nothing(tmp_path):
    make_folder(tmp_path / "empty")
    with pytest.raises(UsageError, match="no such file or folder"):
        dump_files([f"{tmp_path}/*"])


@pytest.mark.parametrize("name", ["home?x", "home%41", "home[1]", "home#y"])
def test_a_state_folder_with_a_special_character_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.setenv("PAPERHOUSE_HOME", str(tmp_path / name))
    with pytest.raises(UsageError, match="set PAPERHOUSE_HOME to another folder"):
        Home.from_environment()


def test_a_home_below_a_file_is_refused(tmp_path):
    blocked = page(tmp_path / "file")
    with (
        pytest.raises(UsageError, match="set PAPERHOUSE_HOME"),
        writer_lock(Home(blocked / "home")),
    ):
        pass
