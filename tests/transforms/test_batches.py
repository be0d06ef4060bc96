import datetime as dt

import polars as pl
import pytest

from transforms.formats.batches import EXCERPT_CHARS, NO_CONTENT, to_batch
from transforms.formats.columns import identifiers
from transforms.parsed_records import RECORD, REJECT, Batch


def batch_of(*rows: dict, after: int = 0) -> Batch:
    defaults = {"reason": None, "excerpt": "{...}"}
    schema = {"reason": pl.String, "excerpt": pl.String}
    numbered = [
        {"line_start": number, "line_end": number, **defaults, **row}
        for number, row in enumerate(rows, 1)
    ]
    return to_batch(
        pl.DataFrame(numbered, schema_overrides=schema, infer_schema_length=None),
        after=after,
        unit="line",
    )


def test_records_and_rejects_have_their_schemas_and_numbers() -> None:
    batch = batch_of(
        {"title": "Kites"}, {"title": None, "reason": "not JSON"}, {"title": "Sails"}, after=7
    )
    assert batch.records.schema == RECORD
    assert batch.rejects.schema == REJECT
    assert batch.records["record_number"].to_list() == [8, 9]
    assert batch.records["line_start"].to_list() == [1, 3]
    assert batch.rejects.rows() == [(2, 2, "not JSON", "{...}")]
    assert (batch.record_line_count, batch.reject_line_count) == (2, 1)


@pytest.mark.parametrize(
    ("row", "is_record"),
    [
        pytest.param({"title": "Kites"}, True, id="a title"),
        pytest.param({"arxiv_id": "2512.00001"}, True, id="an arXiv id"),
        pytest.param({"doi": "10.1000/x"}, True, id="a DOI"),
        pytest.param({"identifiers": [{"scheme": "s2", "value": "1"}]}, True, id="another id"),
        pytest.param({"abstract": "We fly kites."}, False, id="an abstract alone"),
        pytest.param({"title": " \n"}, False, id="a title of white space"),
        pytest.param({"arxiv_id": "none"}, False, id="an arXiv id that is none"),
    ],
)
def test_a_record_has_a_title_or_an_identifier(row: dict, is_record: bool) -> None:
    batch = batch_of(row)
    assert batch.records.height == is_record
    assert batch.rejects["reason"].to_list() == ([] if is_record else [NO_CONTENT])


def test_ids_come_clean_and_arxivs_doi_is_no_doi() -> None:
    records = batch_of(
        {"arxiv_id": "https://arxiv.org/abs/2512.00001v3", "doi": "https://doi.org/10.1000/X"},
        {"arxiv_id": None, "doi": "10.48550/arXiv.2512.00002"},
    ).records
    assert records["arxiv_id"].to_list() == ["2512.00001", "2512.00002"]
    assert records["arxiv_version"].to_list() == [3, None]
    assert records["doi"].to_list() == ["10.1000/x", None]


def test_lists_are_never_empty() -> None:
    records = batch_of({"title": "Kites", "authors": [], "links": []}).records
    assert records.select("authors", "links").row(0) == (None, None)


def test_an_excerpt_is_short() -> None:
    batch = batch_of({"title": None, "excerpt": "x" * 1000})
    assert batch.rejects["excerpt"].str.len_chars().to_list() == [EXCERPT_CHARS]


@pytest.mark.parametrize(
    ("year", "expected"), [(2026, 2026), (1665, 1665), (0, None), (-1, None), (20260, None)]
)
def test_a_year_that_cannot_be_one_is_missing(year: int, expected: int | None) -> None:
    assert batch_of({"title": "Kites", "year": year}).records["year"].item() == expected


@pytest.mark.parametrize("name", ["published_on", "updated_on"])
@pytest.mark.parametrize(
    ("day", "is_one"),
    [(dt.date(1665, 3, 6), True), (dt.date(999, 12, 31), False), (dt.date(1, 1, 1), False)],
)
def test_a_day_of_a_year_that_cannot_be_one_is_missing(
    name: str, day: dt.date, is_one: bool
) -> None:
    found = batch_of({"title": "Kites", name: day}).records[name].item()
    assert found == (day if is_one else None)


def test_a_record_has_the_identifiers_that_it_states() -> None:
    rows = pl.DataFrame({"s2": [12, None, 3], "dblp": ["conf/kites/A1", "", "a:b"]})
    stated = rows.select(identifiers(s2=pl.col("s2"), dblp=pl.col("dblp"))).to_series()
    assert stated.dtype == RECORD["identifiers"]
    assert stated.to_list() == [
        [{"scheme": "s2", "value": "12"}, {"scheme": "dblp", "value": "conf/kites/A1"}],
        [],
        [{"scheme": "s2", "value": "3"}, {"scheme": "dblp", "value": "a:b"}],
    ]


@pytest.mark.parametrize(
    ("row", "is_retracted"),
    [
        ({"arxiv_id": "2512.00001", "comment": "Withdrawn by the author"}, True),
        ({"arxiv_id": "2512.00001", "abstract": "This paper has been\n  withdrawn."}, True),
        ({"arxiv_id": "2512.00001", "comment": "9 pages"}, None),
        ({"arxiv_id": "2512.00001", "comment": "withdrawn", "is_retracted": False}, False),
        ({"title": "A Book", "comment": "withdrawn"}, None),
        ({"title": "A Book", "comment": "on loan", "is_retracted": True}, True),
    ],
    ids=["comment", "abstract", "nothing said", "the source says no", "no arXiv id", "mark"],
)
def test_a_paper_on_arxiv_that_says_it_is_withdrawn_is_retracted(
    row: dict, is_retracted: bool | None
) -> None:
    assert batch_of(row).records["is_retracted"].to_list() == [is_retracted]


def keyword(text: str) -> dict:
    return {"keyword": text, "source": "author", "score": None}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("R&amp;D of <i>Kites</i>", "R&D of Kites"),
        ("G&ouml;del&#8217;s Kite", "Gödel’s Kite"),
        ("&lt;b&gt;Kites&lt;/b&gt;", "Kites"),
        ("Kites where p<q", "Kites where p<q"),
        ("The <unk> Token &amp; Kites", "The <unk> Token & Kites"),
        ("a < b and c > d", "a < b and c > d"),
        ("The mean <p> of Kites", "The mean <p> of Kites"),
        (r"Kites \& Sails", r"Kites \& Sails"),
    ],
)
def test_no_text_of_a_record_holds_markup(written: str, plain: str) -> None:
    texts = dict.fromkeys(("title", "abstract", "comment", "venue"), written)
    records = batch_of(
        texts | {"keywords": [keyword(written), keyword("kites")]},
        dict.fromkeys(texts, "Sails") | {"keywords": [keyword("sails")]},
    ).records
    assert records.select(*texts).rows() == [(plain,) * 4, ("Sails",) * 4]
    assert records["keywords"].to_list() == [[keyword(plain), keyword("kites")], [keyword("sails")]]


def test_names_of_authors_hold_no_markup() -> None:
    authors = ["<b>Ann</b> Lee", "Jan M&uuml;ller", "Bo Kim*"]
    records = batch_of({"title": "Kites", "authors": authors}).records
    assert records["authors"].to_list() == [["Ann Lee", "Jan Müller", "Bo Kim"]]


def test_what_ends_a_block_parts_words() -> None:
    abstract = "<jats:p>We fly.</jats:p><jats:p>Far.</jats:p>"
    assert batch_of({"title": "K", "abstract": abstract}).records["abstract"].item() == (
        "We fly. Far."
    )


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        ("arXiv.org", None),
        ("arXiv preprint\n arXiv:2101.00001", None),
        ("Kites &amp; Moss", "Kites & Moss"),
    ],
)
def test_a_server_of_preprints_is_no_venue(venue: str, expected: str | None) -> None:
    assert batch_of({"title": "Kites", "venue": venue}).records["venue"].item() == expected


@pytest.mark.parametrize(
    ("row", "arxiv_id", "doi", "others"),
    [
        ({"doi": "10.1000/a; 10.2000/B"}, None, "10.1000/a", ["10.2000/b"]),
        ({"doi": "10.1000/a,10.2000/b 10.3000/c"}, None, "10.1000/a", ["10.2000/b", "10.3000/c"]),
        ({"doi": "10.1000/a; 10.48550/arXiv.2512.00001"}, "2512.00001", "10.1000/a", []),
        ({"doi": "10.48550/arXiv.2512.00001, 10.1000/a"}, "2512.00001", "10.1000/a", []),
        (
            {"arxiv_id": "2512.00002", "doi": "10.1000/a, 10.48550/arXiv.2512.00001"},
            "2512.00002",
            "10.1000/a",
            [],
        ),
        ({"doi": "10.1000/a; 10.1000/A"}, None, "10.1000/a", []),
    ],
)
def test_of_several_dois_the_first_is_the_papers(
    row: dict, arxiv_id: str | None, doi: str, others: list[str]
) -> None:
    own = {"scheme": "s2", "value": "1"}
    first, second = batch_of(row | {"identifiers": [own]}, {"doi": "10.9000/x"}).records.to_dicts()
    assert (first["arxiv_id"], first["doi"]) == (arxiv_id, doi)
    assert first["identifiers"] == [own, *({"scheme": "doi", "value": each} for each in others)]
    assert (second["doi"], second["identifiers"]) == ("10.9000/x", None)
