import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import open_dump
from transforms.formats.hf_daily_papers import HF_DAILY_PAPERS, recognises
from transforms.parsed_records import RECORD

SHARED = Path(__file__).parents[2] / "../shared"
PAPER = {
    "id": "2603.90231",
    "authors": [
        {"_id": "1", "name": "Lindiwe Mokoena", "hidden": False, "user": {"id": "u", "name": "lm"}},
        {"_id": "2", "name": "Gustav Ek", "hidden": True},
        {"_id": "3", "name": "Rahel Tesfaye"},
    ],
    "publishedAt": "2026-03-11T00:00:00.000Z",
    "submittedOnDailyAt": "2026-03-12T00:00:00.000Z",
    "title": "Half the Heads",
    "summary": "Heads are cut\nin one shot.",
    "upvotes": 101,
    "discussionId": "d",
    "projectPage": "https://half.example.org/",
    "githubRepo": "https://github.com/kite-lab/half",
    "githubStars": 3080,
    "ai_summary": "Short.",
    "ai_keywords": ["attention pruning", "heads"],
}
NOTHING_MORE = {
    "is_official": None,
    "mentioned_in_paper": None,
    "mentioned_in_github": None,
    "framework": None,
}


def listing(**changes: Any) -> dict[str, Any]:
    return {
        "paper": PAPER | changes,
        "publishedAt": "2026-03-11T13:59:58.000Z",
        "title": "An outer title",
        "summary": "An outer summary",
        "numComments": 2,
        "submittedBy": {"name": "user5"},
    }


def read(dump: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    batches = list(HF_DAILY_PAPERS.parse(io.BytesIO(dump.encode())))
    assert all(batch.chrome_line_count == 0 for batch in batches)
    return (
        pl.concat([batch.records for batch in batches]),
        pl.concat([batch.rejects for batch in batches]),
    )


def record(**changes: Any) -> dict[str, Any]:
    (row,) = read(json.dumps([listing(**changes)]))[0].to_dicts()
    return row


def test_a_listed_paper_becomes_a_record_of_its_inner_paper() -> None:
    assert record() == dict.fromkeys(RECORD) | {
        "record_number": 1,
        "line_start": 1,
        "line_end": 1,
        "title": "Half the Heads",
        "abstract": "Heads are cut in one shot.",
        "arxiv_id": "2603.90231",
        "published_on": dt.date(2026, 3, 11),
        "listed_on": dt.date(2026, 3, 12),
        "upvotes": 101,
        "authors": ["Lindiwe Mokoena", "Rahel Tesfaye"],
        "keywords": [
            {"keyword": "attention pruning", "source": "listing", "score": None},
            {"keyword": "heads", "source": "listing", "score": None},
        ],
        "repositories": [
            {"url": "https://github.com/kite-lab/half", **NOTHING_MORE},
            {"url": "https://half.example.org/", **NOTHING_MORE},
        ],
    }


def test_a_project_page_that_is_the_repository_stands_once() -> None:
    assert record(projectPage=PAPER["githubRepo"])["repositories"] == [
        {"url": "https://github.com/kite-lab/half", **NOTHING_MORE}
    ]


def test_what_a_paper_lacks_is_null() -> None:
    row = record(githubRepo=None, projectPage=None, ai_keywords=None, authors=[], upvotes=0)
    names = ("repositories", "keywords", "authors", "is_retracted")
    assert [row[name] for name in names] == [None] * len(names)
    assert row["upvotes"] == 0


def test_a_paper_without_a_listing_day_gets_none_from_the_hour_of_arxiv() -> None:
    assert record(submittedOnDailyAt=None)["listed_on"] is None


def test_a_withdrawn_paper_is_retracted() -> None:
    assert record(withdrawnAt="2026-04-01T00:00:00.000Z")["is_retracted"] is True
    assert record(withdrawnAt=None)["is_retracted"] is None


def test_each_listing_of_a_paper_is_a_record() -> None:
    dump = json.dumps([listing(), listing(submittedOnDailyAt="2026-03-13T00:00:00.000Z")])
    records, _ = read(dump)
    assert records["arxiv_id"].to_list() == ["2603.90231"] * 2
    assert records["listed_on"].to_list() == [dt.date(2026, 3, 12), dt.date(2026, 3, 13)]


@pytest.mark.parametrize(
    "dump",
    [
        json.dumps(listing()) + "\n",
        json.dumps([listing()], indent=2),
        json.dumps(PAPER) + "\n" + json.dumps(PAPER) + "\n",
        json.dumps(PAPER, indent=2),
    ],
    ids=["JSON Lines", "printed", "bare papers", "one bare paper"],
)
def test_other_ways_to_keep_the_answers_are_read_too(dump: str) -> None:
    assert recognises(dump.encode())
    records, rejects = read(dump)
    assert set(records["title"]) == {"Half the Heads"}
    assert rejects.is_empty()


def test_what_cannot_be_read_is_refused_with_its_element() -> None:
    elements = [
        listing(),
        {"error": "no such paper"},
        listing(upvotes="many"),
        listing(authors={"name": "A"}),
        {"paper": "2603.90231"},
        "2603.90231",
    ]
    records, rejects = read(json.dumps(elements))
    assert records["line_start"].to_list() == [1]
    assert rejects.select("line_number", "reason").rows() == [
        (2, "it has neither a title nor an identifier"),
        (3, "paper.upvotes is not a whole number"),
        (4, "paper.authors is not a list"),
        (5, "paper is not an object"),
        (6, "not an object"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        b'[{"id": "1", "title": "T", "summary": "S", "comment": "C"}]',
        b'[{"paper": "T", "title": "T", "upvotes": 1}]',
        b"[]",
    ],
    ids=["another crawl", "a paper that is a text", "nothing"],
)
def test_other_json_is_not_taken_for_daily_papers(head: bytes) -> None:
    assert not recognises(head)


def test_the_same_papers_in_a_real_answer_are_read_in_full() -> None:
    path = SHARED / "dumps/formats/hf_daily_papers_api.json"
    if not path.exists():
        pytest.skip("the shared dumps are not here")
    labels = SHARED / "labels/formats_expected.jsonl"
    expected = {each["arxiv_id"]: each for each in map(json.loads, labels.open(encoding="utf-8"))}
    with open_dump(path) as stream:
        batches = list(HF_DAILY_PAPERS.parse(stream))
    assert all(batch.rejects.is_empty() for batch in batches)
    rows = [row for batch in batches for row in batch.records.to_dicts()]
    assert len(rows) == len({row["arxiv_id"] for row in rows}) == len(expected) == 300
    for row in rows:
        label = expected[row["arxiv_id"]]
        assert row["title"] == label["title"]
        assert row["abstract"].split() == label["abstract"].split()
        assert row["upvotes"] == label["hf_upvotes"]
        assert row["listed_on"].isoformat() in label["hf_dates"]
        assert {each["url"] for each in row["repositories"] or ()} <= set(label["repo_labels"])
        assert bool(row["repositories"]) == bool(label["repo_labels"])
