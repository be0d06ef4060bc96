import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.formats import recognise
from transforms.formats.ris import RIS, parse, recognises
from transforms.parsed_records import RECORD, REJECT

SAMPLE = Path(__file__).parents[2] / "samples" / "library.ris"
REPEATABLE = settings(deadline=None, derandomize=True, max_examples=60)


def read(text: str | bytes, block_bytes: int = 1 << 20) -> tuple[pl.DataFrame, pl.DataFrame, Any]:
    data = text.encode() if isinstance(text, str) else text
    batches = list(parse(io.BytesIO(data), block_bytes=block_bytes))
    counts = [
        (each.record_line_count, each.chrome_line_count, each.reject_line_count) for each in batches
    ]
    return (
        pl.concat([pl.DataFrame(schema=RECORD), *(each.records for each in batches)]),
        pl.concat([pl.DataFrame(schema=REJECT), *(each.rejects for each in batches)]),
        [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0],
    )


def of_tags(*lines: str) -> dict[str, Any]:
    """The record of the lines, with a title, without what is null."""
    text = "\n".join(["TY  - JOUR", "TI  - Kites", *lines, "ER  - "])
    records, rejects, _ = read(text)
    assert rejects.is_empty(), rejects
    (record,) = records.to_dicts()
    return {name: value for name, value in record.items() if value is not None}


def keywords_of(record: dict[str, Any]) -> list[str]:
    return [each["keyword"] for each in record["keywords"]]


def line_count(data: bytes) -> int:
    data = data.removeprefix(b"\xef\xbb\xbf")
    return data.count(b"\n") + (not data.endswith(b"\n")) if data else 0


def test_a_record_gives_all_that_it_says() -> None:
    record = of_tags(
        "AU  - Moon, Ada",
        "A1  - Kite, Ben, Jr.",
        "PY  - 2026/03/07/",
        "JO  - Journal of Kites",
        "DO  - https://doi.org/10.5555/KITE.1",
        "UR  - https://github.com/kite-lab/sea; https://arxiv.org/abs/2603.90001v2",
        "AB  - We fly kites.",
        "KW  - kites",
        "KW  - sea",
        "N1  - 12 pages",
        "ID  - kite2026",
        "SP  - 1",
        'XX  - a "tag"',
    )
    assert json.loads(record.pop("extra")) == {
        "TY": ["JOUR"],
        "PY": ["2026/03/07/"],
        "JO": ["Journal of Kites"],
        "UR": ["https://github.com/kite-lab/sea; https://arxiv.org/abs/2603.90001v2"],
        "N1": ["12 pages"],
        "ID": ["kite2026"],
        "SP": ["1"],
        "XX": ['a "tag"'],
    }
    assert record == {
        "record_number": 1,
        "line_start": 1,
        "line_end": 16,
        "title": "Kites",
        "abstract": "We fly kites.",
        "arxiv_id": "2603.90001",
        "arxiv_version": 2,
        "doi": "10.5555/kite.1",
        "identifiers": [{"scheme": "local", "value": "kite2026"}],
        "published_on": dt.date(2026, 3, 7),
        "year": 2026,
        "comment": "12 pages",
        "venue": "Journal of Kites",
        "authors": ["Ada Moon", "Ben Kite Jr."],
        "keywords": [
            {"keyword": "kites", "source": "author", "score": None},
            {"keyword": "sea", "source": "author", "score": None},
        ],
        "links": ["https://github.com/kite-lab/sea"],
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("TY  - JOUR\nTI  - Kites\nER  - \n", "Kites"),
        ("TY  - JOUR\nT1  - Kites\nER  -", "Kites"),
        ("TY - JOUR\nTI - Kites\nER -\n", "Kites"),
        ("TY - JOUR\nTI  - Kites\nER  - \n", "Kites"),
        ("ty  - jour\nti  - Kites\ner  - \n", "Kites"),
        ("  TY  - JOUR\n  TI  - Kites\n  ER  - \n", "Kites"),
        ("TY  - JOUR\nTI  - Kites\n      over the sea\nER  - \n", "Kites over the sea"),
        ("TY  - JOUR\nTI  - Kites\nin - flight\nER  - \n", "Kites in - flight"),
        ("TY  -JOUR\nTI  -Kites\nER  -\n", "Kites"),
        ("TY  - JOUR\nTI  - Kites\nTI  - Sea\nER  - \n", "Kites"),
        ("TY  - JOUR\nTI  - \nT1  - Kites\nER  - \n", "Kites"),
        ("TY  - BOOK\nBT  - Kites\nER  - \n", "Kites"),
        ("TY  - JOUR\nPMID  - 1\nTI  - Kites\nER  - \n", "Kites"),
        ("TY  - JOUR\nTI  - Kites\n\n\nER  - \n", "Kites"),
        ("TY  - JOUR\nTI  - Kites", "Kites"),
    ],
    ids=[
        "TI",
        "T1",
        "one blank",
        "one blank or two",
        "lower case",
        "indented",
        "a wrapped value",
        "a line that looks like a tag",
        "no blank behind the hyphen",
        "a tag twice",
        "an empty tag",
        "the title of a book",
        "a longer tag",
        "blank lines",
        "no end",
    ],
)
def test_a_title_is_read_however_its_record_is_written(text: str, title: str) -> None:
    records, rejects, _ = read(text)
    assert rejects.is_empty()
    assert records["title"].to_list() == [title]


@pytest.mark.parametrize(
    ("lines", "year", "day"),
    [
        (["PY  - 2024/03/12/"], 2024, dt.date(2024, 3, 12)),
        (["Y1  - 2024/3/2/other"], 2024, dt.date(2024, 3, 2)),
        (["DA  - 2024-03-12"], 2024, dt.date(2024, 3, 12)),
        (["PY  - 2024", "DA  - 2024/03/12"], 2024, dt.date(2024, 3, 12)),
        (["PY  - 2024"], 2024, None),
        (["PY  - 2024///"], 2024, None),
        (["PY  - 2024/03//"], 2024, None),
        (["DA  - March 2024"], 2024, None),
        (["PY  - 2024/02/30/"], 2024, None),
        (["Y2  - 2024/03/12/"], None, None),
    ],
)
def test_a_day_is_taken_where_all_of_it_is_stated(
    lines: list[str], year: int | None, day: dt.date | None
) -> None:
    record = of_tags(*lines)
    assert (record.get("year"), record.get("published_on")) == (year, day)


@pytest.mark.parametrize(
    ("lines", "venue"),
    [
        (["JO  - J. Kites"], "J. Kites"),
        (["JF  - Journal of Kites", "JO  - J. Kites"], "Journal of Kites"),
        (["T2  - Conference on Kites"], "Conference on Kites"),
        (["BT  - Book of Kites"], "Book of Kites"),
        (["JA  - J K"], "J K"),
        (["JO  - arXiv preprint arXiv:2101.00001"], None),
    ],
)
def test_a_venue_is_a_journal_or_a_book_but_not_arxiv(lines: list[str], venue: str | None) -> None:
    assert of_tags(*lines).get("venue") == venue


@pytest.mark.parametrize(
    ("line", "arxiv_id", "doi"),
    [
        ("UR  - http://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001", None),
        ("JO  - arXiv preprint arXiv:2101.00001", "2101.00001", None),
        ("M1  - arXiv:2101.00001", "2101.00001", None),
        ("AN  - arXiv:2101.00001", "2101.00001", None),
        ("DO  - 10.48550/arXiv.2101.00001", "2101.00001", None),
        ("UR  - https://doi.org/10.5555/KITE", None, "10.5555/kite"),
        ("M3  - doi: 10.5555/kite", None, "10.5555/kite"),
        ("M3  - Article", None, None),
        ("N1  - extends arXiv:2101.00001", None, None),
    ],
)
def test_ids_are_found_where_libraries_put_them(
    line: str, arxiv_id: str | None, doi: str | None
) -> None:
    record = of_tags(line)
    assert (record.get("arxiv_id"), record.get("doi")) == (arxiv_id, doi)


def test_the_paper_has_the_id_of_its_page_at_openreview() -> None:
    record = of_tags("UR  - https://openreview.net/forum?id=kite_1", "AN  - 7")
    assert record["identifiers"] == [
        {"scheme": "openreview", "value": "kite_1"},
        {"scheme": "local", "value": "7"},
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["KW  - kites", "KW  - deep sea", "KW  - wind, strong"],
        ["KW  - kites", "deep sea", "  wind, strong"],
        ["KW  - kites; deep sea; wind, strong;"],
        ["KW  - kites", "KW  - ", "KW  - deep sea", "KW  - kites", "KW  - wind,  strong."],
    ],
    ids=["a tag each", "a line each", "semicolons", "empty and twice"],
)
def test_keywords_are_the_authors(lines: list[str]) -> None:
    record = of_tags(*lines)
    assert keywords_of(record) == ["kites", "deep sea", "wind, strong"]
    assert {each["source"] for each in record["keywords"]} == {"author"}


def test_an_abstract_keeps_its_paragraphs_but_not_its_wraps() -> None:
    record = of_tags("AB  - We fly", "      kites.", "", "      They come", "back.", "PY  - 2026")
    assert record["abstract"] == "We fly kites.\nThey come back."
    assert record["year"] == 2026


def test_a_record_without_an_end_ends_at_the_next() -> None:
    records, rejects, counts = read(
        "TY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  - \nTY  - JOUR\nTI  - C\n"
    )
    assert rejects.is_empty()
    assert records.select("title", "line_start", "line_end").rows() == [
        ("A", 1, 3),
        ("B", 4, 6),
        ("C", 7, 8),
    ]
    assert counts == [8, 0, 0]


@pytest.mark.parametrize(
    ("end", "is_cut_short"),
    [("TI  - B\n", True), ("TI  - B\nER  - \n", False), ("TI  - B\nER  - \n\nwords", False)],
)
def test_a_last_record_without_an_end_says_that_the_dump_is_cut_short(
    end: str, is_cut_short: bool
) -> None:
    data = ("TY  - JOUR\nTI  - A\nTY  - JOUR\n" + end).encode()
    for block_bytes in (8, 1 << 20):
        *others, last = parse(io.BytesIO(data), block_bytes=block_bytes)
        assert last.is_cut_short is is_cut_short
        assert not any(each.is_cut_short for each in others)


@pytest.mark.parametrize(
    ("strange", "lines", "reason"),
    [
        ("Words here.\n\nAnd there.", (1, 3), "lines outside of a record"),
        ("TI  - A record without a beginning\nER  - ", (1, 1), "lines outside of a record"),
        (
            "TY  - GEN\nSP  - 1\nER  - ",
            (1, 3),
            "it has neither a title nor an identifier",
        ),
        ("TY  - \nER  - ", (1, 2), "it has neither a title nor an identifier"),
    ],
    ids=["words", "no beginning", "nothing that identifies", "nothing at all"],
)
def test_what_is_no_record_is_one_reject_and_the_next_is_read(
    strange: str, lines: tuple[int, int], reason: str
) -> None:
    record = "TY  - JOUR\nTI  - Kites\nER  - \n"
    for before in ("", record, record + "\n"):
        text = before + strange + "\n" + record
        records, rejects, counts = read(text)
        assert records["title"].unique().to_list() == ["Kites"]
        assert records.height == text.count("Kites")
        above = before.count("\n")
        (reject,) = rejects.to_dicts()
        assert (reject["line_number"] - above, reject["line_end"] - above) == lines
        assert reject["reason"] == reason
        assert counts[2] == lines[1] - lines[0] + 1
        assert sum(counts) == text.count("\n")


@pytest.mark.parametrize(
    "chrome",
    [
        "\n\t\n",
        'Provider: Kites\nDatabase: Sea\nContent: text/plain; charset="UTF-8"\n',
        "1.\n",
        "Record #2 of 3\n",
        "ER  - \n",
        "\x1a\n",
    ],
    ids=["blank lines", "a publisher", "a number", "a count", "a stray end", "an end of file"],
)
def test_what_stands_between_records_is_chrome(chrome: str) -> None:
    record = "TY  - JOUR\nTI  - Kites\nER  - \n"
    for text in (chrome + record, record + chrome, record + chrome + record):
        records, rejects, counts = read(text)
        assert rejects.is_empty()
        assert counts == [3 * records.height, chrome.count("\n"), 0]


@pytest.mark.parametrize(
    "data",
    [
        "TY  - JOUR\nTI  - Käse\nER  - \n".encode(),
        b"\xef\xbb\xbf" + "TY  - JOUR\nTI  - Käse\nER  - \n".encode(),
        "TY  - JOUR\nTI  - Käse\nER  - \n".encode("latin-1"),
        "TY  - JOUR\r\nTI  - Käse\r\nER  - \r\n".encode(),
        "TY  - JOUR\rTI  - Käse\rER  - \r".encode(),
        "TY  - JOUR\nTI  - Käse\nER  -".encode(),
    ],
    ids=["UTF-8", "a byte order mark", "Latin-1", "Windows", "Macintosh", "no final newline"],
)
def test_bytes_and_line_ends_do_not_matter(data: bytes) -> None:
    assert recognise(data) is RIS
    records, rejects, counts = read(data)
    assert rejects.is_empty()
    assert records.select("title", "line_start", "line_end").rows() == [("Käse", 1, 3)]
    assert counts == [3, 0, 0]


def test_a_record_that_is_too_long_is_one_reject() -> None:
    record = "TY  - JOUR\nTI  - Kites\nER  - \n"
    data = (record + "TY  - JOUR\nAB  - " + "x\n" * 2_500_000 + record).encode()
    next_starts_block = data.rindex(b"TY") - (1 << 16)
    for block_bytes in (1 << 18, next_starts_block, 1 << 24):
        records, rejects, counts = read(data, block_bytes)
        assert records["line_start"].to_list() == [1, 2_500_005]
        assert rejects.select("line_number", "line_end", "reason").rows() == [
            (4, 2_500_004, "longer than 4 MB")
        ]
        assert counts == [6, 0, 2_500_001]


@pytest.mark.parametrize(
    "head",
    [
        "PMID- 123\nOWN - NLM\nTI  - Kites\nAU  - Moon A\nAB  - We fly.\n\nPMID- 124\nTI  - Sea\n",
        "FN Clarivate\nVR 1.0\nPT J\nAU Moon, A\nTI Kites\nER\nEF\n",
        "%0 Journal Article\n%T Kites\n%A Moon, Ada\n",
        "@article{k, title = {TY  - JOUR}}\n",
        "Hi,\n\nthis is RIS:\n\nTY  - JOUR\nTI  - Kites\nAU  - Moon\nER  - \n\nIs it?\n",
        "TY  - JOUR\nwords\n",
        "title,abstract\nTY  - JOUR,TI  - x\n",
        "",
        "\n",
    ],
    ids=[
        "MEDLINE",
        "Web of Science",
        "Refer",
        "BibTeX",
        "a letter",
        "no tags",
        "CSV",
        "nothing",
        "a blank",
    ],
)
def test_what_is_not_ris_is_not_claimed(head: str) -> None:
    assert not recognises(head.encode())


def test_a_record_longer_than_the_head_is_recognised() -> None:
    text = "TY  - JOUR\nTI  - Kites\nAU  - Moon, Ada\nAB  - " + "We fly kites. " * 8000
    assert recognise(text.encode()[: 1 << 16]) is RIS


def test_the_sample_is_claimed_by_this_format_alone_and_its_lines_add_up() -> None:
    data = SAMPLE.read_bytes()
    assert recognise(data[: 1 << 16]) is RIS
    records, rejects, counts = read(data)
    assert sum(counts) == line_count(data)
    assert (records.height, rejects.height) == (6, 2)


VALUE = st.text('abc XYZ019:;.é"{}-', min_size=1, max_size=20).map(str.strip).filter(bool)
FIELDS = st.fixed_dictionaries(
    {"TI": VALUE},
    optional={"AB": VALUE, "JO": VALUE, "VL": VALUE, "ID": VALUE, "N1": VALUE, "SP": VALUE},
)


@REPEATABLE
@given(st.lists(FIELDS, min_size=1, max_size=5))
def test_records_are_read_as_rispy_reads_them(records: list[dict[str, str]]) -> None:
    text = "\n".join(
        "\n".join(["TY  - JOUR", *(f"{tag}  - {value}" for tag, value in each.items()), "ER  - \n"])
        for each in records
    )
    theirs = rispy.loads(text)
    ours, _, _ = read(text)

    def one_line(value: str | None) -> str | None:
        return " ".join(value.split()) if value else None

    assert ours["title"].to_list() == [one_line(each["title"]) for each in theirs]
    assert ours["abstract"].to_list() == [one_line(each.get("abstract")) for each in theirs]
    assert ours["venue"].to_list() == [one_line(each.get("journal_name")) for each in theirs]
    comments = [one_line("\n".join(each.get("notes", []))) for each in theirs]
    assert ours["comment"].to_list() == comments
    pages = [json.loads(each).get("SP", [None])[0] for each in ours["extra"]]
    assert pages == [each.get("start_page") for each in theirs]


RUBBISH = st.sampled_from(
    [
        "",
        "words",
        "ER  - ",
        "er  -",
        "ER",
        "TI  - Stray",
        "TY",
        "AB  - wrapped",
        "   over lines",
        "XX  - unknown",
        "KW  - a;b",
        "PMID- 1",
        "1.",
        "Provider: x",
        "\x0c\u2028\x85",
        "\r",
    ]
) | st.text(max_size=20).filter(lambda text: "\n" not in text)


@REPEATABLE
@given(st.lists(RUBBISH | st.integers(0, 99), max_size=30), st.booleans(), st.integers(1, 300))
def test_every_record_is_read_whatever_stands_around_it(
    pieces: list[str | int], has_final_newline: bool, block_bytes: int
) -> None:
    lines = [
        f"TY  - JOUR\nTI  - Kites {piece}\nER  - " if isinstance(piece, int) else piece
        for piece in pieces
    ]
    data = ("\n".join(lines) + "\n" * has_final_newline).encode()
    records, rejects, counts = read(data)
    titles = [f"Kites {piece}" for piece in pieces if isinstance(piece, int)]
    assert records["title"].to_list() == titles
    is_macintosh = b"\r" in data[:-1] and b"\n" not in data
    assert sum(counts) == line_count(data.replace(b"\r", b"\n") if is_macintosh else data)
    assert min(counts) >= 0
    assert rejects["line_number"].is_unique().all()
    assert (rejects["line_end"] >= rejects["line_number"]).all()
    in_blocks = read(data, block_bytes)
    assert in_blocks[0].equals(records)
    assert in_blocks[1].equals(rejects)
    assert in_blocks[2] == counts


@REPEATABLE
@given(st.binary(max_size=300) | st.text("TYIER  -\n\rab", max_size=200).map(str.encode))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    _, _, counts = read(data)
    is_macintosh = b"\r" in data[:-1] and b"\n" not in data
    assert sum(counts) == line_count(data.replace(b"\r", b"\n") if is_macintosh else data)
    recognises(data)
