import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats import FORMATS
from transforms.formats.dblp import parse
from transforms.parsed_records import Batch

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[2] / "../shared"
ROOT = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name} beside the checkout")
    return path


def batch_of(records: str) -> Batch:
    [batch] = parse(io.BytesIO(f"{ROOT}{records}</dblp>".encode("latin-1")))
    return batch


def read(fields: str, kind: str = "article", attributes: str = "") -> dict[str, Any]:
    batch = batch_of(f'<{kind} mdate="2026-03-19" key="a/b/C26"{attributes}>{fields}</{kind}>')
    assert batch.rejects.height == 0
    [found] = batch.records.to_dicts()
    return found


def test_a_record_keeps_all_that_it_carries() -> None:
    found = read(
        '<author orcid="0">Ana Ibis 0001</author><author>Bo Crane</author><title>On Kites.</title>'
        "<pages>1-9</pages><year>2026</year><volume>3</volume><journal>J. Kites</journal>"
        "<ee>https://doi.org/10.5555/KITES.3</ee><url>db/journals/kites/3.html</url>"
    )
    assert found["title"] == "On Kites"
    assert found["authors"] == ["Ana Ibis", "Bo Crane"]
    assert found["year"] == 2026
    assert found["venue"] == "J. Kites"
    assert found["doi"] == "10.5555/kites.3"
    assert found["identifiers"] == [{"scheme": "dblp", "value": "a/b/C26"}]
    assert found["is_retracted"] is None
    for absent in ("published_on", "updated_on", "versions", "arxiv_id", "abstract"):
        assert found[absent] is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("On Kites.", "On Kites"),
        ("On Kites", "On Kites"),
        ("Why Kites?", "Why Kites?"),
        ("And So On...", "And So On..."),
        ("And So On ..", "And So On .."),
        ("Kites Inc.\n", "Kites Inc"),
        ("<i>k</i>-Kites in <i>O</i>(<i>n</i><sup>2</sup>).", "k-Kites in O(n2)"),
        ("H<sub>2</sub>O and <tt>fly()</tt>.", "H2O and fly()"),
        ('Comments on "Kites" <ref href="x">[1]</ref>.', 'Comments on "Kites" [1]'),
        (
            "K&uuml;ites &amp; &lt;Wind&gt; &szlig;&#246;\u00e9.",
            "K\u00fcites & <Wind> \u00df\u00f6\u00e9",
        ),
        ("A Title\nin Two   Lines.", "A Title in Two Lines"),
    ],
)
def test_titles_are_plain_and_without_their_dot(written: str, title: str) -> None:
    assert read(f"<title>{written}</title>")["title"] == title


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Wei Wang 0001", "Wei Wang"),
        ("Wei Wang", "Wei Wang"),
        ("J&ouml;rg M\u00fcller 0012", "J\u00f6rg M\u00fcller"),
        ("R2 D2 12", "R2 D2 12"),
    ],
)
def test_the_number_of_a_namesake_is_taken_off(written: str, name: str) -> None:
    assert read(f"<author>{written}</author><title>T</title>")["authors"] == [name]


def test_editors_stand_where_there_are_no_authors() -> None:
    editors = "<editor>Ana Ibis 0001</editor><editor>Bo Crane</editor><title>T</title>"
    assert read(editors, "article")["authors"] == ["Ana Ibis", "Bo Crane"]
    both = read(f"<author>Cy Heron</author>{editors}", "book")
    assert both["authors"] == ["Cy Heron"]


@pytest.mark.parametrize(
    ("volume", "links", "arxiv_id"),
    [
        ("abs/2603.90001", "https://doi.org/10.48550/arXiv.2603.90001", "2603.90001"),
        ("abs/2603.90001", "", "2603.90001"),
        ("abs/cs/0101901", "http://arxiv.org/abs/cs/0101901", "cs/0101901"),
        ("cs.CG/0101901", "", "cs/0101901"),
        ("abs/0704.0901", "https://arxiv.org/abs/0704.0901", "0704.0901"),
    ],
)
def test_a_preprint_has_an_arxiv_id_and_no_venue(volume: str, links: str, arxiv_id: str) -> None:
    found = read(
        f"<title>T.</title><volume>{volume}</volume><journal>CoRR</journal><ee>{links}</ee>"
    )
    assert (found["arxiv_id"], found["doi"], found["venue"]) == (arxiv_id, None, None)


def test_links_give_ids_of_every_kind() -> None:
    found = read(
        "<title>T</title><booktitle>ACL</booktitle>"
        "<ee>https://www.wikidata.org/entity/Q99</ee>"
        '<ee type="oa">https://aclanthology.org/2026.acl-long.901/</ee>'
        "<ee>https://doi.org/10.5555/V1/2026.901</ee>"
        "<ee>https://doi.org/10.5555/second</ee>"
        "<ee>https://openreview.net/forum?id=aB-9_x</ee>"
        '<ee type="oa">http://arxiv.org/abs/2603.90001</ee>',
        "inproceedings",
    )
    assert found["arxiv_id"] == "2603.90001"
    assert found["doi"] == "10.5555/v1/2026.901"
    assert found["identifiers"] == [
        {"scheme": "dblp", "value": "a/b/C26"},
        {"scheme": "openreview", "value": "aB-9_x"},
        {"scheme": "acl", "value": "2026.acl-long.901"},
    ]
    assert found["venue"] == "ACL"


@pytest.mark.parametrize("publtype", ["withdrawn", "informal withdrawn"])
def test_a_withdrawn_record_says_so(publtype: str) -> None:
    assert read("<title>T</title>", attributes=f' publtype="{publtype}"')["is_retracted"] is True


KINDS = (
    "article",
    "inproceedings",
    "book",
    "incollection",
    "phdthesis",
    "mastersthesis",
    "data",
)


def test_every_kind_of_record_is_read_and_pages_of_persons_are_chrome() -> None:
    records = "".join(f'<{kind} key="{kind}/x"><title>T</title></{kind}>' for kind in KINDS)
    persons = '<www key="homepages/1"><author>A</author><title>Home Page</title></www>\n<person/>'
    batch = batch_of(persons + records + persons)
    assert [each[0]["value"] for each in batch.records["identifiers"]] == [f"{k}/x" for k in KINDS]
    assert batch.records["line_start"].to_list() == list(range(3, 3 + len(KINDS)))
    assert (batch.record_line_count, batch.chrome_line_count) == (len(KINDS), 4)
    assert batch.rejects.height == 0


def test_what_cannot_be_read_is_refused_by_its_number_and_the_rest_goes_on() -> None:
    good = '<article key="{}"><title>T</title><year>{}</year></article>'
    batch = batch_of(
        good.format("a", 2001)
        + '<article key="b"><title>T</titel></article><software key="c"><title>T</title></software>'
        + good.format("d", "soon")
        + "<article/>"
    )
    assert batch.records["year"].to_list() == [2001, None]
    assert batch.records["line_start"].to_list() == [1, 4]
    assert batch.rejects["line_number"].to_list() == [2, 3, 5]
    assert batch.rejects["reason"].to_list() == [
        "not well-formed: Opening and ending tag mismatch: title and titel",
        "an element that the format does not know: software",
        "it has neither a title nor an identifier",
    ]


def test_a_dump_cut_short_gives_what_could_be_read_and_says_so() -> None:
    sample = (SAMPLES / "dblp.xml").read_bytes()
    [batch] = parse(io.BytesIO(sample[: sample.index(b"<www") + 90]))
    assert batch.is_cut_short
    assert batch.records.height == 3
    assert batch.rejects["line_number"].to_list() == [5]


@pytest.mark.parametrize(
    ("volume", "is_paper"),
    [
        ('<proceedings key="v"><editor>A</editor><title>T</title></proceedings>', False),
        ('<proceedings key="v"><author>A</author><title>T</title></proceedings>', False),
        ('<book key="v"><editor>A</editor><title>T</title></book>', False),
        ('<book key="v"><author>A</author><title>T</title></book>', True),
        ('<book key="v"><title>T</title></book>', True),
    ],
    ids=["proceedings", "with authors", "edited book", "monograph", "nobody named"],
)
def test_a_whole_volume_is_no_paper_but_counted(volume: str, is_paper: bool) -> None:
    paper = '<inproceedings key="p"><author>B</author><title>P</title></inproceedings>'
    batch = batch_of(paper + volume + paper)
    assert batch.records["line_start"].to_list() == ([1, 2, 3] if is_paper else [1, 3])
    counts = (batch.record_line_count, batch.chrome_line_count, batch.reject_line_count)
    assert counts == ((3, 0, 0) if is_paper else (2, 1, 0))


@pytest.mark.parametrize("block_bytes", [100, 1000])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    sample = (SAMPLES / "dblp.xml").read_bytes()
    whole = pl.concat([batch.records for batch in parse(io.BytesIO(sample))])
    parts = pl.concat([batch.records for batch in parse(io.BytesIO(sample), block_bytes)])
    assert parts.equals(whole)


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (ROOT, True),
        ("<dblp><article key='a'/></dblp>", True),
        ('<article mdate="2026-03-19" key="a/b/C26">\n<author>A</author></article>', True),
        ('<www key="homepages/1" mdate="2026-03-19"><author>A</author></www>', True),
        ('<article xmlns="http://jats.example.org"><title>T</title></article>', False),
        ("<dblpperson><person/></dblpperson>", False),
        ("<bib><article key='a'/></bib>", False),
        ("dblp", False),
        ("", False),
    ],
    ids=[
        "a head",
        "one record",
        "a bare record",
        "a bare page",
        "JATS",
        "a person",
        "bib",
        "x",
        "-",
    ],
)
def test_dblp_is_recognised_by_its_root_or_its_records(head: str, is_ours: bool) -> None:
    found = [each.name for each in FORMATS if each.recognises(head.encode())]
    assert ("dblp" in found) == is_ours
    assert len(found) <= 1


def test_real_papers_read_as_expected() -> None:
    dump = shared("dumps/formats/dblp.xml").read_bytes()
    expected = {
        each["arxiv_id"]: each["title"]
        for each in map(
            json.loads, shared("labels/formats_expected.jsonl").read_text("utf-8").splitlines()
        )
    }
    [batch] = parse(io.BytesIO(dump))
    found = dict(batch.records.select("arxiv_id", "title").iter_rows())
    assert batch.rejects.height == 0
    assert found == expected
