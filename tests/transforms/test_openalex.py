import datetime as dt
import io
import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats import FORMATS, HEAD_BYTES, recognise
from transforms.formats.openalex_merged_ids import CUT, DELETED, ITSELF, NO_WORKS, parse
from transforms.formats.openalex_works import DELETED as DELETED_WORK
from transforms.formats.openalex_works import OPENALEX_WORKS, PARATEXT
from transforms.parsed_records import Batch

SHARED = Path(__file__).parents[2] / "../shared"
HEADER = "merge_date,id,merge_into_id\n"


def work(**fields: Any) -> dict[str, Any]:
    return {"id": "https://openalex.org/W9900000099", "title": "Kites in Wind", **fields}


def parsed(*works: dict[str, Any] | str) -> list[Batch]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in works]
    return list(OPENALEX_WORKS.parse(io.BytesIO("\n".join(lines).encode() + b"\n")))


def records(*works: dict[str, Any] | str) -> list[dict[str, Any]]:
    return pl.concat([batch.records for batch in parsed(*works)]).to_dicts()


def record(**fields: Any) -> dict[str, Any]:
    (only,) = records(work(**fields))
    return only


def rejects(*works: dict[str, Any] | str) -> list[tuple[int, str]]:
    found = pl.concat([batch.rejects for batch in parsed(*works)])
    return found.select("line_number", "reason").rows()


def arxiv(landing: str | None = None, pdf: str | None = None) -> dict[str, Any]:
    source = {"display_name": "arXiv (Cornell University)", "type": "repository"}
    return {"landing_page_url": landing, "pdf_url": pdf, "source": source}


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    return path


def inverted(text: str) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for position, word in enumerate(text.split(" ")):
        index.setdefault(word, []).append(position)
    return index


@pytest.mark.parametrize(
    ("index", "abstract"),
    [
        pytest.param({"We": [0], "fly": [1], "kites.": [2]}, "We fly kites.", id="in order"),
        pytest.param({"kites.": [2], "We": [0], "fly": [1]}, "We fly kites.", id="out of order"),
        pytest.param({"a": [2, 0, 4], "b": [3, 1]}, "a b a b a", id="words that come again"),
        pytest.param({"far": [9], "and": [5], "Near": [1]}, "Near and far", id="gaps"),
        pytest.param(
            {'"kite"': [0], "a\\b": [1], "\u00e9\u6c34": [2]}, '"kite" a\\b é水', id="escapes"
        ),
        pytest.param({'{"a":': [0], "[1,2]": [1], "}": [2]}, '{"a": [1,2] }', id="words like JSON"),
        pytest.param(
            {"title": [0], "score": [1], "id": [2]}, "title score id", id="words like keys"
        ),
        pytest.param({"R&amp;D": [0], "<i>in": [1], "vitro</i>": [2]}, "R&D in vitro", id="markup"),
        pytest.param({"One.\n\n": [0], "Two.": [1]}, "One.\nTwo.", id="a paragraph"),
        pytest.param({"a": [0], "": [1], "b": [2]}, "a b", id="an empty word"),
        pytest.param({"a": [], "b": [0]}, "b", id="a word without a place"),
        pytest.param({"a": None, "b": [None, 0]}, "b", id="a place that is null"),
        pytest.param({}, None, id="no word"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_an_abstract_is_rebuilt_from_its_inverted_index(
    index: dict[str, Any] | None, abstract: str | None
) -> None:
    assert record(abstract_inverted_index=index)["abstract"] == abstract


@pytest.mark.parametrize("between", ["", "\n"], ids=["glued", "an answer a line"])
def test_answers_of_the_api_hold_works(between: str) -> None:
    answers = [
        {"meta": {"count": 3, "page": page, "per_page": 2}, "results": works, "group_by": []}
        for page, works in enumerate(
            [
                [work(publication_year=2026), work(title="Sails", type="paratext")],
                [work(title="Masts", authorships=[])],
            ],
            start=1,
        )
    ]
    dump = between.join(map(json.dumps, answers)).encode()
    assert recognise(dump[:HEAD_BYTES]) is OPENALEX_WORKS
    batches = list(OPENALEX_WORKS.parse(io.BytesIO(dump)))
    found = pl.concat([batch.records for batch in batches])
    assert found.select("title", "line_start").rows() == [("Kites in Wind", 1), ("Masts", 3)]
    refused = pl.concat([batch.rejects for batch in batches])
    assert refused.select("line_number", "reason").rows() == [(2, PARATEXT)]
    assert {batch.unit for batch in batches} == {"element"}
    assert not batches[-1].is_cut_short


def test_abstracts_of_many_works_stay_with_their_works() -> None:
    chance = random.Random(5)  # noqa: S311
    texts = [
        " ".join(chance.choices(("kite", "sail", "é", "the", "a"), k=chance.randint(0, 40)))
        for _ in range(300)
    ]
    works = [work(title=f"{n}", abstract_inverted_index=inverted(t)) for n, t in enumerate(texts)]
    assert [(each["title"], each["abstract"] or "") for each in records(*works)] == [
        (f"{number}", text) for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("fields", "arxiv_id"),
    [
        pytest.param({"doi": "https://doi.org/10.48550/arXiv.2603.91377"}, "2603.91377", id="DOI"),
        pytest.param(
            {
                "doi": "https://doi.org/10.48550/arxiv.2603.91377",
                "locations": [arxiv("https://arxiv.org/abs/2603.90001")],
            },
            "2603.91377",
            id="its DOI before a location",
        ),
        pytest.param(
            {"primary_location": arxiv("http://arxiv.org/abs/hep-th/9901001")},
            "hep-th/9901001",
            id="the landing page",
        ),
        pytest.param(
            {"primary_location": arxiv(pdf="https://arxiv.org/pdf/2603.91377v2")},
            "2603.91377",
            id="the PDF",
        ),
        pytest.param(
            {
                "doi": "https://doi.org/10.5555/kites.1",
                "primary_location": {"landing_page_url": "https://doi.org/10.5555/kites.1"},
                "locations": [
                    None,
                    arxiv(),
                    arxiv("https://arxiv.org/list/cs.AI"),
                    arxiv("https://arxiv.org/abs/2603.91377"),
                ],
            },
            "2603.91377",
            id="another location",
        ),
        pytest.param(
            {"locations": [arxiv("https://kites.example/arxiv.org/2603.91377")]},
            None,
            id="no arXiv",
        ),
        pytest.param({"locations": None, "primary_location": None}, None, id="nowhere"),
    ],
)
def test_the_arxiv_id_is_found_where_openalex_has_it(
    fields: dict[str, Any], arxiv_id: str | None
) -> None:
    found = record(**fields)
    assert (found["arxiv_id"], found["arxiv_version"]) == (arxiv_id, None)


def test_ids_are_bare_text() -> None:
    found = record(
        doi="https://doi.org/10.5555/KITES.1",
        ids={
            "mag": 9900000099,
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/99000002/",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/9900002",
        },
    )
    assert found["doi"] == "10.5555/kites.1"
    assert {each["scheme"]: each["value"] for each in found["identifiers"]} == {
        "openalex": "W9900000099",
        "mag": "9900000099",
        "pmid": "99000002",
        "pmcid": "PMC9900002",
    }


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        pytest.param({"title": None, "display_name": "Sails"}, "Sails", id="the display name"),
        pytest.param({"title": "CO<sub>2</sub> &amp; <i>Kites</i>"}, "CO2 & Kites", id="markup"),
        pytest.param({"title": "When x &lt; y"}, "When x < y", id="a sign that is no tag"),
        pytest.param({"title": 1984}, "1984", id="a number"),
        pytest.param({"title": None}, None, id="no title but an id"),
    ],
)
def test_a_title_is_plain_text(fields: dict[str, Any], title: str | None) -> None:
    assert record(**fields)["title"] == title


@pytest.mark.parametrize(
    ("source", "venue"),
    [
        ({"display_name": "Journal of Kites", "type": "journal"}, "Journal of Kites"),
        ({"display_name": "Kite Conference", "type": None}, "Kite Conference"),
        ({"display_name": "Kites &amp; Moss", "type": "journal"}, "Kites & Moss"),
        ({"display_name": "arXiv (Cornell University)", "type": "repository"}, None),
        ({"display_name": "arXiv (Cornell University)", "type": None}, None),
        (None, None),
    ],
)
def test_a_repository_is_no_venue(source: dict[str, Any] | None, venue: str | None) -> None:
    assert record(primary_location={"source": source})["venue"] == venue


def keyword(name: str, score: float | None) -> dict[str, Any]:
    return {"keyword": name, "source": "index", "score": score}


@pytest.mark.parametrize(
    ("fields", "keywords"),
    [
        pytest.param(
            {
                "keywords": [{"display_name": "Kite", "score": 0.5}],
                "concepts": [{"display_name": "X"}],
            },
            [keyword("Kite", 0.5)],
            id="keywords before concepts",
        ),
        pytest.param(
            {"keywords": [{"keyword": "Kite", "score": 1}]}, [keyword("Kite", 1.0)], id="old"
        ),
        pytest.param(
            {
                "keywords": [],
                "concepts": [
                    {"display_name": "Kite", "score": 0.4},
                    {"display_name": "Physics", "score": 0},
                ],
            },
            [keyword("Kite", 0.4)],
            id="concepts that fit",
        ),
        pytest.param(
            {
                "keywords": [
                    None,
                    {"display_name": None},
                    {"display_name": " "},
                    {"display_name": "Kite", "score": 7},
                ]
            },
            [keyword("Kite", None)],
            id="empty ones",
        ),
        pytest.param({"keywords": None}, None, id="missing"),
    ],
)
def test_keywords_keep_their_scores(fields: dict[str, Any], keywords: Any) -> None:
    assert record(**fields)["keywords"] == keywords


def test_the_primary_topic_is_the_first_category() -> None:
    topics = [{"display_name": "Sails"}, {"display_name": "Kites"}, None, {"display_name": None}]
    categories = record(topics=topics, primary_topic={"display_name": "Kites"})["categories"]
    assert categories == [
        {"scheme": "openalex", "category": "Kites"},
        {"scheme": "openalex", "category": "Sails"},
    ]


def test_authors_stand_in_order_by_the_name_that_is_known() -> None:
    authorships = [
        {"author": {"display_name": "Ada Kite"}, "raw_author_name": "A. Kite"},
        {"author": {"display_name": None}, "raw_author_name": "B. Sail"},
        {"author": None, "raw_author_name": "Rope, C."},
        {"author": {"display_name": "Dan Line"}, "raw_author_name": "Line, D."},
        None,
    ]
    assert record(authorships=authorships)["authors"] == [
        "Ada Kite",
        "B. Sail",
        "C. Rope",
        "Dan Line",
    ]


def test_days_years_and_retractions_are_kept_and_the_day_of_the_row_is_not() -> None:
    found = record(
        publication_date="2026-03-12",
        publication_year=2026,
        is_retracted=True,
        updated_date="2026-04-02T06:14:09.532706",
    )
    assert (found["published_on"], found["year"], found["is_retracted"]) == (
        dt.date(2026, 3, 12),
        2026,
        True,
    )
    assert found["updated_on"] is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(work(is_paratext=True), PARATEXT, id="paratext"),
        pytest.param(work(type="paratext"), PARATEXT, id="paratext by its type"),
        pytest.param(work(id="https://openalex.org/W4285719527"), DELETED_WORK, id="deleted works"),
        pytest.param(
            {"id": None, "title": None}, "it has neither a title nor an identifier", id="nothing"
        ),
        pytest.param(work(authorships="A. Kite"), "authorships is not a list", id="no list"),
        pytest.param(
            work(abstract_inverted_index="We fly"),
            "abstract_inverted_index is not an object",
            id="an abstract in words",
        ),
        pytest.param("[1]", "not an object", id="a list"),
    ],
)
def test_what_is_no_paper_is_refused_with_its_line(line: dict[str, Any] | str, reason: str) -> None:
    assert rejects(work(), line, work()) == [(2, reason)]
    assert len(records(work(), line, work())) == 2


def test_an_odd_work_does_not_change_the_others() -> None:
    odd = work(abstract_inverted_index={"a": ["1", None]}, publication_year="2026", ids=None)
    assert [each["abstract"] for each in records(work(), odd, work())] == [None, "a", None]


@pytest.mark.parametrize("cut", [1, 40, 200], ids=lambda cut: f"{cut} characters")
def test_a_dump_cut_short_gives_what_can_be_read_and_says_so(cut: int) -> None:
    whole = json.dumps(work(abstract_inverted_index=inverted("We fly kites " * 20)))
    text = f"{whole}\n{whole}\n{whole[:-cut]}"
    batches = list(OPENALEX_WORKS.parse(io.BytesIO(text.encode())))
    assert sum(batch.records.height for batch in batches) == 2
    assert batches[-1].is_cut_short
    assert pl.concat([batch.rejects for batch in batches])["line_number"].to_list() == [3]


def test_works_come_as_lines_as_one_array_and_as_one_object() -> None:
    each = work(abstract_inverted_index={"We": [0]})
    for text in (json.dumps(each), json.dumps([each]), json.dumps(each, indent=2)):
        (batch,) = (
            batch
            for batch in OPENALEX_WORKS.parse(io.BytesIO(text.encode()))
            if batch.records.height
        )
        assert batch.records["abstract"].to_list() == ["We"]
        assert recognise(text.encode()).name == "openalex_works"


def test_a_work_longer_than_the_head_is_recognised() -> None:
    long = work(publication_year=2026, abstract_inverted_index=inverted("kites " * 40_000))
    text = json.dumps(long).encode()
    assert len(text) > HEAD_BYTES
    assert recognise(text[:HEAD_BYTES]).name == "openalex_works"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"id": "https://openalex.org/A99", "display_name": "A. Kite"}, id="an author"),
        pytest.param(
            {"id": "2603.91377", "title": "Kites", "publication_year": 2026}, id="a table"
        ),
    ],
)
def test_other_json_is_not_works(line: dict[str, Any]) -> None:
    assert not OPENALEX_WORKS.recognises(json.dumps(line).encode())


def merged(text: str) -> tuple[list[list[str]], list[tuple[int, str]], list[Batch]]:
    batches = list(parse(io.BytesIO(text.encode())))
    found = pl.concat([batch.records for batch in batches])
    refused = pl.concat([batch.rejects for batch in batches])
    pairs = [[each["value"] for each in row] for row in found["identifiers"]]
    return pairs, refused.select("line_number", "reason").rows(), batches


@pytest.mark.parametrize(
    "header",
    [HEADER, "\ufeff" + HEADER, '"merge_date","id","merge_into_id"\r\n', "\n" + HEADER],
    ids=["plain", "byte order mark", "quoted", "after a blank line"],
)
def test_merged_ids_are_recognised_by_their_header(header: str) -> None:
    head = f"{header}2026-03-20,W1,W2\n".encode()
    assert recognise(head).name == "openalex_merged_ids"
    assert merged(head.decode())[0] == [["W1", "W2"]]


def test_another_table_is_no_table_of_merged_ids() -> None:
    assert all(each.name != "openalex_merged_ids" for each in FORMATS if each.recognises(b"id,x\n"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-03-20,A1,A2", NO_WORKS),
        ("2026-03-20,W1", NO_WORKS),
        ("2026-03-20,W1,W2,W3", NO_WORKS),
        ("2026-03-20,W1,W4285719527", DELETED),
        ("2026-03-20,W1,w1", ITSELF),
    ],
)
def test_a_line_that_joins_no_two_works_is_refused(line: str, reason: str) -> None:
    pairs, refused, _ = merged(f"{HEADER}2026-03-20,W5,W6\n{line}\n\n2026-03-20,W7,W8\n")
    assert pairs == [["W5", "W6"], ["W7", "W8"]]
    assert refused == [(3, reason)]


def test_every_line_of_merged_ids_is_counted() -> None:
    _, _, (batch,) = merged(f"{HEADER}2026-03-20,https://openalex.org/W1,W2\nx\n\n")
    assert batch.records["line_start"].to_list() == [2]
    counts = (batch.record_line_count, batch.chrome_line_count, batch.reject_line_count)
    assert counts == (1, 2, 1)
    assert not batch.is_cut_short


def test_an_id_that_may_be_cut_joins_nothing() -> None:
    pairs, refused, batches = merged(f"{HEADER}2026-03-20,W1,W2\n2026-03-20,W3,W4")
    assert pairs == [["W1", "W2"]]
    assert refused == [(3, CUT)]
    assert batches[-1].is_cut_short


def test_all_papers_of_the_shared_dump_are_read_whole() -> None:
    expected = [
        json.loads(line)
        for line in shared("labels/formats_expected.jsonl").read_text("utf-8").splitlines()
    ]
    dump = shared("dumps/formats/openalex_works.jsonl")
    with dump.open("rb") as stream:
        found = pl.concat([batch.records for batch in OPENALEX_WORKS.parse(stream)]).to_dicts()
    assert [each["arxiv_id"] for each in found] == [each["arxiv_id"] for each in expected]
    assert [each["title"] for each in found] == [each["title"] for each in expected]
    # An index of words keeps no runs of white space, and so no paragraphs.
    assert [each["abstract"].split() for each in found] == [
        each["abstract"].split() for each in expected
    ]


def test_a_real_work_is_read_as_a_person_would() -> None:
    with shared("dumps/openalex_real_work.json").open("rb") as stream:
        (found,) = pl.concat([batch.records for batch in OPENALEX_WORKS.parse(stream)]).to_dicts()
    assert found["doi"] == "10.7717/peerj.4375"
    assert found["arxiv_id"] is None
    assert found["venue"] == "PeerJ"
    assert found["published_on"] == dt.date(2018, 2, 13)
    assert found["authors"][:3] == ["Heather Piwowar", "Jason Priem", "Vincent Larivière"]
    assert [each["value"] for each in found["identifiers"]] == [
        "W2741809807",
        "2741809807",
        "29456894",
        "PMC5815332",
    ]
    assert found["abstract"].startswith("Despite growing interest in Open Access (OA) to scholarly")
    assert found["abstract"].endswith("as a way to inform OA policy and practice.")
    assert [each["keyword"] for each in found["keywords"]] == [
        "Scholarly Communication",
        "Web of science",
        "Open Science",
        "Citation analysis",
    ]
    assert found["categories"][0] == {
        "scheme": "openalex",
        "category": "scientometrics and bibliometrics research",
    }
