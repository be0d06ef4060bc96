"""Why the records of a paper are one, asked of a warehouse."""

import polars as pl
import pytest

from transforms.identity.resolve import resolve
from transforms.paper_aliases import paper_aliases
from transforms.paper_matches import paper_matches
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records
from warehouse.load import create_marts, create_tables, load_table, open_staged
from warehouse.query import questions
from warehouse.schema import table

TITLE = "Boiling Water with Very Large Kettles in Small Kitchens"
AUTHORS = ["Ada Kettle", "Bo Potter"]
DUMPS = {
    "kettles.bib": [
        {"title": TITLE, "authors": AUTHORS, "year": 2020, "doi": "10.1234/kettle"},
        {"title": f"{TITLE}: Erratum", "authors": AUTHORS, "year": 2021},
    ],
    "works.jsonl": [
        {"title": f"{TITLE}!", "doi": "10.1234/kettle", "arxiv_id": "2003.00001"},
        {"title": "Two Quiet Teapots of Our Grandmothers", "authors": ["Cy Lidd"], "year": 1999},
    ],
    "crawl.csv": [
        {"title": f"{TITLE}, Kettle Letters", "authors": ["A Kettle"], "year": 2021},
        {"title": f"{TITLE}, Kettle Letters", "authors": ["A Kettle"], "year": 2021},
    ],
}


@pytest.fixture
def warehouse(tmp_path):
    with open_staged(tmp_path / "warehouse.duckdb") as connection:
        create_tables(connection)
        create_marts(connection)
        yield connection


@pytest.fixture
def filled(warehouse, tmp_path):
    """The dumps above, resolved as in a build; the place of a record is its number times ten."""
    rows = [
        {"dump_id": name.ljust(64, "0"), "record_number": number, **record}
        for name, records in DUMPS.items()
        for number, record in enumerate(records, 1)
    ]
    records = pl.DataFrame(rows, schema={**RECORD, "dump_id": pl.String()})
    frames = [
        record_keys(part.lazy()).with_columns(dump_id=pl.lit(dump_id))
        for (dump_id,), part in records.group_by("dump_id")
    ]
    keys = pl.concat(frames).collect().lazy()
    identity = resolve(keys)
    known = records.join(
        papers_of_records(identity).collect(), on=["dump_id", "record_number"]
    ).sort("dump_id", "record_number")
    line = pl.col("record_number") * 10
    of_papers = known.unique("paper_id", keep="last", maintain_order=True)
    arxiv_ids = of_papers.drop_nulls("arxiv_id")
    tables = {
        "dumps": known.select("dump_id", file_name=pl.col("dump_id").str.strip_chars_end("0"))
        .unique()
        .with_columns(
            counted_in=pl.when(pl.col("file_name") == "works.jsonl")
            .then(pl.lit("element"))
            .otherwise(pl.lit("line"))
        ),
        "records": known.with_columns(line_start=line, line_end=line),
        "paper_matches": paper_matches(identity, keys).collect(),
        "paper_aliases": paper_aliases(identity).collect(),
        "papers": of_papers.select("paper_id", "title"),
        "paper_identifiers": pl.concat(
            [
                arxiv_ids.select("paper_id", scheme=pl.lit("arxiv"), value="arxiv_id"),
                arxiv_ids.select("paper_id", scheme=pl.lit("doi"), value=pl.lit("10.1234/kettle")),
            ]
        ),
    }
    for name, frame in tables.items():
        schema = table(name).polars_schema
        absent = [
            pl.lit(None, dtype).alias(column)
            for column, dtype in schema.items()
            if column not in frame.columns
        ]
        file = tmp_path / f"{name}.parquet"
        frame.with_columns(absent).select(schema.names()).write_parquet(file)
        load_table(warehouse, table(name), [file])
    return warehouse


def test_every_record_of_a_paper_names_its_place_its_title_and_its_match(filled):
    asked = "select * exclude (paper_id) from why_one_paper('2003.00001')"
    assert filled.execute(asked).fetchall() == [
        (1, "crawl.csv", "line 10", f"{TITLE}, Kettle Letters", None, "", ""),
        (
            2,
            "kettles.bib",
            "line 10",
            TITLE,
            1,
            "title within title",
            "titles 0.78 alike, 100 % of the authors, 1 year apart",
        ),
        (3, "crawl.csv", "line 20", f"{TITLE}, Kettle Letters", 1, "same record", ""),
        (4, "works.jsonl", "element 10", f"{TITLE}!", 2, "same DOI", "doi:10.1234/kettle"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("2003.00001", id="an arXiv id"),
        pytest.param("arxiv:2003.00001", id="an identifier with its scheme"),
        pytest.param("https://arxiv.org/abs/2003.00001v2", id="an arXiv address"),
        pytest.param("10.1234/KETTLE", id="a DOI in capitals"),
        pytest.param("https://doi.org/10.1234/kettle", id="a DOI's address"),
        pytest.param(f"{TITLE}!".upper(), id="the title"),
    ],
)
def test_a_paper_is_called_by_any_of_its_names(filled, name):
    expected = filled.execute("from why_one_paper('2003.00001')").fetchall()
    assert filled.execute(f"from why_one_paper('{name}')").fetchall() == expected != []


def test_a_paper_is_called_by_any_of_its_paper_ids(filled):
    expected = filled.execute("from why_one_paper('2003.00001')").fetchall()
    ids = filled.execute(
        "select alias_id from paper_aliases where paper_id = $1 union select $1", [expected[0][0]]
    ).fetchall()
    assert len(ids) > 1
    for (each,) in ids:
        assert filled.execute(f"from why_one_paper('{each}')").fetchall() == expected


def test_what_is_nearly_one_with_a_paper_says_what_kept_it_apart(filled):
    nearly = "select title, place, decision, reason from nearly_one_paper('{}')"
    rows = filled.execute(nearly.format("2003.00001")).fetchall()
    reason = "one is about the other, such as an erratum"
    assert (f"{TITLE}: Erratum", "line 20", "vetoed", reason) in rows
    of_erratum = filled.execute(nearly.format(f"{TITLE}: Erratum")).fetchall()
    assert (TITLE, "line 10", "vetoed", reason) in of_erratum


@pytest.mark.parametrize("question", ["why_one_paper", "closest_misses"])
def test_the_named_questions_answer(filled, question):
    (sql,) = (each.sql for each in questions() if each.name == question)
    assert filled.execute(sql).fetchall()


@pytest.mark.parametrize("function", ["why_one_paper", "nearly_one_paper"])
def test_of_an_unknown_paper_nothing_is_said(filled, function):
    assert filled.execute(f"from {function}('On Spoons')").fetchall() == []


@pytest.mark.parametrize("function", ["why_one_paper", "nearly_one_paper"])
def test_an_empty_warehouse_says_nothing(warehouse, function):
    assert warehouse.execute(f"from {function}('2003.00001')").fetchall() == []
