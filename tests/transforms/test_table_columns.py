import datetime as dt
import json
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import DumpError
from transforms.formats.table_batches import TablePart, table_batches
from transforms.formats.table_columns import (
    FIELDS,
    SYNONYMS,
    check_columns,
    check_mapping,
    columns_of_fields,
    folded,
    named_mapping,
    with_ids_told,
)
from transforms.parsed_records import Batch

ZOTERO = ["Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "Url"]
SCOPUS = ["Authors", "Author full names", "Title", "Year", "Source title", "DOI", "EID"]
WEB_OF_SCIENCE = ["Authors", "Author Full Names", "Article Title", "Source Title", "DOI"]
WEB_OF_SCIENCE_TAGS = ["PT", "AU", "TI", "SO", "DE", "ID", "AB", "PY", "DI", "UT"]
GOOGLE_SCHOLAR = ["Authors", "Title", "Publication", "Volume", "Year", "Publisher"]


def batch(columns: dict[str, list[str | None]], mapping: dict[str, str] | None = None) -> Batch:
    height = len(next(iter(columns.values())))
    number = pl.int_range(1, height + 1, dtype=pl.Int64, eager=True)
    places = pl.DataFrame(
        {"line_start": number, "line_end": number, "reason": [None] * height, "excerpt": "a row"},
        schema_overrides={"reason": pl.String},
    )
    texts = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return next(table_batches([TablePart(texts, places, unit="line")], mapping or {}))


def record(**columns: str | None) -> dict[str, Any]:
    """The one record of a row under a title, without what is null."""
    row = {"title": "A Kite", **columns}
    found = batch({name: [value] for name, value in row.items()})
    (only,) = found.records.iter_rows(named=True)
    return {name: value for name, value in only.items() if value is not None}


def extra(**columns: str | None) -> dict[str, str]:
    found: dict[str, str] = json.loads(record(**columns).get("extra", "{}"))
    return found


def test_no_name_stands_for_two_fields() -> None:
    names = [folded(name) for names in SYNONYMS.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("field", FIELDS)
def test_a_column_named_as_its_field_is_mapped(field: str) -> None:
    assert columns_of_fields([field.upper().replace("_", "-")], {}) == {
        field: [field.upper().replace("_", "-")]
    }


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            ZOTERO,
            {"title": "Title", "authors": "Author", "year": "Publication Year", "url": "Url"},
        ),
        (SCOPUS, {"authors": "Author full names", "venue": "Source title", "record_id": "EID"}),
        (WEB_OF_SCIENCE, {"title": "Article Title", "authors": "Author Full Names"}),
        (WEB_OF_SCIENCE_TAGS, {"title": "TI", "record_id": "UT", "keywords": "DE", "doi": "DI"}),
        (GOOGLE_SCHOLAR, {"title": "Title", "venue": "Publication", "year": "Year"}),
        (["titles", "summaries", "terms"], {"abstract": "summaries", "categories": "terms"}),
        (["id", "title", "authors", "venue", "year"], {"record_id": "id", "venue": "venue"}),
        (["paper_arxiv_id", "repo_url"], {"arxiv_id": "paper_arxiv_id", "code_url": "repo_url"}),
    ],
    ids=["zotero", "scopus", "wos", "wos tags", "scholar", "kaggle", "linkage set", "pwc"],
)
def test_the_columns_of_known_exports_are_mapped(names: list[str], fields: dict[str, str]) -> None:
    found = columns_of_fields(names, {})
    assert {field: found[field][0] for field in fields} == fields


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'Titel' is mapped to 'titel'.*fields are: title, ab"):
        check_mapping({"Titel": "titel"})
    check_mapping({"Titel": "title", "Jahr": "", "Ort": "-"})


def test_a_mapped_column_must_be_there_but_for_case_and_blanks() -> None:
    assert named_mapping({"my titel": "title"}, ["My_Titel"]) == {"My_Titel": "title"}
    with pytest.raises(DumpError, match="no column is called 'Titel'; map one of: Name, Jahr"):
        named_mapping({"Titel": "title"}, ["Name", "Jahr"])


def test_a_table_without_title_or_id_names_the_cure() -> None:
    with pytest.raises(DumpError, match="map one, such as Titel=title; the columns are: Titel, J"):
        check_columns(["Titel", "J"], {})
    check_columns(["Titel", "J"], {"Titel": "title"})


def test_a_users_mapping_goes_before_the_synonyms() -> None:
    found = batch(
        {"title": ["Shelf 3"], "Titel": ["A Kite"], "year": ["1999"]},
        {"Titel": "title", "title": "-", "year": ""},
    )
    (only,) = found.records.iter_rows(named=True)
    assert (only["title"], only["year"]) == ("A Kite", None)
    assert json.loads(only["extra"]) == {"title": "Shelf 3", "year": "1999"}
    assert found.unmapped_columns == ("title", "year")


def test_an_unmapped_column_is_kept_as_text_where_it_has_a_value() -> None:
    found = batch(
        {"title": ["A", "B"], "shelf": ['3 "left"', None], "color": [" ", ""], "a:b": ["x", "NaN"]}
    )
    assert found.records["extra"].to_list() == [r'{"shelf":"3 \"left\"","a:b":"x"}', None]
    assert found.unmapped_columns == ("a:b", "color", "shelf")


def test_the_second_column_of_a_field_stands_in_and_is_kept_where_it_differs() -> None:
    found = batch(
        {"name": ["b", "c", "d"], "title": ["A", None, "d"], "year": ["1999", "1999", "1999"]}
    )
    assert found.records["title"].to_list() == ["A", "c", "d"]
    assert found.records["extra"].to_list() == ['{"name":"b"}', None, None]
    assert found.unmapped_columns == ()


@pytest.mark.parametrize(
    ("ids", "field"),
    [
        (["2503.02130", "2503.0213", "hep-th/9901001v2"], "arxiv_id"),
        (["10.1000/a", "https is not here", "10.1000/b", "10.1000/c", "10.1000/d"], "doi"),
        (["https://arxiv.org/abs/2503.02130", None], "url"),
        (["conf/kite/Berg01", "304586", "2503.02130"], "record_id"),
    ],
    ids=["arxiv", "doi", "url", "other"],
)
def test_a_bare_id_is_told_by_its_values(ids: list[str | None], field: str) -> None:
    texts = pl.DataFrame({"id": ids, "title": ["A"] * len(ids)})
    assert with_ids_told(texts, {}) == {"id": field}
    assert with_ids_told(texts, {"id": "pmid"}) == {"id": "pmid"}


def test_a_bare_id_without_values_is_told_by_a_later_part() -> None:
    empty = pl.DataFrame({"id": [None]}, schema={"id": pl.String})
    assert with_ids_told(empty, {}) == {}


@pytest.mark.parametrize(
    ("column", "text", "scheme", "value"),
    [
        ("openalex", "https://openalex.org/w123", "openalex", "W123"),
        ("dblp key", "DBLP:conf/kite/Berg01", "dblp", "conf/kite/Berg01"),
        ("corpus id", "CorpusID:123", "s2", "123"),
        ("PubMed ID", "123.0", "pmid", "123"),
        ("id", " K7 ", "local", "K7"),
        ("url", "https://paperswithcode.com/paper/a-kite", "pwc", "a-kite"),
        ("url", "https://dblp.org/rec/conf/kite/Berg01.html", "dblp", "conf/kite/Berg01"),
        ("link", "https://pubmed.ncbi.nlm.nih.gov/123/", "pmid", "123"),
    ],
)
def test_an_id_goes_to_its_scheme(column: str, text: str, scheme: str, value: str) -> None:
    assert record(**{column: text})["identifiers"] == [{"scheme": scheme, "value": value}]


def test_an_id_of_the_dump_alone_makes_no_record() -> None:
    found = batch(
        {"id": ["7", "8", "9"], "title": [None, "A", None], "doi": [None, None, "10.1000/a"]}
    )
    assert found.records["record_number"].to_list() == [1, 2]
    assert found.rejects["line_number"].to_list() == [1]


def test_a_part_of_ids_or_unmapped_columns_alone_has_no_records() -> None:
    for columns in ({"id": ["7"], "title": [None]}, {"id": ["7"]}, {"id": ["7"], "shelf": ["3"]}):
        found = batch(columns)
        assert (found.records.height, found.rejects.height) == (0, 1)


def test_an_arxiv_id_keeps_its_digits_and_takes_its_version_from_the_same_papers_url() -> None:
    both = record(arxiv_id="2503.0213", url="https://arxiv.org/abs/2503.02130v3")
    assert (both["arxiv_id"], both["arxiv_version"]) == ("2503.02130", 3)
    other = record(arxiv_id="2503.02130", url="https://arxiv.org/abs/2503.02131v3")
    assert (other["arxiv_id"], other.get("arxiv_version")) == ("2503.02130", None)


@pytest.mark.parametrize(
    ("url", "field", "value"),
    [
        ("https://arxiv.org/pdf/2503.02130v2.pdf", "arxiv_id", "2503.02130"),
        ("arxiv.org/abs/2503.02130", "arxiv_id", "2503.02130"),
        ("https://huggingface.co/papers/2503.02130", "arxiv_id", "2503.02130"),
        ("https://doi.org/10.48550/arXiv.2503.02130", "arxiv_id", "2503.02130"),
        ("https://doi.org/10.1000/ABC", "doi", "10.1000/abc"),
        ("https://dl.acm.org/doi/abs/10.1000/ABC?x=1", "doi", "10.1000/abc"),
        ("https://github.com/kite-lab/kite", "links", ["https://github.com/kite-lab/kite"]),
        ("https://doi.org/10.5281/zenodo.99", "links", ["https://doi.org/10.5281/zenodo.99"]),
        ("https://kite-lab.github.io/kite/", "links", ["https://kite-lab.github.io/kite/"]),
        (
            "['https://kite.example/', 'https://github.com/a/b']",
            "links",
            ["https://github.com/a/b"],
        ),
    ],
)
def test_an_address_gives_an_id_or_a_link(url: str, field: str, value: object) -> None:
    assert record(url=url)[field] == value


def test_an_address_that_tells_nothing_stays_in_extra() -> None:
    assert extra(url="https://kite.example/1") == {"url": "https://kite.example/1"}
    assert extra(url="shelf 3") == {"url": "shelf 3"}
    assert extra(url="https://arxiv.org/abs/2503.02130") == {}


def test_all_addresses_of_a_paper_count() -> None:
    found = record(
        abs="https://arxiv.org/abs/2503.02130",
        link="https://doi.org/10.1000/a",
        pdf="https://x.org/a",
    )
    assert (found["arxiv_id"], found["doi"]) == ("2503.02130", "10.1000/a")
    assert json.loads(found["extra"]) == {"pdf": "https://x.org/a"}


def test_code_links_carry_what_is_said_of_them() -> None:
    found = record(
        github="https://github.com/a/b, github.com/c/d",
        is_official="True",
        mentioned_in_github="0",
        framework="PyTorch",
    )
    said = {
        "is_official": True,
        "mentioned_in_paper": None,
        "mentioned_in_github": False,
        "framework": "pytorch",
    }
    assert found["repositories"] == [
        {"url": "https://github.com/a/b", **said},
        {"url": "github.com/c/d", **said},
    ]
    assert "extra" not in found


def test_what_is_said_of_no_code_stays_in_extra() -> None:
    assert extra(code="yes", is_official="true") == {"code": "yes", "is_official": "true"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-12", dt.date(2024, 3, 12)),
        ("2024-3-2", dt.date(2024, 3, 2)),
        ("2024-03-12T23:59:00Z", dt.date(2024, 3, 12)),
        ("2024-03-12 10:00:00", dt.date(2024, 3, 12)),
        ("2024/03/12", dt.date(2024, 3, 12)),
        ("2024.03.12", dt.date(2024, 3, 12)),
        ("20240312", dt.date(2024, 3, 12)),
        ("12 Mar 2024", dt.date(2024, 3, 12)),
        ("12-MAR-2024", dt.date(2024, 3, 12)),
        ("Tue, 12 Mar 2024 17:59:59 GMT", dt.date(2024, 3, 12)),
        ("March 2nd, 2024", dt.date(2024, 3, 2)),
        ("Mar 12 2024", dt.date(2024, 3, 12)),
    ],
)
def test_a_day_that_reads_in_one_way_is_read(text: str, day: dt.date) -> None:
    found = record(date=text, updated="1999-01-01", listed_on=text)
    assert (found["published_on"], found["listed_on"]) == (day, day)
    assert found["updated_on"] == dt.date(1999, 1, 1)
    assert found.keys().isdisjoint({"year", "extra"})


@pytest.mark.parametrize("text", ["03/04/2024", "2024-02-30", "2024-03", "spring 2024"])
def test_a_day_that_is_none_or_could_be_two_gives_its_year_and_stays_in_extra(text: str) -> None:
    found = record(date=text)
    assert "published_on" not in found
    assert found["year"] == 2024
    assert json.loads(found["extra"]) == {"date": text}


def test_a_date_that_is_a_bare_year_is_the_year() -> None:
    found = record(date="2024")
    assert found["year"] == 2024
    assert "extra" not in found


@pytest.mark.parametrize(
    ("text", "year"),
    [("1999", 1999), ("1999.0", 1999), (" 2024 ", 2024), ("n.d.", None), ("99", None)],
)
def test_a_year_is_read(text: str, year: int | None) -> None:
    assert record(year=text).get("year") == year
    assert extra(year=text) == ({} if year else {"year": text})


def test_a_year_of_its_own_is_kept_beside_the_day() -> None:
    assert record(year="1999", date="2001-02-03")["year"] == 1999
    assert record(year="1999", date="spring 2001")["year"] == 1999


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("1,234", 1234), ("12.0", 12), ("-3", None), ("many", None)]
)
def test_upvotes_are_whole_numbers(text: str, count: int | None) -> None:
    assert record(likes=text).get("upvotes") == count
    assert extra(likes=text) == ({} if count is not None else {"likes": text})


@pytest.mark.parametrize(("text", "truth"), [("TRUE", True), ("0", False), ("maybe", None)])
def test_a_retraction_is_true_or_false(text: str, *, truth: bool | None) -> None:
    assert record(is_retracted=text).get("is_retracted") is truth


@pytest.mark.parametrize(
    ("text", "scheme", "categories"),
    [
        ("cs.CV cs.LG", "arxiv", ["cs.CV", "cs.LG"]),
        ("['cs.CV', 'math-ph']", "arxiv", ["cs.CV", "math-ph"]),
        ("cs.CV; hep-th", "arxiv", ["cs.CV", "hep-th"]),
        ("Vision (cs.CV); Robotics (cs.RO)", "arxiv", ["cs.CV", "cs.RO"]),
        ("Computer Science, Theory; Robotics", "other", ["Computer Science, Theory", "Robotics"]),
        ("math; Kites", "other", ["math", "Kites"]),
    ],
)
def test_categories_are_arxivs_where_all_of_them_look_so(
    text: str, scheme: str, categories: list[str]
) -> None:
    assert record(categories=text)["categories"] == [
        {"scheme": scheme, "category": category} for category in categories
    ]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("cs.CV 68Txx I.2.1", ["arxiv:cs.CV", "msc:68Txx", "acm:I.2.1"]),
        (
            '["cs.CV", "I.2.7; I.4.m", "68T50 (Primary) 68T07, 68Q32 (Secondary)"]',
            ["arxiv:cs.CV", "acm:I.2.7", "acm:I.4.m", "msc:68T50", "msc:68T07", "msc:68Q32"],
        ),
        ("68T07; cs.CV", ["arxiv:cs.CV", "msc:68T07"]),
        ('["cs.CV", "(Primary)"]', ["arxiv:cs.CV"]),
        ("cs.CV; Kites; A.I", ["arxiv:cs.CV", "other:Kites", "other:A.I"]),
    ],
    ids=["in blanks", "several in an item", "arXiv's first", "a mere word", "other ones"],
)
def test_codes_of_other_schemes_among_arxivs_categories_are_told_apart(
    text: str, categories: list[str]
) -> None:
    assert [":".join(each.values()) for each in record(terms=text)["categories"]] == categories


def test_the_primary_category_stands_first() -> None:
    found = record(categories="cs.CV cs.LG", primary_category="cs.LG")
    assert [each["category"] for each in found["categories"]] == ["cs.LG", "cs.CV"]


def test_keywords_are_the_authors() -> None:
    assert record(**{"Author Keywords": "kites; strings"})["keywords"] == [
        {"keyword": "kites", "source": "author", "score": None},
        {"keyword": "strings", "source": "author", "score": None},
    ]


@pytest.mark.parametrize("absent", ["", " ", "NaN", "None", "NULL", r"\N", "N/A", "-", "[]"])
def test_what_exports_write_for_nothing_is_nothing(absent: str) -> None:
    assert record(abstract=absent, doi=absent, shelf=absent).keys() == {
        "record_number",
        "line_start",
        "line_end",
        "title",
    }


def test_columns_may_have_any_names() -> None:
    odd = {"c0": "x", "line_start": "y", "extra": "z", 'a "b"': "w", "reason": "v", "url_doi": "u"}
    assert extra(**odd) == odd
