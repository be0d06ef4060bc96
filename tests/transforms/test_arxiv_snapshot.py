import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import open_dump, read_head
from transforms.formats import recognise
from transforms.formats.arxiv_snapshot import ARXIV_SNAPSHOT
from transforms.parsed_records import RECORD, Batch

SHARED = Path(__file__).parents[2] / "../shared"
SNAPSHOTS = SHARED / "dumps/arxiv_snapshot"
PAPER = {
    "id": "2603.90788",
    "submitter": "A Submitter",
    "authors": 'Zo\\"e Brackwater, Per Aasen Jr.',
    "title": "Folding Maps\n  Twice",
    "comments": None,
    "journal-ref": None,
    "doi": None,
    "report-no": None,
    "categories": "cs.CL stat.ML",
    "license": None,
    "abstract": "  Maps are folded\ntwice.\n",
    "versions": [{"version": "v1", "created": "Tue, 10 Mar 2026 17:59:58 GMT"}],
    "update_date": "2026-03-18",
    "authors_parsed": [["Brackwater", "Zoë", ""], ["Aasen", "Per", "Jr.", "Lumen Lab"]],
}


def parsed(*papers: dict[str, Any]) -> Batch:
    dump = "".join(json.dumps(paper) + "\n" for paper in papers)
    (batch,) = ARXIV_SNAPSHOT.parse(io.BytesIO(dump.encode()))
    return batch


def record(**changes: Any) -> dict[str, Any]:
    (row,) = parsed(PAPER | changes).records.to_dicts()
    return row


def read(path: Path) -> list[Batch]:
    if not path.exists():
        pytest.skip(f"no {path.name} at hand")
    with open_dump(path) as stream:
        return list(ARXIV_SNAPSHOT.parse(stream))


def test_a_paper_of_the_snapshot_becomes_a_record() -> None:
    day = dt.date(2026, 3, 10)
    assert record() == dict.fromkeys(RECORD) | {
        "record_number": 1,
        "line_start": 1,
        "line_end": 1,
        "title": "Folding Maps Twice",
        "abstract": "Maps are folded twice.",
        "arxiv_id": "2603.90788",
        "arxiv_version": 1,
        "published_on": day,
        "updated_on": day,
        "versions": [{"version": 1, "submitted_on": day}],
        "authors": ["Zoë Brackwater", "Per Aasen Jr."],
        "categories": [
            {"scheme": "arxiv", "category": "cs.CL"},
            {"scheme": "arxiv", "category": "stat.ML"},
        ],
    }


@pytest.mark.parametrize(
    ("written", "arxiv_id"),
    [
        ('"0704.0010"', "0704.0010"),
        ("2503.02130", "2503.02130"),
        ('"2503.0213"', "2503.02130"),
        ("704.001", "0704.0010"),
        ('"hep-th/9901001"', "hep-th/9901001"),
        ('"math.GT/0309136"', "math/0309136"),
    ],
    ids=["text", "a number", "once a number", "an old one as a number", "old", "with its class"],
)
def test_an_id_keeps_every_digit(written: str, arxiv_id: str) -> None:
    dump = json.dumps(PAPER).replace('"2603.90788"', written)
    (batch,) = ARXIV_SNAPSHOT.parse(io.BytesIO(dump.encode()))
    assert batch.records["arxiv_id"].to_list() == [arxiv_id]


@pytest.mark.parametrize(
    ("created", "days"),
    [
        (["Mon, 2 Apr 2007 19:18:42 GMT", "Tue, 24 Jul 2007 20:10:27 GMT"], [(4, 2), (7, 24)]),
        (["Fri, 2 Apr 2007 00:00:00 GMT"], [(4, 2)]),
        (["Mon, 02 Apr 2007 00:00:00 +0200"], [(4, 2)]),
        (["some day"], [None]),
    ],
    ids=["two versions", "a wrong weekday", "a zone", "no day"],
)
def test_days_of_versions_are_read_without_trust_in_the_weekday(
    created: list[str], days: list[tuple[int, int] | None]
) -> None:
    expected = [dt.date(2007, *day) if day else None for day in days]
    row = record(
        versions=[{"version": f"v{n}", "created": day} for n, day in enumerate(created, start=1)]
    )
    assert [each["submitted_on"] for each in row["versions"]] == expected
    assert (row["published_on"], row["updated_on"]) == (expected[0], expected[-1])
    assert row["arxiv_version"] == len(created)


def test_the_day_of_the_metadata_counts_only_without_versions() -> None:
    for versions in (None, []):
        row = record(versions=versions)
        assert (row["versions"], row["published_on"], row["arxiv_version"]) == (None, None, None)
    assert record(versions=None)["updated_on"] == dt.date(2026, 3, 18)
    assert record(versions=None, update_date="soon")["updated_on"] is None


def test_the_first_day_is_not_guessed_from_a_later_version() -> None:
    later = [{"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}]
    row = record(versions=later)
    assert (row["published_on"], row["updated_on"]) == (None, dt.date(2007, 7, 24))


@pytest.mark.parametrize("parsed_authors", [None, []], ids=["absent", "empty"])
def test_authors_come_from_their_one_text_where_they_are_not_parsed(
    parsed_authors: list[str] | None,
) -> None:
    row = record(
        authors="Odile Quercy, Rhona\n  Skerry and J. G\\'omez", authors_parsed=parsed_authors
    )
    assert row["authors"] == ["Odile Quercy", "Rhona Skerry", "J. Gómez"]


def test_a_name_of_one_word_in_the_one_text_of_authors_is_an_author() -> None:
    row = record(authors="Odile Quercy, Banyi", authors_parsed=None)
    assert row["authors"] == ["Odile Quercy", "Banyi"]


def test_initials_with_a_hyphen_are_joined_again() -> None:
    assert record(authors_parsed=[["Yuan", "C. -P.", ""]])["authors"] == ["C.-P. Yuan"]


def test_a_comment_a_journal_and_a_doi_are_kept() -> None:
    row = record(
        comments="14 pages,\n  6 figures",
        doi="10.5555/JSP.2026.0417",
        **{"journal-ref": "Journal of Maps 9\n  (2026) 41-54"},
    )
    assert row["comment"] == "14 pages, 6 figures"
    assert row["venue"] == "Journal of Maps 9 (2026) 41-54"
    assert row["doi"] == "10.5555/jsp.2026.0417"


@pytest.mark.parametrize(
    ("comments", "abstract", "is_retracted"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 3", "", True),
        ("This paper has been\n  withdrawn", "", True),
        ("12 pages. This article was temporarily withdrawn by arXiv administrators", "", True),
        ("Paper withdrawn by the authors", "", True),
        ("Withdrawn by the author; see a later paper", "", True),
        ("withdrawn", "", True),
        ("The manuscript has been retracted due to overlap", "", True),
        ("10 pages; the submission has been withdrawn from arXiv", "", True),
        (None, "  This paper has been withdrawn by the author(s), due to a sign error.\n", True),
        (None, "This work is on papers that say: this paper has been withdrawn.", None),
        ("Withdrawn from the Journal of Habits, now under review", "", None),
        ("This paper was withdrawn from ICXX 2026", "", None),
        ("This paper replaces 2501.00001, which has been withdrawn", "", None),
        ("Supersedes a withdrawn paper", "", None),
        ("A withdrawn-offer model; 9 pages", "", None),
        ("withdrawn electrons and how to find them", "", None),
        (None, "We study how users withdraw from networks.", None),
    ],
)
def test_a_paper_is_retracted_where_its_authors_say_so_of_it(
    comments: str | None, abstract: str, is_retracted: bool | None
) -> None:
    assert record(comments=comments, abstract=abstract)["is_retracted"] is is_retracted


@pytest.mark.parametrize(
    ("written", "categories"),
    [
        ("hep-th  cond-mat.dis-nn", ["arxiv:hep-th", "arxiv:cond-mat.dis-nn"]),
        ("cs.CL I.2.7; I.5", ["arxiv:cs.CL", "acm:I.2.7", "acm:I.5"]),
        ("cs.LG 68T07, 62-08", ["arxiv:cs.LG", "msc:68T07", "msc:62-08"]),
        ("cs.LG 68T05,68Txx;I.2.m;", ["arxiv:cs.LG", "msc:68T05", "msc:68Txx", "acm:I.2.m"]),
        (
            "cs.CL Primary 68T50; Secondary 68T05 (Kites) I.2.7",
            ["arxiv:cs.CL", "msc:68T50", "msc:68T05", "acm:I.2.7"],
        ),
        (
            "cs.GR 68U05(Primary)62M45, 68U99 (Secondary)",
            ["arxiv:cs.GR", "msc:68U05", "msc:62M45", "msc:68U99"],
        ),
        ("cs.LG es: 68T05 2020: 62H30", ["arxiv:cs.LG", "msc:68T05", "msc:62H30"]),
        (
            "cs.IR Kites and\n  strings, of 1.2 H.3.3; A.I",
            ["arxiv:cs.IR", "acm:H.3.3", "other:Kites and strings, of 1.2 A.I"],
        ),
        (" ", None),
    ],
    ids=[
        "arXiv's own",
        "ACM",
        "MSC",
        "without blanks",
        "primary and secondary",
        "in brackets",
        "the rest of a heading",
        "words",
        "nothing",
    ],
)
def test_a_category_is_of_the_scheme_that_it_looks_like(
    written: str, categories: list[str] | None
) -> None:
    found = record(categories=written)["categories"]
    assert (found and [":".join(each.values()) for each in found]) == categories


def test_what_cannot_be_read_is_refused_with_its_line() -> None:
    dump = "\n".join(
        [
            json.dumps(PAPER),
            "",
            '{"id": "2603.90255", "title": "Cut',
            json.dumps(PAPER | {"authors_parsed": "Skerry, Rhona"}),
            json.dumps(PAPER | {"id": None, "title": " \n "}),
            json.dumps(PAPER | {"categories": ["cs.CL"]}),
            json.dumps(PAPER),
            "",
        ]
    )
    (batch,) = ARXIV_SNAPSHOT.parse(io.BytesIO(dump.encode()))
    assert batch.rejects.select("line_number", "reason").rows() == [
        (3, "not JSON: unterminated string starting at character 31"),
        (4, "authors_parsed is not a list"),
        (5, "it has neither a title nor an identifier"),
        (6, "categories is not text"),
    ]
    assert batch.records["line_start"].to_list() == [1, 7]
    assert (batch.record_line_count, batch.chrome_line_count, batch.reject_line_count) == (2, 1, 4)


def test_the_same_papers_in_a_real_snapshot_are_read_in_full() -> None:
    (batch,) = read(SHARED / "dumps/formats/arxiv_kaggle_snapshot.jsonl")
    labels = SHARED / "labels/formats_expected.jsonl"
    expected = {each["arxiv_id"]: each for each in map(json.loads, labels.open(encoding="utf-8"))}
    rows = batch.records.to_dicts()
    assert len(rows) == len(expected) == 300
    assert batch.rejects.is_empty()
    for row in rows:
        label = expected[row["arxiv_id"]]
        assert row["title"] == label["title"]
        assert row["abstract"].split() == label["abstract"].split()
        assert [each["category"] for each in row["categories"]] == label["categories"]
        assert row["comment"] == label["comment"]
        assert row["published_on"] is not None


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("arxiv-metadata-oai-snapshot.jsonl.gz", 37_344),
        ("arxiv-metadata-oai-snapshot.head200.jsonl", 200),
    ],
)
def test_no_record_of_a_real_snapshot_is_refused(name: str, count: int) -> None:
    batches = read(SNAPSHOTS / name)
    records = pl.concat([batch.records for batch in batches])
    assert records.height == records["arxiv_id"].n_unique() == count
    assert sum(batch.rejects.height for batch in batches) == 0
    assert not any(batch.is_cut_short for batch in batches)
    columns = ["title", "abstract", "published_on", "updated_on", "authors", "categories"]
    assert records.select(pl.col(columns).null_count()).row(0) == (0,) * len(columns)
    assert recognise(read_head(SNAPSHOTS / name)) is ARXIV_SNAPSHOT
