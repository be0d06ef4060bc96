"""What tells a table of papers from one of goods, films or issues."""

import polars as pl
import pytest

from transforms.formats.table_columns import check_mapping
from transforms.formats.table_evidence import are_of_papers, why_not_of_papers

ZOTERO = ["Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "Url"]
SCOPUS = ["Authors", "Author full names", "Title", "Year", "Source title", "DOI", "EID"]
WEB_OF_SCIENCE = ["Authors", "Author Full Names", "Article Title", "Source Title", "DOI"]
WEB_OF_SCIENCE_TAGS = ["PT", "AU", "TI", "SO", "DE", "ID", "AB", "PY", "DI", "UT"]
GOOGLE_SCHOLAR = ["Authors", "Title", "Publication", "Volume", "Year", "Publisher"]


@pytest.mark.parametrize(
    "names",
    [
        ZOTERO,
        SCOPUS,
        WEB_OF_SCIENCE,
        WEB_OF_SCIENCE_TAGS,
        GOOGLE_SCHOLAR,
        ["id", "title", "authors", "venue", "year"],
        ["titles", "summaries", "terms"],
        ["id", "title", "summary", "comments", "keywords", "url"],
        ["Title", "Abstract"],
        ["title", "authors"],
        ["title", "author", "year"],
        ["title", "doi"],
        ["title", "journal"],
        ["title", "pdf_url"],
        ["paper_title", "repo_url"],
        ["display_name", "publication_year", "doi"],
        ["name", "authors", "year"],
        ["abstract", "id"],
        ["abstract", "doi"],
    ],
    ids=" ".join,
)
def test_columns_that_only_papers_have_tell_a_table_of_papers(names: list[str]) -> None:
    assert are_of_papers(named(*names))


@pytest.mark.parametrize(
    "names",
    [
        ["Title"],
        ["Title", "Price"],
        ["title", "description", "price", "url"],
        ["title", "genre", "year", "description"],
        ["title", "body", "state", "labels", "author", "created_at", "comments", "url"],
        ["title", "venue", "date"],
        ["name", "version", "description", "author", "license", "keywords", "repository"],
        ["name", "summary", "author", "homepage"],
        ["name", "authors", "license"],
        ["name", "description", "price"],
        ["key", "summary", "status"],
        ["name", "venue", "year"],
        ["idDBLP", "idACM"],
        ["id", "year"],
        [],
    ],
    ids=" ".join,
)
def test_columns_that_other_tables_have_too_tell_no_papers(names: list[str]) -> None:
    assert not are_of_papers(named(*names))


def named(*names: str) -> pl.DataFrame:
    """Columns of these names, in which nothing stands."""
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


@pytest.mark.parametrize(
    ("column", "values", "are"),
    [
        ("url", ["https://arxiv.org/abs/2503.91990", "https://arxiv.org/abs/2503.91991"], True),
        ("link", ["http://dx.doi.org/10.1000/kite.1", None], True),
        ("url", ["https://openreview.net/forum?id=x", "https://kite.example/a"], True),
        ("url", ["https://kites.example/p/1", "https://kites.example/p/2"], False),
        ("url", [None, None], False),
        ("id", ["2503.91990", "2503.91991v2"], True),
        ("id", ["10.1000/kite.1", "10.1000/kite.2"], True),
        ("id", ["1", "2"], False),
    ],
    ids=["arxiv", "doi", "half of them", "a shop", "nothing", "arxiv id", "doi id", "numbers"],
)
def test_a_title_and_addresses_or_ids_are_of_papers_by_what_these_hold(
    column: str, values: list[str | None], *, are: bool
) -> None:
    texts = pl.DataFrame(
        {"title": ["A Kite", "A Kettle"], column: values}, schema_overrides={column: pl.String}
    )
    assert are_of_papers(texts) is are


def test_a_table_of_titles_alone_names_the_mapping_that_makes_it_readable() -> None:
    reason, mapping = why_not_of_papers(named("Price", "Title"))
    assert reason.startswith("a table with titles, but without what tells papers")
    assert mapping == "Title=title"
    check_mapping({"Title": "title"})


def test_a_table_without_titles_names_its_first_columns() -> None:
    reason, mapping = why_not_of_papers(named(*(f"column {n:02}" for n in range(30))))
    assert "(column 00, column 01" in reason
    assert reason.endswith("column 19, ...); say which one does")
    assert mapping == "COLUMN=title"
