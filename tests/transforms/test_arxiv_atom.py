import datetime as dt
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats import FORMATS
from transforms.formats.arxiv_atom import parse
from transforms.parsed_records import Batch

SAMPLES = Path(__file__).parents[2] / "samples"
ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<title>A query</title><id>http://arxiv.org/api/x</id><updated>2026-03-20</updated>"
    '<os:totalResults xmlns:os="http://a9.com/-/spec/opensearch/1.1/">1</os:totalResults>'
)
RSS = (
    '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>'
    "<title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link>"
    '<atom:link href="http://rss.arxiv.org/rss/cs.CL" rel="self"/><docs/><language>en-us</language>'
    "<skipDays><day>Sunday</day></skipDays>"
)


def batch_of(dump: str) -> Batch:
    [batch] = parse(io.BytesIO(dump.encode()))
    return batch


def entry(fields: str, own_id: str = "http://arxiv.org/abs/2603.90001v1") -> dict[str, Any]:
    batch = batch_of(f"{ROOT}<entry><id>{own_id}</id>{fields}</entry></feed>")
    assert batch.rejects.height == 0
    [found] = batch.records.to_dicts()
    return found


def categories(found: dict[str, Any]) -> list[str]:
    return [f"{each['scheme']}:{each['category']}" for each in found["categories"]]


def test_an_entry_keeps_all_that_it_carries() -> None:
    found = entry(
        "<updated>2026-03-17T23:59:59Z</updated><published>2026-03-13T00:00:01Z</published>"
        "<title>A Title that\n  Wraps</title><summary>  One\ntwo.\n  Three.\n</summary>"
        "<author><name>Ana Ibis</name><arxiv:affiliation>Oslo</arxiv:affiliation></author>"
        "<author><name>Bo Crane</name></author><arxiv:comment>9 pages,\n  2 figures</arxiv:comment>"
        "<arxiv:journal_ref>J. Kites 3 (2026)</arxiv:journal_ref>"
        "<arxiv:doi>10.5555/KITES.3</arxiv:doi>"
        '<link title="doi" href="http://dx.doi.org/10.5555/KITES.3" rel="related"/>'
        '<category term="cs.AI"/><category term="cs.CL"/><category term="68T50"/>'
        '<category term="I.2.7; H.3.3"/><arxiv:primary_category term="cs.CL"/>',
        "http://arxiv.org/abs/2603.90001v3",
    )
    assert found["title"] == "A Title that Wraps"
    assert found["abstract"] == "One two.\nThree."
    assert (found["arxiv_id"], found["arxiv_version"]) == ("2603.90001", 3)
    assert found["doi"] == "10.5555/kites.3"
    assert found["comment"] == "9 pages, 2 figures"
    assert found["venue"] == "J. Kites 3 (2026)"
    assert found["authors"] == ["Ana Ibis", "Bo Crane"]
    assert found["published_on"] == dt.date(2026, 3, 13)
    assert found["updated_on"] == dt.date(2026, 3, 17)
    assert found["versions"] == [
        {"version": 1, "submitted_on": dt.date(2026, 3, 13)},
        {"version": 3, "submitted_on": dt.date(2026, 3, 17)},
    ]
    assert found["listed_on"] is None
    assert categories(found) == [
        "arxiv:cs.CL",
        "arxiv:cs.AI",
        "msc:68T50",
        "acm:I.2.7",
        "acm:H.3.3",
    ]


def test_a_paper_that_says_it_is_withdrawn_is_retracted() -> None:
    said = "<arxiv:comment>This paper has been withdrawn by its author</arxiv:comment>"
    assert entry(f"<title>T</title>{said}")["is_retracted"] is True
    assert entry("<title>T</title>")["is_retracted"] is None


@pytest.mark.parametrize(
    ("own_id", "arxiv_id", "version"),
    [
        ("http://arxiv.org/abs/2603.90001v1", "2603.90001", 1),
        ("https://arxiv.org/abs/2603.90001v12", "2603.90001", 12),
        ("http://arxiv.org/abs/hep-th/9901901v3", "hep-th/9901901", 3),
        ("http://arxiv.org/abs/math.GT/0309901v1", "math/0309901", 1),
        ("http://arxiv.org/abs/2603.90001", "2603.90001", None),
    ],
)
def test_the_address_gives_the_id_and_the_version(
    own_id: str, arxiv_id: str, version: int | None
) -> None:
    found = entry("<title>T</title><published>2026-03-13T00:00:01Z</published>", own_id)
    assert (found["arxiv_id"], found["arxiv_version"]) == (arxiv_id, version)
    assert found["versions"] == [{"version": 1, "submitted_on": dt.date(2026, 3, 13)}]


@pytest.mark.parametrize(
    "host", ["http://arxiv.org", "https://arxiv.org", "http://export.arxiv.org"]
)
def test_an_error_of_the_api_is_refused_with_what_it_says(host: str) -> None:
    error = (
        f"<entry><id>{host}/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
        "<summary>incorrect id format\n for x</summary><author><name>arXiv api core</name></author>"
        "</entry>"
    )
    batch = batch_of(f"{ROOT}{error}<entry><id>2603.90001</id><title>T</title></entry></feed>")
    [reject] = batch.rejects.to_dicts()
    assert reject["reason"] == "arXiv answered with an error: incorrect id format for x"
    assert reject["line_number"] == 1
    assert batch.records["line_start"].to_list() == [2]


def test_a_feed_without_entries_is_no_records() -> None:
    batch = batch_of(ROOT + "</feed>")
    assert (batch.records.height, batch.rejects.height, batch.is_cut_short) == (0, 0, False)


@pytest.mark.parametrize("kind", ["new", "cross", "replace", "replace-cross"])
def test_an_entry_of_a_daily_feed_is_listed_on_its_day(kind: str) -> None:
    found = entry(
        f"<title>T</title><updated>2026-03-18T04:00:02.5+00:00</updated>"
        f"<summary>arXiv:2603.90001v2 Announce Type: {kind} \nAbstract: One two.\n Three.</summary>"
        "<published>2026-03-18T00:00:00-04:00</published>"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        "<dc:creator>Ana Ibis (Oslo, Norway), Bo Crane</dc:creator>",
        "oai:arXiv.org:2603.90001v2",
    )
    assert (found["arxiv_id"], found["arxiv_version"]) == ("2603.90001", 2)
    assert found["abstract"] == "One two. Three."
    assert found["authors"] == ["Ana Ibis", "Bo Crane"]
    assert found["listed_on"] == dt.date(2026, 3, 18)
    assert (found["published_on"], found["updated_on"]) == (None, None)
    assert found["versions"] is None


def test_rss_reads_as_atom_does() -> None:
    dump = (
        f"{RSS}<item><title>T</title><link>https://arxiv.org/abs/2603.90001</link>"
        "<description>arXiv:2603.90001v1 Announce Type: new \nAbstract: One &lt; two.</description>"
        '<guid isPermaLink="false">oai:arXiv.org:2603.90001v1</guid><category>cs.CL</category>'
        "<category>cs.AI</category><pubDate>Wed, 18 Mar 2026 00:00:00 -0400</pubDate>"
        "<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ana Ibis, Bo Crane</dc:creator>"
        "</item></channel></rss>"
    )
    assert [each.name for each in FORMATS if each.recognises(dump.encode())] == ["arxiv_atom"]
    batch = batch_of(dump)
    assert batch.rejects.height == 0
    [found] = batch.records.to_dicts()
    assert (found["arxiv_id"], found["arxiv_version"]) == ("2603.90001", 1)
    assert found["abstract"] == "One < two."
    assert found["authors"] == ["Ana Ibis", "Bo Crane"]
    assert categories(found) == ["arxiv:cs.CL", "arxiv:cs.AI"]
    assert found["listed_on"] == dt.date(2026, 3, 18)


def test_a_damaged_entry_is_one_reject_and_a_cut_feed_says_so() -> None:
    good = "<entry><id>http://arxiv.org/abs/260{}.90001v1</id><title>T</title></entry>"
    batch = batch_of(f"{ROOT}{good.format(1)}<entry><title>x</entry>{good.format(2)}<entry><id>")
    assert batch.records["arxiv_id"].to_list() == ["2601.90001", "2602.90001"]
    assert batch.rejects["line_number"].to_list() == [2, 4]
    assert batch.is_cut_short


@pytest.mark.parametrize("block_bytes", [100, 1000, 5000])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    sample = (SAMPLES / "arxiv_atom.xml").read_bytes()
    whole = pl.concat([batch.records for batch in parse(io.BytesIO(sample))])
    parts = pl.concat([batch.records for batch in parse(io.BytesIO(sample), block_bytes)])
    assert parts.equals(whole)


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (ROOT, True),
        (RSS, True),
        ("<entry><id>http://arxiv.org/abs/2603.90001v1</id></entry>", True),
        ("<feed><entry><id>oai:arXiv.org:2603.90001v1</id></entry></feed>", True),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>A diary</title></feed>', False),
        ('<rss version="2.0"><channel><title>News</title></channel></rss>', False),
        ("<html>http://arxiv.org/abs/2603.90001</html>", False),
        ("", False),
    ],
    ids=["a feed", "RSS", "an entry", "a daily feed", "another feed", "other RSS", "HTML", "none"],
)
def test_feeds_of_arxiv_are_recognised(head: str, is_ours: bool) -> None:
    found = [each.name for each in FORMATS if each.recognises(head.encode())]
    assert ("arxiv_atom" in found) == is_ours
    assert len(found) <= 1
