"""The user's mapping: which column of a table holds which field, said once and remembered."""

import json
import os
import shlex
from pathlib import Path

import polars as pl
import pytest

from orchestration.archive import PARSED_RECORDS, archived, step_version
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.parsing import parse_dump
from orchestration.registry import (
    Dump,
    Given,
    identify_dumps,
    known_dumps,
    register,
    registered_dumps,
)

MAPPING = {"Titel": "title", "Kurzfassung": "abstract"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def table(path: Path, size: int = 5, **more: str) -> Path:
    """A table whose columns are called as nobody else calls them."""
    rows = [
        {
            "Titel": f"Drachen, die von selbst fliegen, Band {number}",
            "Kurzfassung": f"Wir bauen {number} Drachen und messen den Wind in langen Versuchen.",
            "Farbe": "rot",
            **more,
        }
        for number in range(1, size + 1)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def identified(home: Home, path: Path, **mapping: str) -> Dump:
    ((dump,), _) = identify_dumps(
        [str(path)], given=Given(mapping=mapping), known=known_dumps(home)
    )
    return dump


def titles_and_abstracts(home: Home, dump: Dump) -> list[tuple[str, str | None]]:
    parse_dump(home, dump, lambda *_: None)
    return pl.read_parquet(archived(home, PARSED_RECORDS, dump)).select("title", "abstract").rows()


def test_a_table_that_no_column_tells_of_is_refused_with_the_cure(home, tmp_path):
    path = table(tmp_path / "papers.jsonl")
    with pytest.raises(UsageError) as error:
        identified(home, path)
    assert "no known format: it may be a table" in str(error.value)
    assert f"`paperhouse build {path} --map COLUMN=title`" in str(error.value)


def test_a_mapped_table_is_parsed_by_its_mapping(home, tmp_path):
    rows = titles_and_abstracts(home, identified(home, table(tmp_path / "a"), **MAPPING))
    assert len(rows) == 5
    assert rows[0] == (
        "Drachen, die von selbst fliegen, Band 1",
        "Wir bauen 1 Drachen und messen den Wind in langen Versuchen.",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path,
        lambda path: os.utime(path, ns=(1, 1)) or path,
        lambda path: path.rename(path.with_name("moved.jsonl")),
    ],
    ids=["as it was", "with another time", "in another place"],
)
def test_the_mapping_of_a_known_dump_is_kept(home, tmp_path, change):
    path = table(tmp_path / "papers.jsonl")
    register(home, [identified(home, path, **MAPPING)])
    again = identified(home, change(path))
    register(home, [again])
    (dump,) = registered_dumps(home)
    assert dump.dump_id == again.dump_id
    assert dump.mapping == MAPPING


def test_another_mapping_parses_the_dump_anew_and_is_kept(home, tmp_path):
    path = table(tmp_path / "papers.jsonl")
    first = identified(home, path, **MAPPING)
    register(home, [first])
    assert titles_and_abstracts(home, first)[0][1] is not None
    register(home, [identified(home, path, Titel="title")])
    (dump,) = registered_dumps(home)
    assert dump.mapping == {"Titel": "title"}
    assert not archived(home, PARSED_RECORDS, dump).exists()
    assert titles_and_abstracts(home, dump)[0][1] is None


def test_the_order_in_which_columns_are_mapped_is_no_other_mapping(home, tmp_path):
    path = table(tmp_path / "papers.jsonl")
    one = identified(home, path, Titel="title", Kurzfassung="abstract")
    other = identified(home, path, Kurzfassung="abstract", Titel="title")
    assert step_version(home, PARSED_RECORDS, one) == step_version(home, PARSED_RECORDS, other)


def test_the_mapping_of_one_table_is_not_that_of_another(home, tmp_path):
    register(home, [identified(home, table(tmp_path / "papers.jsonl"), **MAPPING)])
    with pytest.raises(UsageError, match="it may be a table"):
        identified(home, table(tmp_path / "more.jsonl", size=6))


def test_parquet_whose_columns_are_not_known_is_refused_until_it_is_mapped(home, tmp_path):
    path = tmp_path / "papers.parquet"
    pl.DataFrame({"Titel": ["Drachen", "Kites"], "Farbe": ["rot", "blue"]}).write_parquet(path)
    with pytest.raises(UsageError, match=r"papers\.parquet: .*Titel, Farbe"):
        identified(home, path)
    dump = identified(home, path, Titel="title")
    assert titles_and_abstracts(home, dump) == [("Drachen", None), ("Kites", None)]


def goods(path: Path) -> Path:
    """A table of titles, which may be of anything."""
    path.write_text("price,title\n3,A Kite That Flies Itself\n4,A Kettle That Whistles\n")
    return path


def test_a_table_of_bare_titles_is_refused_with_the_command_that_builds_it(home, tmp_path):
    path = goods(tmp_path / "my goods.csv")
    with pytest.raises(UsageError) as error:
        identified(home, path)
    message = str(error.value)
    assert "a table with titles, but without what tells papers" in message
    command = message.split("`")[1]
    assert command == f"paperhouse build '{path}' --map title=title"
    column, _, field = shlex.split(command)[-1].partition("=")
    dump = identified(home, path, **{column: field})
    assert titles_and_abstracts(home, dump) == [
        ("A Kite That Flies Itself", None),
        ("A Kettle That Whistles", None),
    ]
    register(home, [dump])
    assert identified(home, path).mapping == {"title": "title"}


def test_a_table_of_bare_titles_in_a_folder_is_left_out_and_named(tmp_path, write_page):
    write_page(tmp_path / "dumps" / "a.txt", "Alder")
    path = goods(tmp_path / "dumps" / "goods.csv")
    dumps, refusals = identify_dumps([str(tmp_path / "dumps")])
    assert [dump.file_name for dump in dumps] == ["a.txt"]
    assert [refusal.path for refusal in refusals] == [path]


def test_parquet_of_bare_titles_is_refused_until_it_is_mapped(home, tmp_path):
    path = tmp_path / "goods.parquet"
    pl.DataFrame({"title": ["Drachen", "Kites"], "price": [1, 2]}).write_parquet(path)
    with pytest.raises(UsageError, match=r"without what tells papers.* --map title=title`$"):
        identified(home, path)
    dump = identified(home, path, title="title")
    assert titles_and_abstracts(home, dump) == [("Drachen", None), ("Kites", None)]


@pytest.mark.parametrize("name", ["title", "Titel"])
def test_one_column_of_titles_is_read_if_it_is_mapped(home, tmp_path, name):
    path = tmp_path / "titles.csv"
    path.write_text(f"{name}\nKites, Kettles, and Tea\nOn Tea\n")
    with pytest.raises(UsageError, match="no known format"):
        identified(home, path)
    dump = identified(home, path, **{name: "title"})
    assert titles_and_abstracts(home, dump) == [
        ("Kites, Kettles, and Tea", None),
        ("On Tea", None),
    ]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(home, tmp_path):
    with pytest.raises(UsageError, match=r"papers\.jsonl: .*'Titl'.*Titel, Kurzfassung, Farbe"):
        identified(home, table(tmp_path / "papers.jsonl"), Titl="title")


def test_a_dump_that_is_no_table_is_refused(home, tmp_path, write_page):
    page = write_page(tmp_path / "page.txt", "Alder")
    with pytest.raises(UsageError, match=r"page\.txt: --map is for tables, .*without --map"):
        identified(home, page, **MAPPING)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--map", "Titel"], "write --map COLUMN=FIELD"),
        (["--map", "=title"], "write --map COLUMN=FIELD"),
        (["--map", "Titel=titel"], "'titel', which is no field; the fields are: title, abstract"),
        (["--map", "Titel=title", "--map", "Titel=abstract"], "two fields; choose one"),
    ],
    ids=["no field", "no column", "a field that is none", "two fields for a column"],
)
def test_a_mapping_that_cannot_be_meant_is_refused_in_one_line(
    paperhouse, tmp_path, arguments, message
):
    done = paperhouse("build", table(tmp_path / "papers.jsonl"), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_mapping_without_a_dump_is_refused(paperhouse):
    done = paperhouse("build", "--map", "Titel=title")
    assert done.returncode == 2
    assert "--map is for the tables named; name them too" in done.stderr


def test_a_mapped_table_is_built_and_its_other_columns_are_named(
    tmp_path, paperhouse, run_build, ask
):
    path = table(tmp_path / "papers.jsonl")
    done = paperhouse("build", path, "--map", "Titel=title", "--map", "Kurzfassung = abstract")
    assert (done.returncode, done.stderr) == (0, "")
    assert "papers.jsonl, json_table: 5 records, 0 rejects" in done.stdout
    assert "kept as JSON: columns Farbe of papers.jsonl" in done.stdout

    home = Home(tmp_path / "home")
    outcome = run_build(home, path)
    assert (outcome.release, outcome.new_dumps) == (2, [])
    assert ask(home.warehouse, "select unmapped_columns from raw.dumps") == [("Farbe",)]
    assert ask(home.warehouse, "select count(abstract) from papers") == [(5,)]
