"""`paperhouse export` as a user runs it."""

import json
import resource
import subprocess

import duckdb
import polars as pl
import pytest

from orchestration.exporting import export
from orchestration.home import Home
from warehouse.schema import TABLES

WRITABLE_BYTES = 2_000


def test_the_published_release_is_written_to_the_home(home, paperhouse):
    done = paperhouse("export")
    folder = home.root / "export"
    manifest = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    first, counted, *_ = done.stdout.splitlines()
    assert first == f"Exported release 2 to {folder}"
    assert counted.startswith(f"  Parquet: {len(manifest['resources'])} files, ")
    assert "CSV" not in done.stdout
    assert manifest["release"] == 2
    assert pl.read_parquet(folder / "main/papers.parquet").height == 3

    paperhouse("rollback")
    told = json.loads(paperhouse("export", "--json", "--csv").stdout)
    papers = [each for each in told["files"] if each["table"] == "main.papers"]
    assert (told["release"], told["folder"]) == (1, str(folder))
    assert [(each["path"], each["rows"]) for each in papers] == [
        ("main/papers.parquet", 2),
        ("main/papers.csv", 2),
    ]
    assert pl.read_parquet(folder / "main/papers.parquet").height == 2


def test_any_warehouse_goes_to_any_folder(river_home, paperhouse, tmp_path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(river_home.warehouse.read_bytes())
    done = paperhouse("export", tmp_path / "new" / "folder", "--warehouse", copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Exported {copy} to {tmp_path / 'new' / 'folder'}\n")
    assert not (tmp_path / "home").exists()


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITABLE_BYTES, WRITABLE_BYTES))


def test_a_file_that_cannot_be_written_ends_in_one_line_and_leaves_nothing(
    river_home, command, tmp_path
):
    done = subprocess.run(
        [command, "export", tmp_path / "export", "--warehouse", river_home.warehouse],
        preexec_fn=limit_files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("paperhouse: ")
    assert done.stderr.count("\n") == 1
    assert "File too large" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {".export.lock"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["letters"], "is not an export of paperhouse", id="a folder of something else"
        ),
        pytest.param(["letters/dear.txt"], "is a file; name a folder", id="a file"),
        pytest.param(
            ["--warehouse", "none.duckdb"], "`paperhouse build` makes one", id="no warehouse"
        ),
        pytest.param(
            ["--warehouse", "letters/dear.txt"], "is not a DuckDB file", id="no DuckDB file"
        ),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_line(
    home, paperhouse, tmp_path, monkeypatch, arguments, message
):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear kite")
    monkeypatch.chdir(tmp_path)
    done = paperhouse("export", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("paperhouse: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert (tmp_path / "letters" / "dear.txt").read_text() == "Dear kite"
    assert not (home.root / "export").exists()


def test_the_samples_come_back_whole_from_their_export(run_build, tmp_path):
    built = Home(tmp_path / "samples")
    run_build(built)
    result = export(built, built.warehouse, tmp_path / "export", with_csv=True)
    assert result["release"] == 1
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        for table in TABLES:
            name = table.full_name
            file = f"'{tmp_path / 'export' / name.replace('.', '/')}.parquet'"
            for one, other in ((name, file), (file, name)):
                left = connection.execute(f"from {one} except all from {other}").fetchall()
                assert left == [], name
    rows = {each["path"]: each["rows"] for each in result["files"]}
    assert rows["main/papers.csv"] == rows["main/papers.parquet"] > 50
    assert rows["raw/rejects.parquet"] > 20
