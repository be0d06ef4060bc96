import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats import FormatError, recognise
from transforms.formats.format import Format
from transforms.formats.s2_abstracts import S2_ABSTRACTS
from transforms.formats.s2_papers import S2_PAPERS

SHARED = Path(__file__).parents[2] / "../shared"
NO_IDS = dict.fromkeys(
    ("ACL", "DBLP", "ArXiv", "MAG", "CorpusId", "PubMed", "DOI", "PubMedCentral")
)


def paper(**fields: Any) -> dict[str, Any]:
    return {"corpusid": 990000001, "externalids": NO_IDS, "title": "Kites in Wind", **fields}


def abstract(**fields: Any) -> dict[str, Any]:
    open_access = {"externalids": NO_IDS, "license": None, "url": None, "status": None}
    return {"corpusid": 990000001, "openaccessinfo": open_access, "abstract": "We fly.", **fields}


def read(each: Format, *values: dict[str, Any] | str) -> tuple[list[dict[str, Any]], list[Any]]:
    lines = [value if isinstance(value, str) else json.dumps(value) for value in values]
    batches = list(each.parse(io.BytesIO("\n".join(lines).encode() + b"\n")))
    refused = pl.concat([batch.rejects for batch in batches])
    found = pl.concat([batch.records for batch in batches]).to_dicts()
    return found, refused.select("line_number", "reason").rows()


def paper_of(**fields: Any) -> dict[str, Any]:
    ((found,), refused) = read(S2_PAPERS, paper(**fields))
    assert not refused
    return found


def ids_of(record: dict[str, Any]) -> dict[str, str]:
    return {each["scheme"]: each["value"] for each in record["identifiers"]}


def expected_papers() -> list[dict[str, Any]]:
    path = SHARED / "labels/formats_expected.jsonl"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def shared_records(name: str, each: Format) -> list[dict[str, Any]]:
    path = SHARED / "dumps/formats" / name
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    with path.open("rb") as stream:
        return pl.concat([batch.records for batch in each.parse(stream)]).to_dicts()


def test_ids_are_bare_text() -> None:
    found = paper_of(
        externalids={
            "ACL": "2026.kites-main.14",
            "DBLP": "conf/kites/Sail26",
            "ArXiv": "2603.91377",
            "MAG": "9900000002",
            "CorpusId": "990000001",
            "PubMed": "99000002",
            "DOI": "10.5555/KITES.1",
            "PubMedCentral": "9900002",
        }
    )
    assert (found["arxiv_id"], found["doi"]) == ("2603.91377", "10.5555/kites.1")
    assert ids_of(found) == {
        "s2": "990000001",
        "dblp": "conf/kites/Sail26",
        "acl": "2026.kites-main.14",
        "mag": "9900000002",
        "pmid": "99000002",
        "pmcid": "PMC9900002",
    }


def test_arxivs_own_doi_is_an_arxiv_id() -> None:
    found = paper_of(externalids={"DOI": "10.48550/arXiv.2603.91377"})
    assert (found["arxiv_id"], found["doi"]) == ("2603.91377", None)


@pytest.mark.parametrize(
    ("fields", "own_id"),
    [
        pytest.param({"corpusid": 12}, "12", id="a number"),
        pytest.param({"corpusid": "12"}, "12", id="text"),
        pytest.param({"corpusid": None, "corpusId": 12}, "12", id="of the API"),
        pytest.param({"corpusid": None, "externalids": {"CorpusId": 12}}, "12", id="external"),
        pytest.param({"corpusid": None, "paperId": "9f0a"}, "9f0a", id="the hash"),
        pytest.param({"corpusid": 12, "paperId": "9f0a"}, "12", id="the number before the hash"),
    ],
)
def test_semantic_scholars_own_id_is_text(fields: dict[str, Any], own_id: str) -> None:
    assert ids_of(paper_of(**fields))["s2"] == own_id


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        pytest.param({"venue": "Kite Conference"}, "Kite Conference", id="a venue"),
        pytest.param({"venue": "", "journal": {"name": " Sails "}}, "Sails", id="a journal"),
        pytest.param(
            {"venue": "arXiv.org", "journal": {"name": "ArXiv"}}, None, id="a server of preprints"
        ),
        pytest.param(
            {"venue": "bioRxiv", "journal": {"name": "Sails"}}, "Sails", id="later a journal"
        ),
        pytest.param(
            {"venue": "", "publicationVenue": {"name": "Ropes"}}, "Ropes", id="of the API"
        ),
        pytest.param({"venue": None, "journal": None}, None, id="missing"),
    ],
)
def test_the_venue_is_no_server_of_preprints(fields: dict[str, Any], venue: str | None) -> None:
    assert paper_of(**fields)["venue"] == venue


def test_fields_of_study_are_categories_each_once() -> None:
    fields = [
        {"category": "Physics", "source": "external"},
        {"category": "Computer Science", "source": "external"},
        {"category": "Physics", "source": "s2-fos-model"},
        {"category": None, "source": "s2-fos-model"},
    ]
    assert paper_of(s2fieldsofstudy=fields)["categories"] == [
        {"scheme": "s2", "category": "Physics"},
        {"scheme": "s2", "category": "Computer Science"},
    ]


def test_days_years_and_authors_are_kept() -> None:
    found = paper_of(
        authors=[{"authorId": "9", "name": "Ada Kite"}, {"authorId": None, "name": "B. Sail"}],
        publicationdate="2026-03-12",
        year=2026,
    )
    assert found["authors"] == ["Ada Kite", "B. Sail"]
    assert (found["published_on"], found["year"]) == (dt.date(2026, 3, 12), 2026)


def test_what_is_null_is_missing() -> None:
    nothing = dict.fromkeys(
        ("authors", "venue", "journal", "year", "publicationdate", "s2fieldsofstudy", "externalids")
    )
    found = paper_of(**nothing)
    assert {name for name, value in found.items() if value is not None} == {
        "record_number",
        "line_start",
        "line_end",
        "title",
        "identifiers",
    }


def test_papers_of_the_api_are_read_too() -> None:
    line = {
        "paperId": "9f0a",
        "corpusId": 12,
        "externalIds": {"ArXiv": "2603.91377", "CorpusId": 12},
        "title": "Kites &amp; Sails",
        "abstract": "We fly.",
        "publicationDate": "2026-03-12",
        "s2FieldsOfStudy": [{"category": "Physics", "source": "external"}],
    }
    assert recognise(json.dumps([line]).encode()) is S2_PAPERS
    ((found,), _) = read(S2_PAPERS, line)
    assert (found["title"], found["abstract"]) == ("Kites & Sails", "We fly.")
    assert (found["arxiv_id"], ids_of(found)) == ("2603.91377", {"s2": "12"})
    assert found["published_on"] == dt.date(2026, 3, 12)
    assert found["categories"] == [{"scheme": "s2", "category": "Physics"}]


def test_answers_of_the_api_hold_papers() -> None:
    kites, sails = {"paperId": "a1", "title": "Kites"}, {"paperId": "b2", "title": "Sails"}
    answers = [
        {"total": 2, "token": "x", "data": [kites]},
        {"total": 2, "offset": 1, "next": 2, "data": [sails]},
        {"total": 0, "offset": 2, "data": []},
    ]
    dump = "\n".join(json.dumps(answer, indent=1) for answer in answers).encode()
    assert recognise(dump) is S2_PAPERS
    batches = list(S2_PAPERS.parse(io.BytesIO(dump)))
    found = pl.concat([batch.records for batch in batches])
    assert found.select("title", "line_start").rows() == [("Kites", 1), ("Sails", 2)]
    assert not any(batch.rejects.height or batch.is_cut_short for batch in batches)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(paper(year="last year"), "year is not a whole number", id="a word for a year"),
        pytest.param(paper(authors="A. Kite"), "authors is not a list", id="authors in one text"),
        pytest.param(
            {"corpusid": None, "title": None},
            "it has neither a title nor an identifier",
            id="nothing",
        ),
    ],
)
def test_what_is_no_paper_is_refused_with_its_line(line: dict[str, Any], reason: str) -> None:
    found, refused = read(S2_PAPERS, paper(), line, paper())
    assert len(found) == 2
    assert refused == [(2, reason)]


def test_an_abstract_has_its_papers_ids_and_no_title() -> None:
    open_access = {"externalids": {"ArXiv": "2603.91377", "DOI": "10.5555/KITES.1", "PubMed": 99}}
    ((found,), _) = read(
        S2_ABSTRACTS, abstract(openaccessinfo=open_access, abstract="One.\n\nTwo\nlines.")
    )
    assert (found["title"], found["abstract"]) == (None, "One.\nTwo lines.")
    assert (found["arxiv_id"], found["doi"]) == ("2603.91377", "10.5555/kites.1")
    assert ids_of(found) == {"s2": "990000001", "pmid": "99"}


def test_an_abstract_in_camel_case_is_one_too() -> None:
    line = {
        "corpusId": 12,
        "openAccessInfo": {"externalIds": {"ArXiv": "2603.91377"}},
        "abstract": "We fly.",
    }
    assert recognise(json.dumps(line).encode()) is S2_ABSTRACTS
    ((found,), _) = read(S2_ABSTRACTS, line)
    assert (found["arxiv_id"], ids_of(found)) == ("2603.91377", {"s2": "12"})


def test_an_abstract_without_open_access_keeps_its_own_id() -> None:
    ((found,), _) = read(S2_ABSTRACTS, abstract(openaccessinfo=None, abstract=None))
    assert (ids_of(found), found["abstract"]) == ({"s2": "990000001"}, None)


@pytest.mark.parametrize("each", [S2_PAPERS, S2_ABSTRACTS], ids=lambda each: each.name)
def test_a_dump_cut_short_gives_what_can_be_read_and_says_so(each: Format) -> None:
    line = json.dumps(paper() if each is S2_PAPERS else abstract())
    batches = list(each.parse(io.BytesIO(f"{line}\n{line[:-9]}".encode())))
    assert sum(batch.records.height for batch in batches) == 1
    assert batches[-1].is_cut_short
    assert pl.concat([batch.rejects for batch in batches])["line_number"].to_list() == [2]


def test_each_data_set_is_recognised_as_itself() -> None:
    assert recognise(json.dumps(paper()).encode()) is S2_PAPERS
    assert recognise(json.dumps(abstract()).encode()) is S2_ABSTRACTS


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"citingcorpusid": 1, "citedcorpusid": 2}, id="citations"),
        pytest.param({"corpusid": 1, "model": "tldr", "text": "Kites fly."}, id="summaries"),
        pytest.param({"authorid": "9", "externalids": None, "name": "A. Kite"}, id="authors"),
        pytest.param({"corpusid": 1, "externalids": NO_IDS, "content": {}}, id="full texts"),
    ],
)
def test_the_other_data_sets_are_not_taken_for_papers(line: dict[str, Any]) -> None:
    with pytest.raises(FormatError):
        recognise(json.dumps(line).encode())


def test_all_papers_of_the_shared_dump_are_read_whole() -> None:
    expected = expected_papers()
    found = shared_records("s2_papers.jsonl", S2_PAPERS)
    for field in ("arxiv_id", "title"):
        assert [each[field] for each in found] == [each[field] for each in expected]
    assert not any(each["venue"] for each in found)


def test_all_abstracts_of_the_shared_dump_are_read_whole() -> None:
    expected = expected_papers()
    found = shared_records("s2_abstracts.jsonl", S2_ABSTRACTS)
    assert [each["arxiv_id"] for each in found] == [each["arxiv_id"] for each in expected]
    assert [each["abstract"].split() for each in found] == [
        each["abstract"].split() for each in expected
    ]


def test_papers_and_abstracts_share_their_ids() -> None:
    papers = shared_records("s2_papers.jsonl", S2_PAPERS)
    abstracts = shared_records("s2_abstracts.jsonl", S2_ABSTRACTS)
    assert [ids_of(each) for each in papers] == [ids_of(each) for each in abstracts]
