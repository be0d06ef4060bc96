"""The export: the same rows in every file, a manifest that holds, and no folder lost."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest
from filelock import FileLock

from warehouse.export.data_package import ExportedFile
from warehouse.export.files import write_csv
from warehouse.export.spreadsheet import CONTROLS, LONGEST_CELL, MARKED, MOST_ROWS, safe_text
from warehouse.export.tables import ExportedTable, ExportError, exported_tables
from warehouse.export.write import export_warehouse
from warehouse.load import create_marts, create_tables, open_staged

FORMULA = '=HYPERLINK("https://kites.example","Free kites")'
LONG = "Kettle 𝔸 " * 5000
ROWS = """
insert into papers
    (paper_id, title, abstract, published_on, arxiv_id, doi, year, is_retracted, code_status)
values
    ('00000000000000a1', $formula, 'We boil water.' || chr(10) || '- and lids', '2026-01-10',
        '2601.12340', null, 2026, false, 'linked'),
    ('1234567890123456', '<script>alert("kite")</script>, and, so on', null, null,
        null, '10.1234/KITE;=1+1', null, true, 'promised'),
    ('00000000000000a3', ' @cmd' || chr(9) || chr(0) || 'x' || chr(13), $long, '2026-03-05',
        'hep-th/9901001', null, 1999, false, 'none'),
    ('00000000000000a4', null, '', null, null, null, null, false, 'mentioned');
insert into raw.dumps values
    (repeat('a', 64), '-2+3.txt', 'daily', 10, '2026-03-02', null, 2, 0, 'line', 4, 4, 0, 0, false,
        '=Titel');
insert into raw.records (dump_id, record_number, line_start, line_end, paper_id) values
    (repeat('a', 64), 1, 1, 2, '00000000000000a1'), (repeat('a', 64), 2, 3, 4, null);
insert into listings values
    (repeat('a', 64), 1, '00000000000000a1', 1, '2026-03-02', 10),
    (repeat('a', 64), 2, '1234567890123456', 2, null, null);
insert into paper_authors values
    ('00000000000000a1', 1, 'Ada Quill'), ('00000000000000a1', 2, '=1+1');
insert into keywords values ('00000000000000b1', 'MARCH1'), ('00000000000000b2', '+lid');
insert into paper_keywords
    (paper_id, keyword_id, rank, score, source, in_title, surface) values
    ('00000000000000a1', '00000000000000b1', 1, 0.9, 'extracted', false, '1997-2022'),
    ('00000000000000a1', '00000000000000b2', 2, null, 'author', true, '''+lid');
insert into quality.check_results values
    ('main.papers', '=one', null, 'error', true, '-5', 0),
    ('main.papers', 'two', 'title', 'warning', false, '1e5', 3);
"""
BEGINNING = re.compile(r"[\s\x00-\x20\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def warehouse_of(path, rows=ROWS):
    with open_staged(path) as connection:
        create_tables(connection)
        if rows:
            for statement in filter(str.strip, rows.split(";\n")):
                names = re.findall(r"\$(formula|long)", statement)
                connection.execute(
                    statement, {n: {"formula": FORMULA, "long": LONG}[n] for n in names}
                )
        create_marts(connection)
    return path


def quiet(*_):
    pass


def export_to(folder, warehouse, *, with_csv=False, told=quiet, release=7):
    return export_warehouse(warehouse, folder, release=release, with_csv=with_csv, told=told)


def manifest_of(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def bytes_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    return warehouse_of(tmp_path_factory.mktemp("kitchen") / "warehouse.duckdb")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return warehouse_of(tmp_path_factory.mktemp("empty") / "warehouse.duckdb", rows="")


@pytest.fixture(scope="module")
def exported(kitchen):
    folder = kitchen.parent / "export"
    export_to(folder, kitchen, with_csv=True)
    return folder


@pytest.fixture
def source(kitchen):
    with duckdb.connect(str(kitchen), read_only=True) as connection:
        yield connection


def resources_of(folder, kind):
    return [each for each in manifest_of(folder)["resources"] if each["format"] == kind]


def csv_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_table_and_view_is_a_file_with_the_same_rows_and_types(exported, source):
    found = {table.full_name for table in exported_tables(source)}
    views = source.execute(
        "select count(*) from duckdb_views() where schema_name = 'mart'"
    ).fetchone()
    assert {"main.papers", "mart.paper_overview", "raw.rejects", "quality.check_results"} < found
    assert {each["name"] for each in resources_of(exported, "parquet")} == found
    assert views[0] > 0
    for name in found:
        file = f"read_parquet('{exported / name.replace('.', '/')}.parquet')"
        types = [source.execute(f"describe from {each}").fetchall() for each in (name, file)]
        assert [row[:2] for row in types[0]] == [row[:2] for row in types[1]], name
        for one, other in ((name, file), (file, name)):
            left = f"from {one} except all from {other}"
            assert source.execute(left).fetchall() == [], name


def test_the_same_release_gives_the_same_bytes(exported, kitchen, tmp_path):
    export_to(tmp_path / "again", kitchen, with_csv=True)
    assert bytes_of(tmp_path / "again") == bytes_of(exported)


def test_an_empty_warehouse_has_files_without_rows(empty, tmp_path):
    files = export_to(tmp_path / "export", empty, with_csv=True, release=None)
    for file in files:
        path = tmp_path / "export" / file.path
        read = csv_rows(path)[1:] if file.is_csv else pl.read_parquet(path).rows()
        assert len(read) == file.rows <= 1, file.path
    assert csv_rows(tmp_path / "export/main/keywords.csv") == [["keyword_id", "keyword"]]
    assert "version" not in manifest_of(tmp_path / "export")


def test_the_manifest_lists_every_file_with_its_size_its_hash_and_its_rows(exported):
    held = bytes_of(exported)
    listed = {each["path"]: each for each in manifest_of(exported)["resources"]}
    assert set(held) == {*listed, "datapackage.json", "croissant.json"}
    for path, each in listed.items():
        assert each["bytes"] == len(held[path])
        assert each["hash"] == f"sha256:{sha256(held[path]).hexdigest()}"
        is_csv = each["format"] == "csv"
        rows = csv_rows(exported / path)[1:] if is_csv else pl.read_parquet(exported / path).rows()
        assert each["rows"] == len(rows)


def test_the_manifest_says_what_every_table_and_column_means(exported):
    manifest = manifest_of(exported)
    assert (manifest["name"], manifest["release"], manifest["version"]) == ("paperhouse", 7, "7")
    for each in manifest["resources"]:
        fields = each["schema"]["fields"]
        assert each["description"].startswith("One row per")
        assert [field for field in fields if not field["description"]] == []
        assert {field["type"] for field in fields} <= {
            *("string", "integer", "number", "boolean", "date")
        }
    papers = next(each for each in manifest["resources"] if each["name"] == "main.papers")
    status = papers["schema"]["fields"][-1]
    assert papers["schema"]["primaryKey"] == ["paper_id"]
    assert status["constraints"]["enum"] == ["linked", "promised", "mentioned", "none"]


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_keys_are_unique_and_foreign_keys_lead_to_a_row(exported, kind):
    by_name = {each["name"]: each for each in resources_of(exported, kind)}

    def of(name):
        path = exported / by_name[name]["path"]
        return f"read_csv('{path}', all_varchar=true)" if kind == "csv" else f"'{path}'"

    keys = links = 0
    for name, each in by_name.items():
        schema = each["schema"]
        for key in [schema["primaryKey"]] if "primaryKey" in schema else []:
            listed = ", ".join(key)
            again = f"select {listed} from {of(name)} group by all having count(*) > 1"  # noqa: S608
            assert duckdb.sql(again).fetchall() == [], name
            keys += 1
        for link in schema.get("foreignKeys", ()):
            (field,), (referred,) = link["fields"], link["reference"]["fields"]
            lost = (
                f"select {field} from {of(name)} where {field} is not null and {field} not in "  # noqa: S608
                f"(select {referred} from {of(link['reference']['resource'])})"
            )
            assert duckdb.sql(lost).fetchall() == [], name
            links += 1
    assert keys > 8
    assert links > 12


def test_a_key_with_missing_values_is_no_primary_key(exported):
    (listings,) = [
        each for each in manifest_of(exported)["resources"] if each["name"] == "main.listings"
    ]
    assert "primaryKey" not in listings["schema"]
    assert listings["schema"]["uniqueKeys"] == [["dump_id", "record_number", "listed_on"]]


def test_frictionless_finds_nothing_wrong(exported, monkeypatch):
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(exported)
    manifest = manifest_of(exported)
    assert list(frictionless.Package.metadata_validate(manifest)) == []
    # Its reader of Parquet takes missing numbers for NaN.
    manifest["resources"] = resources_of(exported, "csv")
    report = frictionless.Package.from_descriptor(manifest).validate()
    assert [task.errors for task in report.tasks if not task.valid] == []
    assert len(report.tasks) == len(manifest["resources"]) > 20


def test_croissant_describes_every_parquet_file_and_column(exported):
    described = json.loads((exported / "croissant.json").read_text("utf-8"))
    files = {each["@id"]: each["sha256"] for each in described["distribution"]}
    assert files == {
        each["path"]: each["hash"].removeprefix("sha256:")
        for each in resources_of(exported, "parquet")
    }
    fields = {field["@id"]: field for each in described["recordSet"] for field in each["field"]}
    for record_set in described["recordSet"]:
        assert {key["@id"] for key in record_set.get("key", ())} <= set(fields)
        (file,) = {field["source"]["fileObject"]["@id"] for field in record_set["field"]}
        columns = [field["source"]["extract"]["column"] for field in record_set["field"]]
        assert pl.read_parquet_schema(exported / file).names() == columns
    referred = {
        each["references"]["field"]["@id"] for each in fields.values() if "references" in each
    }
    assert {"main.papers.paper_id", "raw.dumps.dump_id"} <= referred <= set(fields)


def test_no_cell_of_a_csv_file_is_run_by_a_spreadsheet(exported):
    seen = set()
    for each in resources_of(exported, "csv"):
        kinds = [field["type"] for field in each["schema"]["fields"]]
        path = exported / each["path"]
        names = [field["name"] for field in each["schema"]["fields"]]
        by_duckdb = duckdb.sql(f"from read_csv('{path}', all_varchar=true)").fetchall()
        by_polars = pl.read_csv(path, infer_schema=False)
        rows = csv_rows(path)
        assert rows[0] == names == by_polars.columns
        assert [tuple(row) for row in rows[1:]] == by_polars.fill_null("").rows()
        assert [[cell or "" for cell in row] for row in by_duckdb] == rows[1:]
        for row in rows[1:]:
            for kind, cell in zip(kinds, row, strict=True):
                if kind == "string":
                    assert not any(map(BEGINNING.match, re.split("[;\n]", cell))), cell
                    assert not NUMBER.fullmatch(cell), cell
                    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
                    assert not set(cell) & set(CONTROLS)
                elif kind in {"number", "integer"}:
                    assert not cell or NUMBER.fullmatch(cell), cell
                seen.add(cell)
    assert {"'" + FORMULA, "'MARCH1", "''+lid", "'1234567890123456", "'2601.12340"} <= seen
    assert {"10.1234/KITE;'=1+1", "'-5", "Ada Quill; '=1+1", "We boil water.\n'- and lids"} <= seen


def test_csv_is_what_the_standard_and_excel_expect(exported):
    written = (exported / "main/papers.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfpaper_id,title,abstract,")
    assert written.endswith(b"\r\n")
    assert b'"\'=HYPERLINK(""https://kites.example"",""Free kites"")"' in written
    assert b"2026-01-10" in written


def test_a_negative_number_stays_a_number(tmp_path):
    frame = pl.DataFrame({"growth": [-0.5, 1e-9, None], "text": ["-0.5", "x", None]})
    frame.write_parquet(tmp_path / "t.parquet")
    assert write_csv(tmp_path / "t.parquet", tmp_path / "t.csv") == 0
    assert csv_rows(tmp_path / "t.csv")[1:] == [["-0.5", "'-0.5"], ["1e-9", "x"], ["", ""]]


def test_a_text_that_no_cell_holds_is_cut_and_counted(exported):
    counted = {
        each["path"]: each["cutCells"] for each in resources_of(exported, "csv") if each["cutCells"]
    }
    assert counted == {"main/papers.csv": 1}
    (cut,) = [row[2] for row in csv_rows(exported / "main/papers.csv") if "[cut:" in row[2]]
    assert cut.startswith(LONG[:16_000] + " [cut: 16000 of ")
    assert LONG in pl.read_parquet(exported / "main/papers.parquet")["abstract"].to_list()


@pytest.mark.parametrize(
    ("rows", "path", "expected"),
    [
        pytest.param(MOST_ROWS, "main/papers.csv", False, id="a full sheet"),
        pytest.param(MOST_ROWS + 1, "main/papers.csv", True, id="one row more"),
        pytest.param(MOST_ROWS + 1, "main/papers.parquet", False, id="Parquet has no sheet"),
    ],
)
def test_a_file_with_more_rows_than_a_sheet_is_told(rows, path, expected):
    table = ExportedTable("main", "papers", "", False, (), ())
    assert ExportedFile(table, path, rows, 1, "").is_too_long_for_a_sheet is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("=1+1", "'=1+1", id="an equals sign"),
        pytest.param("+1", "'+1", id="a plus"),
        pytest.param("-a", "'-a", id="a minus"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="an at sign"),
        pytest.param("\t=1", "␉=1", id="behind a tab"),
        pytest.param("\r=1", "␍=1", id="behind a carriage return"),
        pytest.param(" \u00a0=1", " \u00a0'=1", id="behind blanks"),
        pytest.param("\ufeff\u200b\u202e=1", "\ufeff\u200b\u202e'=1", id="behind invisible signs"),
        pytest.param("＝1", "'＝1", id="a wide sign"),
        pytest.param("a;=1", "a;'=1", id="behind a semicolon"),
        pytest.param("a\n\n =1", "a\n\n '=1", id="behind a line break"),
        pytest.param("'=1", "''=1", id="an apostrophe of its own"),
        pytest.param("''", "'''", id="two of them"),
        pytest.param(";'a", ";''a", id="one behind a semicolon"),
        pytest.param("it's; that's", "it's; that's", id="within words"),
        pytest.param("1984", "'1984", id="a number"),
        pytest.param(" 12", " '12", id="a number behind a blank"),
        pytest.param("12e4567890123456", "'12e4567890123456", id="an id like a power of ten"),
        pytest.param("3/4", "'3/4", id="a fraction"),
        pytest.param("2026-03-12", "'2026-03-12", id="a day"),
        pytest.param("Sept 2", "'Sept 2", id="a day with its month"),
        pytest.param("12-May", "'12-May", id="a month after its day"),
        pytest.param("10:30 pm", "'10:30 pm", id="a time"),
        pytest.param("TRUE", "'TRUE", id="a truth value"),
        pytest.param("hep-th/9901001", "hep-th/9901001", id="an old arXiv id"),
        pytest.param("DECK 3b", "DECK 3b", id="a word that begins like a month"),
        pytest.param("2e46e466e75e6955", "2e46e466e75e6955", id="an id that is no power of ten"),
        pytest.param("91E45", "'91E45", id="a class of mathematics"),
        pytest.param("3D kites", "3D kites", id="a number and a word"),
        pytest.param("a-b = c", "a-b = c", id="signs within"),
        pytest.param("", "", id="nothing"),
        pytest.param("-;-1\n-2", "'-;'-1\n'-2", id="many"),
    ],
)
def test_a_mark_makes_text_safe_and_can_be_taken_away(text, expected):
    frame = pl.DataFrame({"text": [text]}).with_columns(safe=safe_text(pl.col("text")))
    assert frame["safe"].item() == expected
    plain = frame.select(pl.col("safe").str.replace_all(MARKED, "${1}${2}")).item()
    by_duckdb = duckdb.execute("select regexp_replace(?, ?, '\\1\\2', 'g')", [expected, MARKED])
    assert by_duckdb.fetchone() == (plain,)
    assert plain.translate(str.maketrans({sign: code for code, sign in CONTROLS.items()})) == text


def test_an_export_is_replaced_as_a_whole(kitchen, empty, tmp_path):
    folder = tmp_path / "export"
    export_to(folder, kitchen, with_csv=True)
    (folder / ".DS_Store").write_bytes(b"left by a file manager")
    files = export_to(folder, empty)
    assert set(bytes_of(folder)) == {
        *(file.path for file in files),
        "datapackage.json",
        "croissant.json",
    }
    assert {each.name for each in tmp_path.iterdir()} <= {"export", ".export.lock"}


def lay_letters(folder):
    (folder / "letters").mkdir(parents=True)
    (folder / "letters" / "dear.txt").write_text("Dear kite")


def lay_another_package(folder):
    folder.mkdir()
    (folder / "datapackage.json").write_text('{"name": "kites", "resources": []}')


def lay_broken_manifest(folder):
    folder.mkdir()
    (folder / "datapackage.json").write_text('{"name": "paperhouse", "resources": [')


def lay_export_with_notes(folder):
    export_to(folder, warehouse_of(folder.parent / "other.duckdb", rows=""))
    (folder / "main" / "notes.xlsx").write_bytes(b"mine")


@pytest.mark.parametrize(
    ("lay", "message"),
    [
        pytest.param(lay_letters, "is not an export of paperhouse", id="letters"),
        pytest.param(lay_another_package, "is not an export of paperhouse", id="other data"),
        pytest.param(lay_broken_manifest, "is not an export of paperhouse", id="half a manifest"),
        pytest.param(lay_export_with_notes, "holds main/notes.xlsx", id="an export and more"),
        pytest.param(Path.touch, "is a file", id="a file"),
    ],
)
def test_what_is_not_an_export_alone_is_not_replaced(kitchen, tmp_path, lay, message):
    folder = tmp_path / "folder"
    lay(folder)
    before = bytes_of(tmp_path)
    with pytest.raises(ExportError, match=message) as refused:
        export_to(folder, kitchen)
    assert "\n" not in str(refused.value)
    assert before.items() <= bytes_of(tmp_path).items()


def test_an_empty_folder_is_filled(kitchen, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    export_to(folder, kitchen)
    assert manifest_of(folder)["release"] == 7


def test_the_current_folder_is_not_replaced(kitchen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExportError, match="is the current folder"):
        export_to(tmp_path, kitchen)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_export_that_ends_early_leaves_the_one_before(empty, kitchen, tmp_path, error):
    folder = tmp_path / "export"
    export_to(folder, empty)
    before = bytes_of(folder)

    def end(_, done, __):
        if done == 5:
            raise error

    with pytest.raises((KeyboardInterrupt, ExportError)) as ended:
        export_to(folder, kitchen, told=end)
    assert bytes_of(folder) == before
    assert not (tmp_path / ".export.partial").exists()
    if isinstance(ended.value, ExportError):
        assert str(ended.value).startswith(f"cannot write to {folder} (No space left on device)")


KILLED = """
import os, signal, sys
from pathlib import Path
from warehouse.export.write import export_warehouse

def told(what, done, total):
    if done == 5:
        os.kill(os.getpid(), signal.SIGKILL)

export_warehouse(Path(sys.argv[1]), Path(sys.argv[2]), release=1, with_csv=False, told=told)
"""


def test_a_killed_export_leaves_the_one_before_and_the_next_one_clears_up(empty, kitchen, tmp_path):
    folder = tmp_path / "export"
    export_to(folder, empty)
    before = bytes_of(folder)
    command = [sys.executable, "-c", KILLED, str(kitchen), str(folder)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / ".export.partial" / "new" / "main").is_dir()
    assert bytes_of(folder) == before
    export_to(folder, kitchen)
    assert not (tmp_path / ".export.partial").exists()
    assert manifest_of(folder)["release"] == 7
    assert bytes_of(folder) != before


def test_an_export_killed_between_two_renames_is_fetched_back(empty, kitchen, tmp_path):
    folder = tmp_path / "export"
    export_to(folder, empty)
    before = bytes_of(folder)
    (tmp_path / ".export.partial").mkdir()
    folder.rename(tmp_path / ".export.partial" / "old")

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_to(folder, kitchen, told=stop)
    assert bytes_of(folder) == before


def test_the_root_of_a_disk_is_not_replaced(kitchen):
    with pytest.raises(ExportError, match="name one in it"):
        export_to(Path("/"), kitchen)


def test_two_exports_to_one_folder_do_not_mix(kitchen, tmp_path):
    with (
        FileLock(tmp_path / ".export.lock"),
        pytest.raises(ExportError, match=r"another export to .* is under way"),
    ):
        export_to(tmp_path / "export", kitchen)


def test_a_folder_that_cannot_be_made_is_told(kitchen, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match=r"cannot write to .*export .*; name another folder"):
        export_to(tmp_path / "file" / "export", kitchen)


@pytest.mark.parametrize("name", ["kites", "papers"])
def test_a_foreign_database_is_not_exported(name, tmp_path):
    with duckdb.connect(str(tmp_path / "kites.duckdb")) as connection:
        connection.execute(f"create table {name} (colour varchar)")
    with pytest.raises(ExportError, match="not a paperhouse warehouse"):
        export_to(tmp_path / "export", tmp_path / "kites.duckdb")
    assert not (tmp_path / "export").exists()
