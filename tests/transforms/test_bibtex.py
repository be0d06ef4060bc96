import datetime as dt
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.formats import recognise
from transforms.formats.bibtex import BIBTEX, parse, recognises
from transforms.formats.bibtex_entries import Entry, known_abbreviations, read_section
from transforms.formats.bibtex_names import author_names
from transforms.formats.sections import Section
from transforms.parsed_records import RECORD, REJECT

SHARED = Path(__file__).parents[2] / "../shared"
SAMPLE = Path(__file__).parents[2] / "samples" / "library.bib"
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


def one(text: str) -> dict[str, Any]:
    """The only record of a text, without what is null."""
    records, rejects, _ = read(text)
    assert rejects.is_empty(), rejects
    (record,) = records.to_dicts()
    return {name: value for name, value in record.items() if value is not None}


def of_field(field: str) -> dict[str, Any]:
    """The record of an entry with a title and one other field or some."""
    return one("@article{key,\n  title = {Kites},\n  " + field + "\n}\n")


def line_count(data: bytes) -> int:
    data = data.removeprefix(b"\xef\xbb\xbf")
    return data.count(b"\n") + (not data.endswith(b"\n")) if data else 0


def test_an_entry_gives_all_that_it_says() -> None:
    record = one(
        """@article{kite2026,
          title = {{Kites at Sea}: A Study},
          subtitle = {With Wind},
          author = {Moon, Ada and {Kite Lab} and others},
          journal = {Journal of Kites},
          year = {2026}, month = mar, day = 7,
          doi = {https://doi.org/10.5555/KITE.1},
          eprint = {2603.90001v3}, archivePrefix = {arXiv}, primaryClass = {cs.RO},
          keywords = {kites; sea, wind},
          note = {12 pages},
          code = {https://github.com/kite-lab/sea},
          abstract = {We fly \\emph{kites}.

            They come back.},
          pages = {1--9},
        }"""
    )
    assert json.loads(record.pop("extra")) == {
        "entry_type": "article",
        "journal": "Journal of Kites",
        "month": "March",
        "day": "7",
        "code": "https://github.com/kite-lab/sea",
        "pages": "1--9",
    }
    assert record == {
        "record_number": 1,
        "line_start": 1,
        "line_end": 16,
        "title": "Kites at Sea: A Study: With Wind",
        "abstract": "We fly \\emph{kites}.\nThey come back.",
        "arxiv_id": "2603.90001",
        "arxiv_version": 3,
        "doi": "10.5555/kite.1",
        "identifiers": [{"scheme": "local", "value": "kite2026"}],
        "published_on": dt.date(2026, 3, 7),
        "year": 2026,
        "comment": "12 pages",
        "venue": "Journal of Kites",
        "authors": ["Ada Moon", "Kite Lab"],
        "categories": [{"scheme": "arxiv", "category": "cs.RO"}],
        "keywords": [
            {"keyword": "kites", "source": "author", "score": None},
            {"keyword": "sea, wind", "source": "author", "score": None},
        ],
        "repositories": [
            {
                "url": "https://github.com/kite-lab/sea",
                "is_official": None,
                "mentioned_in_paper": None,
                "mentioned_in_github": None,
                "framework": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@misc{k, title = {A {B {C}} D}}", "A B C D"),
        ('@misc{k, title = "A {"quoted", x} B"}', 'A "quoted", x B'),
        ('@misc{k, title = "K{\\"a}se"}', "Käse"),
        ("@misc(k, title = {A (b) c}, note = {:-)})", "A (b) c"),
        ("@MISC{k, TITLE = {Kites}}", "Kites"),
        ("@misc {k, title = {Kites}}", "Kites"),
        ("  @misc{k,title={Kites}}", "Kites"),
        ("@misc{k,\n title = {Kites}\n year = 2020}", "Kites"),
        ("@misc{k\n title = {Kites}}", "Kites"),
        ("@misc{title = {Kites}, year = 2020}", "Kites"),
        ("@misc{k, title = {Kites},, year = 2020,,}", "Kites"),
        ("@misc{k, title = {Kites}, title = {Sea}}", "Kites"),
        ("@misc{k, title = {Kites \\\\}, year = 2020}", "Kites"),
        ("@misc{k, title = {Set \\{ of kites}, year = 2020}", "Set { of kites"),
        ("@misc{k, title = {Kites}, % title = {Sea}\n % year = {2020},\n}", "Kites"),
        ("@misc{k, title = {100% of kites @ sea, a@b.org}}", "100% of kites @ sea, a@b.org"),
        ("@misc{k, title = {Kites} # { at } # {Sea}}", "Kites at Sea"),
        ("@misc{k, title = {{Kites} and {Sea}}}", "Kites and Sea"),
        ("@misc{k, title = {Kites\n    over two lines}}", "Kites over two lines"),
    ],
    ids=[
        "nested braces",
        "quotes within braces within quotes",
        "an accent with a quote within quotes",
        "parentheses around the entry",
        "upper case",
        "a blank before the brace",
        "indented",
        "no comma between fields",
        "no comma behind the key",
        "no key",
        "commas too many",
        "a field twice",
        "a line break before a brace",
        "a brace that is a letter",
        "fields that are comments",
        "a percent sign and at signs in a value",
        "parts joined",
        "two protected words",
        "a wrapped value",
    ],
)
def test_a_title_is_read_however_its_entry_is_written(text: str, title: str) -> None:
    assert one(text)["title"] == title


@pytest.mark.parametrize(
    "key", ["a", "kite:2026/x+y", "kite_2026-b.c", "100%", "O'Brien&Co", "a=b", "Käse", "two words"]
)
def test_a_key_with_odd_characters_is_an_id_of_its_own_dump(key: str) -> None:
    record = one(f"@misc{{{key}, title = {{Kites}}}}")
    assert record["identifiers"] == [{"scheme": "local", "value": key}]


def test_a_key_of_dblp_is_an_id_of_dblp() -> None:
    record = one("@misc{DBLP:conf/nips/KiteM20, title = {Kites}}")
    assert record["identifiers"] == [{"scheme": "dblp", "value": "conf/nips/KiteM20"}]


def test_abbreviations_hold_from_where_they_are_defined() -> None:
    filler = "".join(f"@misc{{k{n}, title = {{Kites {n}}}}}\n" for n in range(200))
    text = (
        '@string{jk = "Journal of " # {Kites}}\n@STRING(sea = jk # " at Sea")\n'
        + filler
        + "@article{last, title = {Sea}, journal = SEA # { (Extra)}, month = feb}\n"
        + "@article{other, title = {Moon}, journal = unknown}\n"
    )
    records, rejects, counts = read(text, block_bytes=512)
    assert rejects.is_empty()
    assert records["venue"].to_list()[-2:] == ["Journal of Kites at Sea (Extra)", "unknown"]
    assert counts == [202, 2, 0]


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("date = {2026-03-07}", dt.date(2026, 3, 7)),
        ("date = {2026-03-07/2026-03-09}", dt.date(2026, 3, 7)),
        ("date = {2026-03-07T10:00}", dt.date(2026, 3, 7)),
        ('year = 2026, month = mar # "~7"', dt.date(2026, 3, 7)),
        ('year = 2026, month = "7~" # mar', dt.date(2026, 3, 7)),
        ("year = {2026}, month = {March}, day = {7}", dt.date(2026, 3, 7)),
        ("year = 2026, month = 3, day = 7", dt.date(2026, 3, 7)),
        ("year = 2026, month = mar", None),
        ("date = {2026-03}", None),
        ("year = 2026, month = {March 7--9}", None),
        ("year = 2026, month = feb, day = 30", None),
        ("year = {2026 (to appear)}", None),
    ],
)
def test_a_day_is_taken_where_all_of_it_is_stated(field: str, day: dt.date | None) -> None:
    record = of_field(field)
    assert record.get("published_on") == day
    assert record["year"] == 2026


@pytest.mark.parametrize(
    ("field", "arxiv_id", "version"),
    [
        ("eprint = {2101.00001}, archivePrefix = {arXiv}", "2101.00001", None),
        ("eprint = {2101.00001v2}, ARCHIVEPREFIX = {ARXIV}", "2101.00001", 2),
        ("eprint = {2101.00001}", "2101.00001", None),
        ("eprint = {arXiv:2101.00001}, eprinttype = {arxiv}", "2101.00001", None),
        (
            "eprint = {9901001}, archivePrefix = {arXiv}, primaryClass = {hep-th}",
            "hep-th/9901001",
            None,
        ),
        ("eprint = {0309136v1}, eprinttype = {arXiv}, eprintclass = {math.GT}", "math/0309136", 1),
        ("eprint = {hep-ph/9901001}, archivePrefix = {arXiv}", "hep-ph/9901001", None),
        ("journal = {arXiv preprint arXiv:2101.00001}", "2101.00001", None),
        ("journal = {arXiv e-prints}, eprint = {2101.00001}", "2101.00001", None),
        ("journal = {ArXiv}, volume = {abs/2101.00001}", "2101.00001", None),
        ("journal = {CoRR}, volume = {abs/2101.00001}", "2101.00001", None),
        ("publisher = {arXiv}, number = {arXiv:2101.00001}", "2101.00001", None),
        ("howpublished = {arXiv:2101.00001v4 [cs.CL]}", "2101.00001", 4),
        ("note = {arXiv preprint arXiv:2101.00001}", "2101.00001", None),
        ("url = {https://arxiv.org/abs/2101.00001v1}", "2101.00001", 1),
        ("url = {http://arxiv.org/pdf/hep-th/9901001}", "hep-th/9901001", None),
        ("doi = {10.48550/arXiv.2101.00001}", "2101.00001", None),
        ("arxivId = {2101.00001}", "2101.00001", None),
        ("note = {Extends arXiv:2101.00001}", None, None),
        ("eprint = {2101.00001}, eprinttype = {jstor}", None, None),
        ("eprint = {23456789}, eprinttype = {pubmed}", None, None),
        ("volume = {2101.00001}", None, None),
    ],
)
def test_the_arxiv_id_is_found_where_libraries_put_it(
    field: str, arxiv_id: str | None, version: int | None
) -> None:
    record = of_field(field)
    assert (record.get("arxiv_id"), record.get("arxiv_version")) == (arxiv_id, version)


@pytest.mark.parametrize(
    ("field", "venue"),
    [
        ("journal = {J. Kites}", "J. Kites"),
        ("journaltitle = {J. {Kites} \\& Sea}", "J. Kites & Sea"),
        ("booktitle = {Proc. of {KITE}}", "Proc. of KITE"),
        ("journal = {arXiv preprint arXiv:2101.00001}", None),
        ("journal = {}", None),
    ],
)
def test_a_venue_is_a_journal_or_proceedings_but_not_arxiv(field: str, venue: str | None) -> None:
    assert of_field(field).get("venue") == venue


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("doi = {10.5555/ABC.1}", "10.5555/abc.1"),
        ("doi = {https://doi.org/10.5555/a\\_b}", "10.5555/a_b"),
        ("doi = {10.5555/a{\\_}b}", "10.5555/a_b"),
        ("url = {https://doi.org/10.5555/abc}", "10.5555/abc"),
        ("url = {https://example.org/10.5555/abc}", None),
    ],
)
def test_a_doi_is_read_without_tex(field: str, doi: str | None) -> None:
    assert of_field(field).get("doi") == doi


@pytest.mark.parametrize(
    ("field", "links", "repositories"),
    [
        ("url = {https://github.com/kite-lab/gap}", ["https://github.com/kite-lab/gap"], None),
        (
            "howpublished = {\\url{https://github.com/kite-lab/a\\_b}.}",
            ["https://github.com/kite-lab/a_b"],
            None,
        ),
        ("url = {https://arxiv.org/abs/2101.00001}", None, None),
        ("url = {https://doi.org/10.5555/1}", None, None),
        ("url = {https://press.example.org/kites}", None, None),
        ("github = {kite-lab/gap}", None, ["https://github.com/kite-lab/gap"]),
        ("code = {https://example.org/kites.zip}", None, ["https://example.org/kites.zip"]),
        (
            "software = {https://github.com/kite-lab/a, https://gitlab.com/kite-lab/b}",
            None,
            ["https://github.com/kite-lab/a", "https://gitlab.com/kite-lab/b"],
        ),
        ("project = {Kites at Sea}", None, None),
    ],
)
def test_links_lead_to_hosts_of_code_and_repositories_are_what_a_field_of_code_names(
    field: str, links: list[str] | None, repositories: list[str] | None
) -> None:
    record = of_field(field)
    assert record.get("links") == links
    found = [each["url"] for each in record.get("repositories", [])]
    assert (found or None) == repositories


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Moon, Ada and Kite, Ben", ["Ada Moon", "Ben Kite"]),
        ("Ada Moon AND Ben Kite", ["Ada Moon", "Ben Kite"]),
        ("Ada Moon\n  and\n  Ben Kite", ["Ada Moon", "Ben Kite"]),
        ("Moon, Ada and others", ["Ada Moon"]),
        ("{Kite Lab and Sons, Inc.} and Moon, Ada", ["Kite Lab and Sons, Inc.", "Ada Moon"]),
        ("King, Jr., Martin", ["Martin King Jr."]),
        ("van der Loon, Mieke", ["Mieke van der Loon"]),
        ("{Moon}, A. and {Kite}, {\\'E}.", ["A. Moon", "É. Kite"]),
        ("Ada Moon and and Ben Kite", ["Ada Moon", "Ben Kite"]),
        ("Anderson, Sandy", ["Sandy Anderson"]),
        ("Moon,", ["Moon"]),
        ("{unbalanced and Moon, Ada", ["unbalanced and Moon, Ada"]),
        ("", []),
        ("others", []),
    ],
)
def test_names_are_parted_at_and_with_forenames_first(text: str, names: list[str]) -> None:
    assert author_names(text) == names


def test_accents_in_names_become_letters() -> None:
    names = of_field(
        "author = {G{\\\"o}del, Kurt and {\\v{C}}apek, Karel and Garc{\\'\\i}a, \\'Angel}"
    )
    assert names["authors"] == ["Kurt Gödel", "Karel Čapek", "Ángel García"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("@misc{b, title = {Never closed,\n  year = {2020}\n", "a brace never closes"),
        ('@misc{b, title = "Never closed,\n  year = {2020}\n}', "a quote never closes"),
        ("@misc{b, title = {Lost end},\n", "it never closes"),
        ("@misc{b, title = {Kites}, words, year = 2020}", "a field is not written as name = value"),
        (
            "@misc{b, title = Many words here, year = 2020}",
            "a field is not written as name = value",
        ),
        ("@misc{b, year}", "a field is not written as name = value"),
        ("@string{b = {Never closed\n", "a brace never closes"),
        ("@preamble{ {Never closed }\n", "a field is not written as name = value"),
        ("Words between entries.", "text between entries"),
        ("@misc{, howpublished = {a drawer}}", "it has neither a title nor an identifier"),
    ],
    ids=[
        "an open brace",
        "an open quote",
        "no closing brace",
        "a field without a value",
        "a value of words",
        "a name alone",
        "an open abbreviation",
        "an open preamble",
        "text",
        "nothing that identifies",
    ],
)
def test_a_broken_entry_is_one_reject_and_the_next_is_read(broken: str, reason: str) -> None:
    text = f"@misc{{a, title = {{Kites}}}}\n\n{broken}\n\n@misc{{c, title = {{Sea}}}}\n"
    records, rejects, counts = read(text)
    assert records["title"].to_list() == ["Kites", "Sea"]
    (reject,) = rejects.to_dicts()
    assert reject["reason"] == reason
    lines = broken.rstrip().split("\n")
    assert (reject["line_number"], reject["line_end"]) == (3, 2 + len(lines))
    assert reject["excerpt"] == broken.rstrip()
    assert counts == [2, line_count(text.encode()) - 2 - len(lines), len(lines)]


def test_an_abstract_with_a_brace_too_many_is_read_where_lines_show_its_end() -> None:
    record = one(
        "@misc{k,\n  title = {Kites},\n  abstract = {Take \\footnote{the sea.},\n"
        "  year = 2020,\n  note = {{x}}\n}\n"
    )
    assert record["abstract"] == "Take \\footnote{the sea."
    assert (record["year"], record["comment"]) == (2020, "x")


@pytest.mark.parametrize(
    "chrome",
    [
        "% This file was created with JabRef 2.10.\n% Encoding: UTF8\n",
        "This file was created with JabRef 2.9.2.\nEncoding: Cp1252\n",
        "Automatically generated by Mendeley Desktop 1.1\nAny changes to this file will be lost.\n",
        "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n}\n",
        "@Comment{with {braces} and a@b.org}\n",
        "@comment a bare one\n",
        "@comment{that never closes\n",
        '@preamble{ "\\newcommand{\\x}[1]{#1}" # " \\x{y}" }\n',
        "@string{jk = {Journal of Kites}}\n@string(js = jk)\n",
        "@IEEEtranBSTCTL{IEEEexample:BSTcontrol, CTLuse_forced_etal = {yes}}\n",
        "\n \t\n\n",
        "}\n",
    ],
    ids=[
        "comments",
        "JabRef",
        "Mendeley",
        "groups of JabRef",
        "a comment with braces",
        "a bare comment",
        "an open comment",
        "a preamble",
        "abbreviations",
        "a steering entry",
        "blank lines",
        "a brace too many",
    ],
)
def test_what_is_no_entry_is_chrome(chrome: str) -> None:
    entry = "@misc{k, title = {Kites}}\n"
    for text in (chrome + entry, entry + chrome, entry + chrome + entry):
        records, rejects, counts = read(text)
        assert rejects.is_empty()
        assert records["title"].unique().to_list() == ["Kites"]
        assert counts == [text.count(entry), chrome.count("\n"), 0]


def test_lines_that_entries_share_count_once() -> None:
    text = (
        "@misc{a, title = {A}} @misc{b,\n"
        " title = {B}} @misc{, year = 1} words\n"
        "@misc{c, title = {C}}"
    )
    records, rejects, counts = read(text)
    assert records.select("title", "line_start", "line_end").rows() == [
        ("A", 1, 1),
        ("B", 1, 2),
        ("C", 3, 3),
    ]
    assert rejects.select("line_number", "line_end").rows() == [(2, 2)]
    assert counts == [3, 0, 0]


def test_rejects_that_begin_on_one_line_are_one() -> None:
    text = "words @misc{, year = 1,\n note = {x}}\n@misc{c, title = {C}}\n"
    records, rejects, counts = read(text)
    assert records["title"].to_list() == ["C"]
    assert rejects.select("line_number", "line_end", "reason").rows() == [
        (1, 2, "text between entries")
    ]
    assert counts == [1, 0, 2]


@pytest.mark.parametrize(
    ("field", "keywords"),
    [
        ("keywords = {kites, deep sea}", ["kites", "deep sea"]),
        ("keywords = {kites; sea, wind}", ["kites", "sea, wind"]),
        ("keywords = {kites \\sep {S}ea}", ["kites", "Sea"]),
        ('keyword = {K{\\"a}se,\n  kites,}', ["Käse", "kites"]),
        ("keywords = {}", []),
    ],
)
def test_keywords_are_the_authors(field: str, keywords: list[str]) -> None:
    found = of_field(field).get("keywords", [])
    assert [each["keyword"] for each in found] == keywords
    assert all(each["source"] == "author" for each in found)


@pytest.mark.parametrize(
    ("field", "year"),
    [
        ("year = 2026", 2026),
        ("year = {c. 1999}", 1999),
        ("year = {to appear}, date = {2026}", 2026),
        ("date = {2026-03}", 2026),
        ("year = {26}", None),
        ("year = {20260}", None),
    ],
)
def test_a_year_is_four_digits(field: str, year: int | None) -> None:
    assert of_field(field).get("year") == year


def test_entries_with_the_same_key_are_each_a_record() -> None:
    records, _, _ = read("@misc{k, title = {A}}\n@misc{k, title = {B}}\n")
    assert records.select("record_number", "title").rows() == [(1, "A"), (2, "B")]


@pytest.mark.parametrize(
    ("end", "is_cut_short"),
    [("@misc{b, title = {Cut", True), ("@misc{b, title = {Whole}}", False), ("}}\nwords", False)],
)
def test_an_entry_that_is_open_at_the_end_says_that_the_dump_is_cut_short(
    end: str, is_cut_short: bool
) -> None:
    data = f"@misc{{a, title = {{Kites}}}}\n@misc{{x, title = {{Lost}}\n\n{end}".encode()
    for block_bytes in (8, 1 << 20):
        *others, last = parse(io.BytesIO(data), block_bytes=block_bytes)
        assert last.is_cut_short is is_cut_short
        assert not any(each.is_cut_short for each in others)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("@misc{k, title = {Käse}}".encode("latin-1"), "Käse"),
        ("@misc{k, title = {“Käse”}}".encode("cp1252"), "“Käse”"),
        ("@misc{k, title = {Käse}}".encode(), "Käse"),
        (b"\xef\xbb\xbf" + "@misc{k, title = {Käse}}".encode(), "Käse"),
        (b"@misc{k, title = {K\xc3\xa4se \xff}}", "Käse \ufffd"),
    ],
    ids=["Latin-1", "Windows-1252", "UTF-8", "byte order mark", "one damaged byte"],
)
def test_bytes_become_letters(data: bytes, title: str) -> None:
    records, rejects, _ = read(data + b"\n@misc{l, title = {plain}}\n")
    assert rejects.is_empty()
    assert records["title"].to_list() == [title, "plain"]


def test_an_entry_that_is_too_long_is_one_reject() -> None:
    text = (
        "@misc{a, title = {A}}\n@misc{b, title = {"
        + "x\n" * 2_500_000
        + "}}\n@misc{c, title={C}}\n"
    )
    data = text.encode()
    next_starts_block = data.index(b"@misc{c") - (1 << 16)
    for block_bytes in (1 << 18, next_starts_block, 1 << 24):
        records, rejects, counts = read(data, block_bytes)
        assert records.select("title", "line_start").rows() == [("A", 1), ("C", 2_500_003)]
        assert rejects.select("line_number", "line_end", "reason").rows() == [
            (2, 2_500_002, "longer than 4 MB")
        ]
        assert counts == [2, 0, 2_500_001]


def test_memory_does_not_grow_with_the_dump() -> None:
    entry = b"@misc{k, title = {Kites}, abstract = {" + b"We fly kites. " * 70 + b"}}\n"

    class Entries(io.RawIOBase):
        left = 6_000

        def read(self, size: int = -1) -> bytes:
            taken = min(self.left, max(size // len(entry), 1))
            self.left -= taken
            return entry * taken

    tracemalloc.start()
    count = sum(batch.records.height for batch in parse(Entries(), block_bytes=1 << 17))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6_000
    assert peak_bytes < 3_000_000


ENTRY = "@article{kite, title = {Kites at Sea}, author = {Moon, Ada}, year = 2026}\n"


@pytest.mark.parametrize(
    "head",
    [
        ENTRY,
        "\n\n" + ENTRY,
        "\ufeff" + ENTRY,
        ENTRY.replace("\n", "\r\n"),
        "% a comment\n" * 4000 + ENTRY,
        "@comment{" + "a long comment " * 6000 + "}\n" + ENTRY,
        "This file was created with JabRef 2.9.\nEncoding: UTF8\n\n" + ENTRY,
        "@string{jk = {Journal of Kites}}\n" * 3000,
        ENTRY.replace("}, author", "" + ", at length" * 8000 + "}, author"),
        "@online{k,\n  title = {Kites},\n  url = {https://example.org}\n}\n",
        ENTRY * 20 + "@misc{broken, title = {\n" + ENTRY * 20,
        ENTRY * 2000,
    ],
    ids=[
        "an entry",
        "blank lines first",
        "a byte order mark",
        "Windows line ends",
        "a long comment",
        "a long comment in braces",
        "the header of JabRef",
        "abbreviations alone",
        "an entry longer than the head",
        "an entry of biblatex",
        "a broken entry among others",
        "more than the head",
    ],
)
def test_bibtex_is_recognised(head: str) -> None:
    assert recognise(head.encode()[: 1 << 16]) is BIBTEX


@pytest.mark.parametrize(
    "head",
    [
        "From: ada@example.org\nTo: ben@example.org\nSubject: kites\n\nHi, mail me @home {soon}.\n",
        "Hi Ben,\n\nhere is what you asked for:\n\n" + ENTRY + "\nIs that all?\nBest,\nAda\n",
        "# Kites\n\nSome code.\n\n## Install\n\n    pip install kites\n\n```bibtex\n"
        + ENTRY
        + "```\n",
        "@media (max-width: 600px) {\n  body { color: red; }\n}\n@page { margin: 1cm }\n",
        "@dataclass(frozen=True)\nclass Kite:\n    year: int = 2026\n",
        '{"title": "@article{kite, title = {Kites}}"}\n',
        "<html><body>@article{kite, title = {Kites}}</body></html>\n",
        "% only a comment\n",
        "@comment{nothing else}\n",
        "@misc{k}\n",
        "",
        "TY  - JOUR\nTI  - @article{Kites}\nER  - \n",
    ],
    ids=[
        "an e-mail",
        "an e-mail with an entry",
        "a page with an entry",
        "a style sheet",
        "a program",
        "JSON",
        "HTML",
        "a comment",
        "a comment in braces",
        "an entry that says nothing",
        "nothing",
        "RIS",
    ],
)
def test_what_is_not_bibtex_is_not_claimed(head: str) -> None:
    assert not recognises(head.encode())


def test_the_sample_is_claimed_by_this_format_alone_and_its_lines_add_up() -> None:
    data = SAMPLE.read_bytes()
    assert recognise(data[: 1 << 16]) is BIBTEX
    records, rejects, counts = read(data)
    assert sum(counts) == line_count(data)
    assert (records.height, rejects.height) == (9, 4)


def labelled() -> Iterator[dict[str, Any]]:
    path = SHARED / "labels" / "formats_expected.jsonl"
    if not path.exists():
        pytest.skip("the shared dumps are not here")
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_all_of_300_real_papers_are_read_as_labelled() -> None:
    papers = list(labelled())
    data = (SHARED / "dumps" / "formats" / "papers.bib").read_bytes()
    assert recognise(data[: 1 << 16]) is BIBTEX
    records, rejects, counts = read(data)
    assert rejects.is_empty()
    assert sum(counts) == line_count(data)
    main_categories = [each[0]["category"] for each in records["categories"].to_list()]
    assert records["arxiv_id"].to_list() == [each["arxiv_id"] for each in papers]
    assert records["title"].to_list() == [each["title"] for each in papers]
    assert main_categories == [each["categories"][0] for each in papers]
    assert records["comment"].to_list() == [each["comment"] for each in papers]
    # The dump has no line breaks within abstracts, so paragraphs are lost there.
    assert records["abstract"].to_list() == [" ".join(each["abstract"].split()) for each in papers]


WORD = st.text("abc XYZ0-:.@%&é", min_size=1, max_size=12).map(str.strip).filter(bool)
BRACED = st.recursive(
    WORD,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda all_: "{" + " ".join(all_) + "}"
    ),
    max_leaves=4,
)
VALUE = st.lists(BRACED, min_size=1, max_size=3).map(" ".join)
FIELD_NAME = st.sampled_from(["title", "note", "journal", "abstract", "x-y", "Author"])


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A well-formed entry, and its fields."""
    fields = draw(st.dictionaries(FIELD_NAME, VALUE, min_size=1))
    values = [
        name
        + draw(st.sampled_from(["=", " = ", " =\n"]))
        + (f'"{value}"' if draw(st.booleans()) else f"{{{value}}}")
        for name, value in fields.items()
    ]
    gap = draw(st.sampled_from([",", ",\n  ", " ,\n"]))
    end = draw(st.sampled_from(["}", ",}", ",\n}", "\n}"]))
    return "@article{key" + gap + gap.join(values) + end, fields


@REPEATABLE
@given(entries())
def test_a_well_formed_entry_is_read_as_bibtexparser_reads_it(
    entry: tuple[str, dict[str, str]],
) -> None:
    text, fields = entry
    (theirs,) = bibtexparser.parse_string(text).entries
    (ours,) = read_section(Section(1, text.count("\n") + 1, text), known_abbreviations())
    assert isinstance(ours, Entry)
    assert (ours.key, list(ours.fields)) == ("key", [name.lower() for name in fields])

    def plain(value: str) -> str:
        return re.sub(r"[{}\s]+", " ", value).strip()

    assert {name: plain(value) for name, value in ours.fields.items()} == {
        field.key.lower(): plain(field.value) for field in theirs.fields
    }


RUBBISH = st.sampled_from(
    [
        "",
        "words between entries",
        "% a comment",
        "@comment{one",
        "@comment{two}",
        "@string{jk = {Journal of Kites}}",
        "@string{jk = ",
        "@preamble{",
        "@misc{open, title = {Never closed",
        '@misc{quote, title = "Never closed',
        "@misc{words, title = some words, year = 2020}",
        "@misc{empty}",
        "@misc(paren, year = 2020)",
        "@misc{a, year=1} @misc{b, year=2} @misc{c, year={3}",
        "}",
        "{",
        '"',
        "\\",
        "a@b.org {x}",
        "@",
        "@{x}",
        "@misc",
        "\x0c\x1f\u2028\x85",
        "\r",
    ]
) | st.text(max_size=30).filter(lambda text: "@" not in text and "\n" not in text)


@REPEATABLE
@given(st.lists(RUBBISH | st.integers(0, 99), max_size=30), st.booleans(), st.integers(1, 300))
def test_every_entry_is_read_whatever_stands_around_it(
    pieces: list[str | int], has_final_newline: bool, block_bytes: int
) -> None:
    lines = [
        f"@misc{{k{piece}, title = {{Kites {piece}}},\n  year = 2020\n}}"
        if isinstance(piece, int)
        else piece
        for piece in pieces
    ]
    data = ("\n".join(lines) + "\n" * has_final_newline).encode()
    records, rejects, counts = read(data)
    titles = records["title"].drop_nulls().to_list()
    assert titles == [f"Kites {piece}" for piece in pieces if isinstance(piece, int)]
    assert sum(counts) == (data.count(b"\n") + (not data.endswith(b"\n")) if data else 0)
    assert min(counts) >= 0
    assert rejects["line_number"].is_unique().all()
    assert (rejects["line_end"] >= rejects["line_number"]).all()
    in_blocks = read(data, block_bytes)
    assert in_blocks[0].equals(records)
    assert in_blocks[1].equals(rejects)
    assert in_blocks[2] == counts


@REPEATABLE
@given(st.binary(max_size=300) | st.text('@{}()"#=,%\\ \nmisckey1', max_size=200).map(str.encode))
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    _, _, counts = read(data)
    is_macintosh = b"\r" in data[:-1] and b"\n" not in data
    assert sum(counts) == line_count(data.replace(b"\r", b"\n") if is_macintosh else data)
    recognises(data)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "macintosh"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    of_unix, of_other = read(text), read(text.replace("\n", line_end))
    assert of_other[0].equals(of_unix[0])
    assert of_other[1].equals(of_unix[1])
    assert of_other[2] == of_unix[2]
