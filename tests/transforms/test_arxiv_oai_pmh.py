import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.formats import FORMATS
from transforms.formats.arxiv_oai_pmh import NO_METADATA, parse, recognises
from transforms.parsed_records import Batch

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[2] / "../shared"
OAI_DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
ROOT = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><request metadataPrefix="{}"/>'


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name} beside the checkout")
    return path


def batch_of(dump: str | bytes) -> Batch:
    [batch] = parse(io.BytesIO(dump if isinstance(dump, bytes) else dump.encode()))
    return batch


def record(metadata: str, own_id: str = "oai:arXiv.org:2603.90001", header: str = "") -> str:
    return (
        f"<record><header><identifier>{own_id}</identifier><datestamp>2026-03-20</datestamp>{header}"
        f"</header><metadata>{metadata}</metadata></record>"
    )


def arxiv(fields: str, form: str = "arXiv", own_id: str = "2603.90001") -> str:
    return f'<{form} xmlns="http://arxiv.org/OAI/{form}/"><id>{own_id}</id>{fields}</{form}>'


def dublin_core(fields: str) -> str:
    return f"<oai_dc:dc {OAI_DC}>{fields}</oai_dc:dc>"


def read(*records: str) -> list[dict[str, Any]]:
    batch = batch_of(
        f"{ROOT.format('arXiv')}<ListRecords>{''.join(records)}</ListRecords></OAI-PMH>"
    )
    assert batch.rejects.height == 0
    return batch.records.to_dicts()


def fields_of(metadata: str, **where: str) -> dict[str, Any]:
    [found] = read(record(metadata, **where))
    return found


def categories(found: dict[str, Any]) -> list[str]:
    return [f"{each['scheme']}:{each['category']}" for each in found["categories"]]


def test_a_record_of_arxiv_keeps_all_that_it_carries() -> None:
    found = fields_of(
        arxiv(
            "<created>2026-03-10</created><updated>2026-04-01</updated><authors>"
            "<author><keyname>van der Loon</keyname><forenames>J. P.</forenames>"
            "<suffix>III</suffix><affiliation>Ostend</affiliation></author><author><keyname>Plover</keyname></author>"
            "</authors><title>A Title that\n  Wraps</title><categories>cs.CL hep-th</categories>"
            "<comments>9 pages,\n  2 figures</comments><journal-ref>J. Kites 3 (2026)</journal-ref>"
            "<msc-class>05C80, 05C15</msc-class><acm-class>I.2.7; F.2</acm-class>"
            "<doi>10.5555/KITES.3</doi><abstract>  One\ntwo.\n  Three.\n</abstract>"
        )
    )
    assert found["title"] == "A Title that Wraps"
    assert found["abstract"] == "One two.\nThree."
    assert found["arxiv_id"] == "2603.90001"
    assert found["doi"] == "10.5555/kites.3"
    assert found["comment"] == "9 pages, 2 figures"
    assert found["venue"] == "J. Kites 3 (2026)"
    assert found["authors"] == ["J. P. van der Loon III", "Plover"]
    assert found["published_on"] == dt.date(2026, 3, 10)
    assert found["updated_on"] == dt.date(2026, 4, 1)
    assert found["versions"] == [{"version": 1, "submitted_on": dt.date(2026, 3, 10)}]
    assert found["is_retracted"] is None
    assert found["identifiers"] is None
    assert categories(found) == [
        "arxiv:cs.CL",
        "arxiv:hep-th",
        "msc:05C80",
        "msc:05C15",
        "acm:I.2.7",
        "acm:F.2",
    ]


def test_class_codes_among_the_categories_are_no_categories_of_arxiv() -> None:
    found = fields_of(arxiv("<title>T</title><categories>cs.CL 68T50, I.2.7;</categories>"))
    assert categories(found) == ["arxiv:cs.CL", "msc:68T50", "acm:I.2.7"]


@pytest.mark.parametrize("form", ["arXiv", "arXivRaw"])
def test_a_paper_that_says_it_is_withdrawn_is_retracted(form: str) -> None:
    said = "<title>T</title><comments>This paper has been withdrawn by its author</comments>"
    assert fields_of(arxiv(said, form=form))["is_retracted"] is True


@pytest.mark.parametrize(
    ("own_id", "created", "published_on"),
    [
        ("2603.90001", "2026-03-31", dt.date(2026, 3, 31)),
        ("2603.90001", "2026-02-27", dt.date(2026, 2, 27)),
        ("2603.90001", "2026-07-02", None),
        ("2603.90001", "2027-01-02", None),
        ("hep-th/9901901", "1999-01-15", dt.date(1999, 1, 15)),
        ("hep-th/9901901", "2004-08-05", None),
        ("2512.90001", "2026-01-02", dt.date(2026, 1, 2)),
    ],
    ids=[
        "in the month of the id",
        "before it",
        "months behind it",
        "a year behind it",
        "an old id",
        "years behind an old id",
        "a few days behind it",
    ],
)
def test_a_day_long_after_the_month_in_the_id_is_of_the_newest_version(
    own_id: str, created: str, published_on: dt.date | None
) -> None:
    found = fields_of(arxiv(f"<created>{created}</created><title>T</title>", own_id=own_id))
    assert found["published_on"] == published_on
    assert found["updated_on"] == dt.date.fromisoformat(created)
    assert (found["versions"] is None) == (published_on is None)


def test_the_acm_class_may_hold_an_msc_code() -> None:
    found = fields_of(
        arxiv("<title>T</title><msc-class>15A66</msc-class><acm-class>15A66</acm-class>")
    )
    assert categories(found) == ["msc:15A66"]


def test_versions_are_sorted_by_number_and_give_the_days() -> None:
    versions = "".join(
        f'<version version="v{number}"><date>{day}</date><size>1kb</size></version>'
        for number, day in [
            (1, "Mon, 12 Jun 2017 17:57:34 GMT"),
            (10, "Wed, 2 Aug 2023 00:41:18 GMT"),
            (2, "Mon, 19 Jun 2017 16:49:45 GMT"),
        ]
    )
    found = fields_of(arxiv(f"{versions}<title>T</title>", "arXivRaw"))
    assert [each["version"] for each in found["versions"]] == [1, 2, 10]
    assert found["arxiv_version"] == 10
    assert found["published_on"] == dt.date(2017, 6, 12)
    assert found["updated_on"] == dt.date(2023, 8, 2)


def test_versions_without_the_first_give_no_day_of_publication() -> None:
    found = fields_of(
        arxiv(
            '<version version="v2"><date>nonsense</date></version>'
            '<version version="x"><date/></version>'
            "<title>T</title>",
            "arXivRaw",
        )
    )
    assert found["versions"] == [{"version": 2, "submitted_on": None}]
    assert found["published_on"] is None
    assert found["arxiv_version"] == 2


@pytest.mark.parametrize("form", ["arXivRaw", "arXivOld"])
@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ana Ibis, Bo Crane and Cy Heron", ["Ana Ibis", "Bo Crane", "Cy Heron"]),
        (
            "A. Ibis (1), B. Crane (1 and 2), C. Heron\n (2) ((1) Inst. of Kites, (2) Lab (UK))",
            ["A. Ibis", "B. Crane", "C. Heron"],
        ),
        ("The Plover Collaboration: A. Ibis, B. Crane", ["A. Ibis", "B. Crane"]),
        ('Per Aasen, Jr. and Zo\\"e Brackwater', ["Per Aasen Jr.", "Zo\u00eb Brackwater"]),
        ("A. Ibis (Oslo, B. Crane", ["A. Ibis"]),
    ],
    ids=["a list", "affiliations", "a group", "a suffix and TeX", "an open parenthesis"],
)
def test_authors_in_one_text_fall_apart(form: str, authors: str, names: list[str]) -> None:
    found = fields_of(arxiv(f"<title>T</title><authors>{authors}</authors>", form))
    assert found["authors"] == names


def test_dublin_core_of_arxiv_keeps_all_that_it_carries() -> None:
    found = fields_of(
        dublin_core(
            "<dc:title>A\n  Title</dc:title><dc:creator>van der Loon III, J. P.</dc:creator>"
            "<dc:creator>Plover</dc:creator><dc:subject>Computer Science - Computation and Language"
            "</dc:subject><dc:subject>High Energy Physics - Theory</dc:subject>"
            "<dc:subject>05C80, 05C15</dc:subject><dc:subject>I.2.7</dc:subject>"
            "<dc:subject>Origami</dc:subject><dc:description>  One\ntwo.\n</dc:description>"
            "<dc:description>Comment: 9 pages</dc:description><dc:date>2026-03-10</dc:date>"
            "<dc:date>2026-03-20</dc:date><dc:date>2026-04-01</dc:date><dc:type>text</dc:type>"
            "<dc:identifier>http://arxiv.org/abs/2603.90001</dc:identifier>"
            "<dc:identifier>J. Kites 3 (2026)</dc:identifier>"
            "<dc:identifier>doi:10.5555/KITES.3</dc:identifier>"
        )
    )
    assert found["title"] == "A Title"
    assert found["authors"] == ["J. P. van der Loon III", "Plover"]
    assert found["abstract"] == "One two."
    assert found["comment"] == "9 pages"
    assert found["arxiv_id"] == "2603.90001"
    assert found["doi"] == "10.5555/kites.3"
    assert found["venue"] == "J. Kites 3 (2026)"
    assert found["published_on"] == dt.date(2026, 3, 10)
    assert found["updated_on"] == dt.date(2026, 4, 1)
    assert found["year"] is None
    assert categories(found) == [
        "arxiv:cs.CL",
        "arxiv:hep-th",
        "msc:05C80",
        "msc:05C15",
        "acm:I.2.7",
        "other:Origami",
    ]


@pytest.mark.parametrize(
    ("descriptions", "abstract", "comment"),
    [
        (["We do.", "Comment: 9 pages"], "We do.", "9 pages"),
        (["We do.", "9 pages"], "We do.", "9 pages"),
        (["Comment: withdrawn"], None, "withdrawn"),
        (["Comments: 9 pages", "We do."], "We do.", "9 pages"),
        (["We do."], "We do.", None),
    ],
    ids=["marked", "unmarked, as since 2025", "a comment alone", "the comment first", "none"],
)
def test_the_comment_is_told_from_the_abstract(
    descriptions: list[str], abstract: str | None, comment: str | None
) -> None:
    written = "".join(f"<dc:description>{each}</dc:description>" for each in descriptions)
    found = fields_of(dublin_core(f"<dc:title>T</dc:title>{written}"))
    assert (found["abstract"], found["comment"]) == (abstract, comment)


@pytest.mark.parametrize(
    ("sets", "subject", "found"),
    [
        (["cs:cs:LG"], "Machine Learning", ["arxiv:cs.LG"]),
        (["stat:stat:ML"], "Machine Learning", ["arxiv:stat.ML"]),
        (["cs:cs:LG", "stat:stat:ML"], "Machine Learning", ["arxiv:cs.LG", "arxiv:stat.ML"]),
        (
            ["physics:math-ph", "math:math:MP"],
            "Mathematical Physics",
            ["arxiv:math-ph", "arxiv:math.MP"],
        ),
        (["physics:hep-th"], "High Energy Physics - Theory", ["arxiv:hep-th"]),
        (["cs"], "Machine Learning", ["other:Machine Learning"]),
    ],
)
def test_the_sets_tell_between_categories_of_one_name(
    sets: list[str], subject: str, found: list[str]
) -> None:
    header = "".join(f"<setSpec>{each}</setSpec>" for each in sets)
    metadata = dublin_core(f"<dc:title>T</dc:title><dc:subject>{subject}</dc:subject>")
    assert categories(fields_of(metadata, header=header)) == found


def test_another_repository_keeps_its_own_identifier() -> None:
    found = fields_of(
        dublin_core(
            "<dc:title>T</dc:title><dc:creator>Ibis, Ana</dc:creator><dc:date>2019</dc:date>"
            "<dc:description>One.</dc:description><dc:description>Two.</dc:description>"
            "<dc:identifier>https://repository.example.org/7</dc:identifier>"
            "<dc:identifier>Shelf 12</dc:identifier>"
            "<dc:identifier>https://doi.org/10.5555/SHELF.7</dc:identifier>"
        ),
        own_id="oai:repository.example.org:7",
    )
    assert found["identifiers"] == [{"scheme": "local", "value": "oai:repository.example.org:7"}]
    assert found["doi"] == "10.5555/shelf.7"
    assert (found["year"], found["published_on"], found["updated_on"]) == (2019, None, None)
    assert (found["abstract"], found["comment"], found["venue"]) == ("One.", None, None)


DELETED = (
    '<record><header status="deleted"><identifier>{}</identifier><datestamp>2026-01-01</datestamp>'
    "</header></record>"
)


def test_a_deleted_record_is_a_retracted_record_without_title() -> None:
    found, unknown = read(
        DELETED.format("oai:arXiv.org:2603.90001"), DELETED.format("oai:arXiv.org:0000.00000")
    )
    assert found["arxiv_id"] == "2603.90001"
    assert found["is_retracted"] is True
    assert found["title"] is None
    assert found["identifiers"] is None
    assert unknown["arxiv_id"] is None
    assert unknown["is_retracted"] is True
    assert unknown["identifiers"] == [{"scheme": "local", "value": "oai:arXiv.org:0000.00000"}]


def test_old_ids_of_two_archives_stay_two() -> None:
    first, second = read(
        record(arxiv("<title>A</title>", own_id="hep-th/9901901"), "oai:arXiv.org:hep-th/9901901"),
        record(arxiv("<title>B</title>", own_id="hep-ph/9901901"), "oai:arXiv.org:hep-ph/9901901"),
    )
    assert [first["arxiv_id"], second["arxiv_id"]] == ["hep-th/9901901", "hep-ph/9901901"]


def test_all_forms_may_stand_in_one_dump_under_any_host_or_prefix() -> None:
    page = (
        '<?xml version="1.0"?><o:OAI-PMH xmlns:o="https://oaipmh.arxiv.org/OAI/2.0/"><o:ListRecords>'
        "<o:record><o:header><o:identifier>oai:arXiv.org:2603.90001</o:identifier></o:header>"
        '<o:metadata><a:arXiv xmlns:a="https://oaipmh.arxiv.org/OAI/arXiv/"><a:id>2603.90001</a:id>'
        "<a:title>A</a:title></a:arXiv></o:metadata></o:record>"
        f"{record(dublin_core('<dc:title>B</dc:title>')).replace('90001', '90002')}"
        f"{record(arxiv('<title>C</title>', 'arXivRaw', '2603.90003'))}"
        "<o:resumptionToken>x|1001</o:resumptionToken></o:ListRecords></o:OAI-PMH>"
    )
    assert recognises(page.encode())
    batch = batch_of(page + "\n" + page)
    assert batch.records["title"].to_list() == ["A", "B", "C"] * 2
    assert batch.records["arxiv_id"].to_list()[:3] == ["2603.90001", "2603.90002", "2603.90003"]
    assert batch.records["record_number"].to_list() == [1, 2, 3, 4, 5, 6]
    assert batch.unit == "element"
    assert not batch.is_cut_short


@pytest.mark.parametrize(
    ("error", "counts", "reason"),
    [
        ('<error code="noRecordsMatch">nothing new</error>', (1, 0), None),
        (
            '<error code="badResumptionToken">it has\n expired</error>',
            (0, 1),
            "the repository answered with an error: badResumptionToken: it has expired",
        ),
        ("<error/>", (0, 1), "the repository answered with an error"),
    ],
    ids=["nothing new", "a stale token", "nothing said"],
)
def test_an_error_of_the_repository_is_no_record(
    error: str, counts: tuple[int, int], reason: str | None
) -> None:
    page = (
        f'<OAI-PMH><responseDate>2026</responseDate><request verb="ListRecords"/>{error}</OAI-PMH>'
    )
    assert recognises(page.encode())
    batch = batch_of(page)
    assert batch.records.height == 0
    assert (batch.chrome_line_count, batch.reject_line_count) == counts
    assert batch.rejects["reason"].to_list() == ([reason] if reason else [])


def test_a_record_in_another_form_is_refused_alone() -> None:
    marc = record('<marc xmlns="http://www.loc.gov/MARC21/slim"><leader/></marc>')
    batch = batch_of(f"<OAI-PMH>{marc}{record(arxiv('<title>T</title>'))}</OAI-PMH>")
    assert batch.rejects.to_dicts()[0]["reason"] == NO_METADATA
    assert batch.rejects.to_dicts()[0]["line_number"] == 1
    assert batch.records["title"].to_list() == ["T"]


def test_a_damaged_record_is_one_reject_with_its_number() -> None:
    sample = (SAMPLES / "arxiv_oai.xml").read_bytes()
    batches = list(parse(io.BytesIO(sample)))
    [reject] = pl.concat([batch.rejects for batch in batches]).to_dicts()
    assert (reject["line_number"], reject["line_end"]) == (5, 5)
    assert reject["excerpt"].startswith("<record>\n<header>\n <identifier>oai:arXiv.org:2603.91390")
    counted = [
        batch.record_line_count + batch.chrome_line_count + batch.reject_line_count
        for batch in batches
    ]
    assert sum(counted) == sample.count(b"<record>") + sample.count(b"<error ")


@pytest.mark.parametrize("block_bytes", [100, 1000, 5000])
@pytest.mark.parametrize("name", ["arxiv_oai", "arxiv_oai_raw", "arxiv_oai_dc"])
def test_what_is_read_does_not_depend_on_the_blocks(name: str, block_bytes: int) -> None:
    sample = (SAMPLES / f"{name}.xml").read_bytes()
    whole = pl.concat([batch.records for batch in parse(io.BytesIO(sample))])
    parts = pl.concat([batch.records for batch in parse(io.BytesIO(sample), block_bytes)])
    assert parts.equals(whole)


def test_a_dump_cut_short_gives_what_could_be_read_and_says_so() -> None:
    sample = (SAMPLES / "arxiv_oai_raw.xml").read_bytes()
    batch = batch_of(sample[: sample.index(b"2603.91087</id>")])
    assert batch.is_cut_short
    assert batch.records["arxiv_id"].to_list() == ["2603.90788", "2603.91153"]
    assert batch.rejects["reason"].to_list() == ["its end tag is missing"]


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (ROOT.format("arXiv") + "<ListRecords>", True),
        (ROOT.format("oai_dc") + "<GetRecord>", True),
        (ROOT.format("marcxml") + "<ListRecords>" + DELETED, False),
        (ROOT.format("arXiv") + "<ListIdentifiers><header/></ListIdentifiers>", False),
        ("<OAI-PMH><Identify/></OAI-PMH>", False),
        ("\ufeff \n<OAI-PMH><ListRecords>" + DELETED, True),
        (record(arxiv("<title>T</title>")), True),
        ("<ListRecords>" + record(dublin_core("")) + "</ListRecords>", True),
        (record("<marc/>"), False),
        ("<records><record><title>T</title></record></records>", False),
        ("<html><body>record arXiv</body></html>", False),
        ("<dblp>", False),
        ("arXiv <OAI-PMH>", False),
        ("", False),
    ],
    ids=[
        "a list",
        "one record",
        "another form",
        "headers alone",
        "who it is",
        "deleted records alone",
        "a record without responses",
        "records without responses",
        "a record in another form",
        "records of something else",
        "a web page",
        "DBLP",
        "text",
        "nothing",
    ],
)
def test_responses_are_recognised_by_what_they_hold(head: str, is_ours: bool) -> None:
    found = [each.name for each in FORMATS if each.recognises(head.encode())]
    assert ("arxiv_oai_pmh" in found) == is_ours
    assert len(found) <= 1


@pytest.mark.parametrize("name", ["arxiv_oai_arXiv.xml", "arxiv_oai_dc.xml"])
def test_real_papers_read_as_expected(name: str) -> None:
    dump = shared(f"dumps/formats/{name}").read_bytes()
    expected = {
        each["arxiv_id"]: each
        for each in map(
            json.loads, shared("labels/formats_expected.jsonl").read_text("utf-8").splitlines()
        )
    }
    [batch] = parse(io.BytesIO(dump))
    found = {
        each["arxiv_id"]: each for each in batch.records.to_dicts() if not each["is_retracted"]
    }
    assert batch.rejects.height == 0
    assert found.keys() == expected.keys()
    for arxiv_id, paper in found.items():
        wanted = expected[arxiv_id]
        assert paper["title"] == wanted["title"]
        # The dumps wrap abstracts without the marks of their paragraphs.
        assert paper["abstract"].split() == wanted["abstract"].split()
        assert paper["comment"] == wanted["comment"]
        assert paper["published_on"] is not None
        if name == "arxiv_oai_arXiv.xml":
            assert [each["category"] for each in paper["categories"]] == wanted["categories"]
        else:
            assert {each["scheme"] for each in paper["categories"]} == {"arxiv"}


def test_real_single_records_read_as_they_stand() -> None:
    folder = shared("dumps/oai_pmh_real")
    found = {}
    for path in sorted(folder.iterdir()):
        dump = path.read_bytes()
        assert [each.name for each in FORMATS if each.recognises(dump)] == ["arxiv_oai_pmh"]
        batch = batch_of(dump)
        assert not batch.is_cut_short
        [paper] = batch.records.to_dicts()
        found[paper["arxiv_id"]] = paper
    assert len(found) == 7
    assert found["math/0306266"]["doi"] == "10.1017/s0963548305006826"
    assert found["math/0306266"]["venue"].startswith("Combinatorics, Probability and Computing")
    assert categories(found["math/0306266"]) == ["arxiv:math.CO", "msc:05C80", "msc:05C15"]
    assert categories(found["cond-mat/9706061"]) == ["arxiv:cond-mat.mes-hall", "arxiv:hep-th"]
    assert found["0901.2443"]["authors"][0] == "B. \u00d6zel"
    assert found["0901.2443"]["authors"][3] == "P. von Neumann-Cosel"
    assert found["astro-ph/9501013"]["updated_on"] == dt.date(1995, 9, 1)
    assert found["astro-ph/9501013"]["abstract"].count("\n") == 2
    assert found["1711.05739"]["comment"].endswith("available at github.com/rodluger/planetplanet")
