import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration import cli, ending
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.progress import EVENTS, listening
from orchestration.registry import registered_dumps

Refused = Callable[..., str]


def files(home: Home) -> dict[str, tuple[int, int, int]]:
    """What a failed command must leave as it was: the published file, its releases, the dumps."""
    kept = [home.warehouse, *home.releases.rglob("*"), *home.registry.iterdir()]
    return {
        str(path): (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        for path in kept
        for stat in [path.stat()]
    }


def assert_one_line(message: str) -> None:
    assert message.startswith("paperhouse: ")
    assert message.endswith("\n")
    assert message.count("\n") == 1
    assert "Traceback" not in message


def assert_nothing_is_left_of_a_build(home: Home) -> None:
    assert not home.staging.exists()
    assert list(home.root.rglob("*.partial")) == []
    assert not (home.root / "last_error.txt").exists()


@pytest.fixture
def refused(home, monkeypatch, capfd) -> Refused:
    """A function that runs a command which must end in exit code 2, and gives its message."""

    def run(*arguments: object) -> str:
        monkeypatch.setenv("PAPERHOUSE_HOME", str(home.root))
        monkeypatch.setattr(ending, "leave", sys.exit)
        before = files(home)
        with pytest.raises(SystemExit) as end:
            cli.main([str(each) for each in arguments])
        message = capfd.readouterr().err
        assert end.value.code == 2
        assert_one_line(message)
        assert files(home) == before
        assert_nothing_is_left_of_a_build(home)
        return message

    return run


def no_such_file(folder: Path) -> Path:
    return folder / "absent.txt"


def glob_of_nothing(folder: Path) -> Path:
    return folder / "*.dump"


def empty_file(folder: Path) -> Path:
    path = folder / "empty.txt"
    path.touch()
    return path


def binary_file(folder: Path) -> Path:
    path = folder / "picture.txt"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def empty_folder(folder: Path) -> Path:
    path = folder / "nothing here"
    path.mkdir()
    return path


def folder_of_other_files(folder: Path) -> Path:
    path = folder / "other"
    path.mkdir()
    (path / "notes.md").write_text("Buy milk and bread.\n")
    return path


def json_file(folder: Path) -> Path:
    path = folder / "papers.txt"
    path.write_text(json.dumps([{"name": "Alder"}] * 20))
    return path


def empty_list(folder: Path) -> Path:
    path = folder / "answer.json"
    path.write_text("[]\n")
    return path


def issues(folder: Path) -> Path:
    path = folder / "issues.csv"
    path.write_text("id,title,state\n1,A kite does not fly,open\n2,A kettle drips,closed\n")
    return path


def package(folder: Path) -> Path:
    path = folder / "package.json"
    about = {"name": "kite", "version": "1.0.0", "summary": "Kites.", "author": "A Berg"}
    path.write_text(json.dumps(about, indent=2))
    return path


def prose(folder: Path) -> Path:
    path = folder / "letter.txt"
    path.write_text("Dear aunt,\n\nthank you for the socks. They fit well.\n\nYours, Tom\n")
    return path


def damaged_gzip(folder: Path) -> Path:
    path = folder / "damaged.txt.gz"
    content = bytearray(gzipped_page())
    content[-5000:-4000] = bytes(1000)
    path.write_bytes(content)
    return path


def gzipped_page() -> bytes:
    """A long page; its head alone can be read although what follows cannot."""
    head = "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n"
    papers = (
        f"Study {number}: How Rivers Carry Silt {number * 7919 % 104729}\n\n"
        f"We measure the silt of river {number * 104729 % 7919} in {number} places, "
        f"and find {number * 31 % 997} grains of sand in each of them on average.\n\n"
        for number in range(8000)
    )
    return gzip.compress((head + "".join(papers)).encode())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(no_such_file, "no such file or folder", id="no such file"),
        pytest.param(glob_of_nothing, "no such file or folder", id="a glob that matches nothing"),
        pytest.param(empty_file, "empty", id="an empty file"),
        pytest.param(binary_file, "a binary file, not text", id="a binary file"),
        pytest.param(empty_folder, "it holds no file", id="an empty folder"),
        pytest.param(folder_of_other_files, "no dump in", id="a folder without a dump"),
        pytest.param(json_file, "no known format", id="JSON"),
        pytest.param(empty_list, "it holds nothing but []", id="an empty list"),
        pytest.param(issues, "issues.csv --map title=title`", id="a table of issues"),
        pytest.param(package, "none of its columns is known to hold", id="a package's description"),
        pytest.param(prose, "no known format", id="prose"),
        pytest.param(damaged_gzip, "damaged gzip data; fetch it anew", id="a damaged gzip file"),
    ],
)
def test_what_is_no_dump_is_refused_by_name(refused, tmp_path, make, message):
    dump = make(tmp_path)
    found = refused("build", dump)
    assert message in found
    assert dump.name in found


def test_a_dump_refused_while_parsing_does_not_stop_the_next_build(
    refused, home, tmp_path, run_build, titles
):
    refused("build", damaged_gzip(tmp_path))
    assert run_build(home).release == 3
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]


def text_file(path: Path) -> None:
    path.write_text("notes of mine\n" * 1000)


def other_database(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table birds (name varchar)")


@pytest.mark.parametrize("command", ["build", "check", "rollback"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(text_file, "is not a DuckDB file", id="a text file"),
        pytest.param(other_database, "not a paperhouse warehouse", id="a database of others"),
    ],
)
def test_a_warehouse_that_is_not_ours_is_left_alone(refused, tmp_path, command, make, message):
    path = tmp_path / "mine.duckdb"
    make(path)
    before = path.read_bytes()
    found = refused(command, "--warehouse", path)
    assert message in found
    assert "--warehouse" in found
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(text_file, "is not a DuckDB file", id="a text file"),
        pytest.param(other_database, "Table with name papers does not exist", id="of others"),
        pytest.param(lambda _: None, "`paperhouse build` makes one", id="none"),
    ],
)
def test_a_warehouse_that_is_not_ours_answers_nothing(refused, tmp_path, make, message):
    make(tmp_path / "mine.duckdb")
    sql = "select count(*) from papers"
    assert message in refused("query", sql, "--warehouse", tmp_path / "mine.duckdb")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["query", "select titel from papers"], "titel", id="an unknown column"),
        pytest.param(["query", "selct title from papers"], "syntax error", id="wrong syntax"),
        pytest.param(["query", "drop table papers"], "read-only", id="SQL that writes"),
        pytest.param(["query", "weather"], "no question is called", id="an unknown question"),
        pytest.param(["build", "--quickly"], "paperhouse build --help", id="an unknown option"),
        pytest.param(["bild"], "paperhouse --help", id="an unknown command"),
        pytest.param(["build", "--listed-on", "Mar 12"], "Mar 12", id="a day that is no date"),
    ],
)
def test_a_mistake_on_the_command_line_is_answered_in_one_line(refused, arguments, message):
    assert message in refused(*arguments)


def test_the_command_itself_ends_in_one_line_and_exit_code_2(paperhouse):
    done = paperhouse("build", "absent.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert_one_line(done.stderr)


def test_a_home_that_cannot_be_made_is_named(paperhouse, tmp_path):
    (tmp_path / "file").touch()
    done = paperhouse("build", PAPERHOUSE_HOME=str(tmp_path / "file" / "home"))
    assert done.returncode == 2
    assert_one_line(done.stderr)
    assert "set PAPERHOUSE_HOME to a folder that you can write to" in done.stderr


HOLD_THE_LOCK = """
import sys
from pathlib import Path
from orchestration.home import Home, writer_lock
with writer_lock(Home(Path(sys.argv[1]))):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_at_the_same_time_is_refused(refused, home):
    holder = [sys.executable, "-c", HOLD_THE_LOCK, str(home.root)]
    with subprocess.Popen(
        holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        for command in ("build", "rollback"):
            assert "another build is writing" in refused(command)
        other.communicate()


def test_other_files_in_a_folder_are_left_out_and_named(home, tmp_path, write_page, run_build):
    write_page(tmp_path / "mixed" / "third.txt", "Dogwood")
    json_file(tmp_path / "mixed")
    (tmp_path / "mixed" / ".hidden").touch()
    outcome = run_build(home, tmp_path / "mixed")
    assert outcome.new_dumps == ["third.txt"]
    assert [refusal.path.name for refusal in outcome.refusals] == ["papers.txt"]
    assert "no known format" in outcome.refusals[0].reason


@pytest.fixture
def small_disk(river_home, tmp_path) -> Iterator[Home]:
    """A copy of the home with two releases on a disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.strip()}")
    try:
        shutil.copytree(river_home.root, disk / "home")
        yield Home(disk / "home")
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize(
    ("free_kib", "page_papers", "steps"),
    [
        pytest.param(0, 1, {None}, id="before the first step"),
        pytest.param(2700, 40_000, {"parsed_records"}, id="while parsing"),
        pytest.param(5500, 1, {"staged_warehouse", "checks"}, id="while loading or checking"),
    ],
)
def test_a_full_disk_is_named_and_costs_nothing_that_was_published(
    small_disk, tmp_path, write_page, run_build, titles, free_kib, page_papers, steps
):
    page = write_page(tmp_path / "page.txt", *(f"Elm{number}" for number in range(page_papers)))
    filler = small_disk.root.parent / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(filler.parent).free - free_kib * 1024))
    begun = []

    def on_event(record):
        event = getattr(record, "dagster_event", None)
        if event and event.event_type_value == "STEP_START":
            begun.append(event.step_key)

    before = small_disk.warehouse.stat()
    with listening(EVENTS, on_event), pytest.raises(UsageError) as error:
        run_build(small_disk, page)
    assert (begun[-1] if begun else None) in steps
    assert str(error.value) == (
        f"the disk that holds {small_disk.root} is full; free some space and build again"
    )
    assert small_disk.warehouse.stat() == before
    assert titles(small_disk.warehouse) == ["Alder", "Birch", "Cedar"]
    assert_nothing_is_left_of_a_build(small_disk)
    filler.unlink()


def test_after_a_full_disk_the_next_build_publishes_the_whole(
    small_disk, tmp_path, write_page, run_build, titles
):
    filler = small_disk.root.parent / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(filler.parent).free - 2500 * 1024))
    with pytest.raises(UsageError, match="is full"):
        run_build(small_disk, write_page(tmp_path / "page.txt", "Elm"))
    filler.unlink()
    assert run_build(small_disk, tmp_path / "page.txt").release == 3
    assert titles(small_disk.warehouse) == ["Alder", "Birch", "Cedar", "Elm"]
    assert len(registered_dumps(small_disk)) == 3
