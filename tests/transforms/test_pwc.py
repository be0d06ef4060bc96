import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import open_dump, read_head
from transforms.formats import FORMATS, Format, recognise
from transforms.formats.pwc_links import PWC_LINKS
from transforms.formats.pwc_papers import PWC_PAPERS
from transforms.parsed_records import RECORD

SHARED = Path(__file__).parents[2] / "../shared"
PAPER = {
    "paper_url": "https://paperswithcode.com/paper/half-the-heads",
    "arxiv_id": "2603.90231",
    "nips_id": None,
    "openreview_id": None,
    "title": "Half the Heads",
    "abstract": "Heads are cut\nin one shot.",
    "short_abstract": None,
    "url_abs": "https://arxiv.org/abs/2603.90231v2",
    "url_pdf": "https://arxiv.org/pdf/2603.90231v2.pdf",
    "proceeding": "cvpr-2026-6",
    "authors": ["Lindiwe Mokoena", "Gustav Ek"],
    "tasks": ["Language Modelling", "Pruning"],
    "date": "2026-03-11",
    "conference": "CVPR 2026 6",
    "methods": [{"name": "Pruning", "full_name": None}, {"name": "Attention"}],
}
LINK = {
    "paper_url": "https://paperswithcode.com/paper/half-the-heads",
    "paper_title": "Half the Heads",
    "paper_arxiv_id": "2603.90231",
    "paper_url_abs": "https://arxiv.org/abs/2603.90231v2",
    "paper_url_pdf": "https://arxiv.org/pdf/2603.90231v2.pdf",
    "repo_url": "https://github.com/kite-lab/half",
    "is_official": True,
    "mentioned_in_paper": False,
    "mentioned_in_github": True,
    "framework": "pytorch",
}


def read(format_: Format, dump: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    batches = list(format_.parse(io.BytesIO(dump.encode())))
    return (
        pl.concat([batch.records for batch in batches]),
        pl.concat([batch.rejects for batch in batches]),
    )


def paper(**changes: Any) -> dict[str, Any]:
    (row,) = read(PWC_PAPERS, json.dumps([PAPER | changes]))[0].to_dicts()
    return row


def link(**changes: Any) -> dict[str, Any]:
    (row,) = read(PWC_LINKS, json.dumps([LINK | changes]))[0].to_dicts()
    return row


def test_a_paper_becomes_a_record() -> None:
    assert paper() == dict.fromkeys(RECORD) | {
        "record_number": 1,
        "line_start": 1,
        "line_end": 1,
        "title": "Half the Heads",
        "abstract": "Heads are cut in one shot.",
        "arxiv_id": "2603.90231",
        "arxiv_version": 2,
        "identifiers": [{"scheme": "pwc", "value": "half-the-heads"}],
        "published_on": dt.date(2026, 3, 11),
        "venue": "CVPR 2026",
        "authors": ["Lindiwe Mokoena", "Gustav Ek"],
        "keywords": [
            {"keyword": keyword, "source": "index", "score": None}
            for keyword in ("Language Modelling", "Pruning", "Attention")
        ],
    }


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"arxiv_id": None}, ("2603.90231", None, {"pwc": "half-the-heads"})),
        ({"arxiv_id": 2603.9021}, ("2603.90210", None, {"pwc": "half-the-heads"})),
        (
            {"arxiv_id": None, "url_abs": "https://openreview.net/forum?id=kF4_r-I"},
            (None, None, {"pwc": "half-the-heads", "openreview": "kF4_r-I"}),
        ),
        (
            {"arxiv_id": None, "url_abs": None, "openreview_id": "abc", "paper_url": None},
            (None, None, {"openreview": "abc"}),
        ),
        (
            {"arxiv_id": None, "url_abs": "https://doi.org/10.5555/ABC.1"},
            (None, "10.5555/abc.1", {"pwc": "half-the-heads"}),
        ),
    ],
    ids=["from the address", "as a number", "of a review", "given for a review", "a DOI"],
)
def test_a_paper_is_known_by_all_that_it_names(
    changes: dict[str, Any], ids: tuple[str | None, str | None, dict[str, str]]
) -> None:
    row = paper(**changes)
    named = {each["scheme"]: each["value"] for each in row["identifiers"]}
    assert (row["arxiv_id"], row["doi"], named) == ids


@pytest.mark.parametrize(
    ("changes", "keywords"),
    [
        ({"tasks": None, "methods": None}, None),
        ({"tasks": [], "methods": []}, None),
        ({"tasks": ["A"], "methods": None}, ["A"]),
        ({"tasks": None, "methods": [{"name": "B"}, {"name": None}, None]}, ["B"]),
        ({"tasks": ["A", None], "methods": [{"name": "A"}]}, ["A"]),
    ],
    ids=["absent", "empty", "tasks alone", "methods alone", "the same in both"],
)
def test_tasks_and_methods_are_keywords(
    changes: dict[str, Any], keywords: list[str] | None
) -> None:
    found = paper(**changes)["keywords"]
    assert (found and [each["keyword"] for each in found]) == keywords


@pytest.mark.parametrize(
    ("proceeding", "conference", "venue"),
    [
        ("cvpr-2026-6", "CVPR 2026 6", "CVPR 2026"),
        ("CVPR 2026 6", "cvpr-2026-6", "CVPR 2026"),
        ("KiteCon 2026 6", "Kite Conference 2026", "Kite Conference 2026"),
        ("CVPR 2026 6", None, "CVPR 2026"),
        ("cvpr-2026-6", None, "CVPR 2026"),
        (None, "cvpr-2026", "CVPR 2026"),
        (None, "workshop-on-kites", "workshop on kites"),
        ("", "workshop-on-kites-2026-3", "workshop on kites 2026"),
        (None, " ", None),
        (None, None, None),
    ],
)
def test_the_venue_is_the_readable_name_of_the_conference(
    proceeding: str | None, conference: str | None, venue: str | None
) -> None:
    assert paper(proceeding=proceeding, conference=conference)["venue"] == venue


def test_a_link_becomes_a_record_with_what_is_said_of_the_repository() -> None:
    assert link() == dict.fromkeys(RECORD) | {
        "record_number": 1,
        "line_start": 1,
        "line_end": 1,
        "title": "Half the Heads",
        "arxiv_id": "2603.90231",
        "arxiv_version": 2,
        "identifiers": [{"scheme": "pwc", "value": "half-the-heads"}],
        "repositories": [
            {
                "url": "https://github.com/kite-lab/half",
                "is_official": True,
                "mentioned_in_paper": False,
                "mentioned_in_github": True,
                "framework": "pytorch",
            }
        ],
    }


def test_no_framework_and_no_repository_are_null() -> None:
    assert link(framework="none")["repositories"][0]["framework"] is None
    assert link(framework=None)["repositories"][0]["framework"] is None
    assert link(repo_url=None)["repositories"] is None
    assert link(repo_url=" ")["repositories"] is None


def test_each_repository_of_a_paper_is_a_record() -> None:
    repositories = [f"https://github.com/kite-lab/half-{number}" for number in range(3)]
    records, _ = read(PWC_LINKS, json.dumps([LINK | {"repo_url": url} for url in repositories]))
    assert records["repositories"].list.first().struct.field("url").to_list() == repositories
    assert records["repositories"].list.len().to_list() == [1, 1, 1]


@pytest.mark.parametrize(
    ("format_", "row"), [(PWC_PAPERS, PAPER), (PWC_LINKS, LINK)], ids=["papers", "links"]
)
@pytest.mark.parametrize("indent", [None, 1], ids=["compact", "printed"])
def test_an_array_and_json_lines_give_the_same_records(
    format_: Format, row: dict[str, Any], indent: int | None
) -> None:
    array = json.dumps([row, row], indent=indent)
    lines = f"{json.dumps(row)}\n" * 2
    assert recognise(array.encode()) is recognise(lines.encode()) is format_
    assert read(format_, array)[0].equals(read(format_, lines)[0])


def test_what_cannot_be_read_is_refused_with_its_element() -> None:
    papers = [PAPER, PAPER | {"authors": "A, B"}, {"paper_url": None}, PAPER | {"methods": ["A"]}]
    records, rejects = read(PWC_PAPERS, json.dumps(papers))
    assert records.height == 1
    assert rejects.select("line_number", "reason").rows() == [
        (2, "authors is not a list"),
        (3, "it has neither a title nor an identifier"),
        (4, "methods is not an object"),
    ]
    links = [LINK | {"is_official": "yes"}, LINK | {"repo_url": ["https://github.com/a/b"]}, LINK]
    records, rejects = read(PWC_LINKS, json.dumps(links))
    assert records["line_start"].to_list() == [3]
    assert rejects.select("line_number", "reason").rows() == [
        (1, "is_official is neither true nor false"),
        (2, "repo_url is not text"),
    ]


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared dumps are not here")
    return path


def labels() -> dict[str, dict[str, Any]]:
    lines = shared("labels/formats_expected.jsonl").open(encoding="utf-8")
    return {each["arxiv_id"]: each for each in map(json.loads, lines)}


def rows_of(format_: Format, name: str) -> list[dict[str, Any]]:
    with open_dump(shared(f"dumps/formats/{name}")) as stream:
        batches = list(format_.parse(stream))
    assert all(batch.rejects.is_empty() for batch in batches)
    assert not batches[-1].is_cut_short
    return [row for batch in batches for row in batch.records.to_dicts()]


def test_the_same_papers_in_a_real_archive_are_read_in_full() -> None:
    expected = labels()
    rows = rows_of(PWC_PAPERS, "pwc_papers-with-abstracts.json")
    assert len(rows) == len({row["arxiv_id"] for row in rows}) == len(expected) == 300
    for row in rows:
        label = expected[row["arxiv_id"]]
        assert row["title"] == label["title"]
        assert row["abstract"].split() == label["abstract"].split()
        assert row["identifiers"][0]["scheme"] == "pwc"
        assert row["published_on"] is not None
        assert row["authors"]


def test_the_links_of_a_real_archive_are_all_there() -> None:
    expected = {
        (arxiv_id, url) for arxiv_id, label in labels().items() for url in label["repo_labels"]
    }
    rows = rows_of(PWC_LINKS, "pwc_links-between-papers-and-code.json")
    assert {(row["arxiv_id"], row["repositories"][0]["url"]) for row in rows} == expected
    assert len(rows) == len(expected)


REAL = {
    "dumps/formats/arxiv_kaggle_snapshot.jsonl": "arxiv_snapshot",
    "dumps/arxiv_snapshot/arxiv-metadata-oai-snapshot.head200.jsonl": "arxiv_snapshot",
    "dumps/arxiv_snapshot/arxiv-metadata-oai-snapshot.jsonl.gz": "arxiv_snapshot",
    "dumps/formats/hf_daily_papers_api.json": "hf_daily_papers",
    "dumps/formats/pwc_papers-with-abstracts.json": "pwc_papers",
    "dumps/formats/pwc_links-between-papers-and-code.json": "pwc_links",
    "dumps/formats/openalex_works.jsonl": "openalex_works",
    "dumps/openalex_real_work.json": "openalex_works",
    "dumps/formats/s2_papers.jsonl": "s2_papers",
    "dumps/formats/s2_abstracts.jsonl": "s2_abstracts",
    "dumps/arxiv_daily/2025-03-18.jsonl.gz": None,
    "dumps/formats/papers.bib": "bibtex",
    "dumps/formats/dblp.xml": "dblp",
    "dumps/formats/page_2_firecrawl.md": "listing_page",
}


@pytest.mark.parametrize(("name", "claimed_by"), REAL.items(), ids=REAL)
def test_a_real_dump_is_claimed_by_its_format_alone(name: str, claimed_by: str | None) -> None:
    head = read_head(shared(name))
    claims = [each.name for each in FORMATS if each.recognises(head)]
    assert claims == ([claimed_by] if claimed_by else [])
