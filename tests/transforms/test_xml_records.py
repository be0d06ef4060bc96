import io
from typing import Any

import polars as pl
import pytest

from transforms.formats import xml_pieces, xml_records
from transforms.formats.xml_records import (
    UNENDED,
    Run,
    first_element,
    local_name,
    read_runs,
    text_of,
    to_rows,
)

Read = tuple[int, str | None, str | None]


def runs_of(dump: bytes, block_bytes: int = 1 << 20) -> list[Run]:
    stream = io.BytesIO(dump)
    return list(read_runs(stream, ["a", "b"], ["list"], ["skip"], block_bytes=block_bytes))


def read(dump: bytes, block_bytes: int = 1 << 20) -> list[Read]:
    return [
        (number, None if element is None else text_of(element), reason)
        for run in runs_of(dump, block_bytes)
        for number, element, reason in zip(run.numbers, run.elements, run.reasons, strict=True)
    ]


def texts(dump: bytes) -> list[str | None]:
    return [text for _, text, _ in read(dump)]


def is_cut_short(dump: bytes) -> bool:
    return runs_of(dump)[-1].is_cut_short


def test_records_are_read_in_order_with_their_numbers() -> None:
    assert read(b"<d><a>1</a>\n<b>2</b><a>3</a></d>") == [
        (1, "1", None),
        (2, "2", None),
        (3, "3", None),
    ]


@pytest.mark.parametrize(
    ("dump", "text"),
    [
        (b"<a>x <i>y</i> z</a>", "x y z"),
        (b"<a>x<!-- </a><a> -->y</a>", "xy"),
        (b"<a><![CDATA[</a> & <b>]]></a>", "</a> & <b>"),
        (b"<a>x<?go </a> ?>y</a>", "xy"),
        (b"<a>&lt;b&gt; &amp;amp; &quot;&apos;&#233;&#x3c0;</a>", "<b> &amp; \"'\u00e9\u03c0"),
        (
            b"<a>&ouml;&Eacute;&szlig;&times;&micro;&reg;&pi;</a>",
            "\u00f6\u00c9\u00df\u00d7\u00b5\u00ae\u03c0",
        ),
        (b"<a><![CDATA[&ouml;]]></a>", "&ouml;"),
        (b"<a/>", ""),
        (b'<a k="/"  />', ""),
        (b'<p:a xmlns:p="u"><p:i>x</p:i></p:a>', "x"),
        (b"<a\n>x</a\n>", "x"),
        (b"<a>x\x00\x0b\x1fy</a>", "xy"),
        (b"<a>x\xffy</a>", "x\ufffdy"),
    ],
    ids=[
        "markup",
        "a comment with tags",
        "CDATA with tags",
        "an instruction with a tag",
        "references",
        "names of letters",
        "a name in CDATA",
        "an empty element",
        "an empty element with a slash in it",
        "a prefix",
        "tags with line breaks",
        "control characters",
        "a byte that is no UTF-8",
    ],
)
def test_a_record_may_hold_all_that_xml_knows(dump: bytes, text: str) -> None:
    assert read(b"<d>" + dump + b"</d>") == [(1, text, None)]


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (b"<a><t>x</a>", "not well-formed: Opening and ending tag mismatch: t and a"),
        (b"<a><t>x</tt></a>", "not well-formed: Opening and ending tag mismatch: t and tt"),
        (b"<a>x < y</a>", "not well-formed"),
        (b"<a>R&D</a>", "not well-formed"),
        (b"<a>&nosuch;</a>", "not well-formed: Entity 'nosuch' not defined"),
        (b"<a><q:t/></a>", "not well-formed: Namespace prefix q on t is not defined"),
        (b"<a>x", UNENDED),
        (b"<a>x</b>", UNENDED),
        (b"<a>" + b"<i>" * 300 + b"</i>" * 300 + b"</a>", "not well-formed: Excessive depth"),
        (b"<a><!-- x </a>", "not well-formed"),
        (b"<a><![CDATA[ x </a>", "not well-formed"),
        (b"<c>x</c>", "an element that the format does not know: c"),
        (b"x</a>", "an element that the format does not know: a"),
    ],
    ids=[
        "an element without its end",
        "a misspelt end",
        "a bare less-than",
        "a bare ampersand",
        "an unknown entity",
        "an undeclared prefix",
        "no end tag",
        "the end of another",
        "a well of elements",
        "an open comment",
        "open CDATA",
        "an unknown element",
        "no start tag",
    ],
)
def test_a_damaged_record_is_refused_alone(damaged: bytes, reason: str) -> None:
    first, second, third = read(b"<d><a>1</a>" + damaged + b"<a>2</a></d>")
    assert first == (1, "1", None)
    assert second[:2] == (2, None)
    assert str(second[2]).startswith(reason)
    assert "line" not in str(second[2])
    assert third == (3, "2", None)


def test_what_is_refused_is_shown_as_it_stood() -> None:
    [run] = runs_of(b"<d><a>1</a><a k='v'>\n&no;</a></d>")
    assert run.excerpts[1] == "<a k='v'>\n&no;</a>"


def test_many_damaged_records_cost_none_of_the_others() -> None:
    dump = b"".join(b"<a>%d%s</a>" % (n, b"<t>" if n % 7 == 0 else b"") for n in range(500))
    found = read(b"<d>" + dump + b"</d>")
    assert [text for _, text, _ in found] == [str(n) if n % 7 else None for n in range(500)]


def test_damage_does_not_leak_from_one_record_into_the_next() -> None:
    found = read(b"<d><a>1</a><a>2</i></a><a><i>3</a><a>4</a></d>")
    assert [text for _, text, _ in found] == ["1", None, None, "4"]


DUMP = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY c "<a>no</a>">] >\n<d xmlns:p="u"><list><a>1</a>'
    b" <!-- </d><a>no</a> --><b>2<!-- </b> --></b><skip>x</skip><p:a><p:i>3</p:i></p:a>"
    b"<a><t>4</a><a>5\n<a/></list><a>6</a>"
)


@pytest.mark.parametrize("block_bytes", [1, 2, 3, 7, 64])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    assert read(DUMP, block_bytes) == read(DUMP)
    assert [text for _, text, _ in read(DUMP)] == ["1", "2", "3", None, None, "", "6"]


def test_what_is_read_does_not_depend_on_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(DUMP)
    monkeypatch.setattr(xml_records, "RUN_BYTES", 1)
    assert len(runs_of(DUMP)) > 3
    assert read(DUMP) == whole
    assert sum(run.passed_over for run in runs_of(DUMP)) == 1


PLAIN = b"<d><a>1</a>\n<b><t>2</t></b><p:a xmlns:p='u'>3</p:a><a><t>4</a><a/><a>5</a></d>"


@pytest.mark.parametrize("length", range(len(b"<d>"), len(PLAIN)))
def test_a_dump_that_ends_anywhere_gives_what_could_be_read(length: int) -> None:
    part = PLAIN[:length]
    found = [text for text in texts(part) if text is not None]
    whole = ["1", "2", "3", "", "5"]
    ends = (b"1</a>", b"</b>", b"</p:a>", b"<a/>", b"5</a>")
    assert found == whole[: sum(end in part for end in ends)]
    assert is_cut_short(part)


def test_elements_that_are_passed_over_count_as_elements() -> None:
    dump = b"<d><skip>x</skip><a>1</a><skip/><a>2</a></d>"
    assert read(dump) == [(2, "1", None), (4, "2", None)]
    assert [run.passed_over for run in runs_of(dump)] == [2]


@pytest.mark.parametrize(
    ("dump", "is_cut"),
    [
        (b"<d><a>1</a></d>", False),
        (b"<d><a>1</a></d>\n<!-- done -->\n", False),
        (b"<d><a>1</a>", True),
        (b"<d><a>1</a><a>2", True),
        (b"<d><a>1</a><a", True),
        (b"<d><a>1</a></", True),
        (b"<d>", True),
        (b"<d/>", False),
        (b"<a>1</a>", False),
        (b"<a>1</a><a>2</a>\n", False),
        (b"<a>1</a><a>2", True),
        (b"<d><a>1</a></d><d><a>2</a></d>", False),
        (b"<d><a>1</a></d><d><a>2</a>", True),
        (b'<d><a>1</a><?xml version="1.0"?><d><a>2</a></d>', True),
        (b'<d><a>1<?xml version="1.0"?><d><a>2</a></d>', True),
        (b"<d><a>1</d>", False),
        (b"<d><a>1<t></a></d>", False),
        (b"", False),
    ],
    ids=[
        "whole",
        "whole with a comment behind it",
        "no end of the root",
        "within a record",
        "within a start tag",
        "within the end tag of the root",
        "nothing but a root",
        "an empty root",
        "one record alone",
        "two records alone",
        "records alone, the last one open",
        "two documents",
        "two documents, the last one open",
        "two documents, the first one open",
        "two documents, the first one open in a record",
        "a damaged record at the end",
        "a record that is not well-formed at the end",
        "nothing",
    ],
)
def test_a_dump_without_the_end_of_its_root_is_cut_short(dump: bytes, is_cut: bool) -> None:
    assert is_cut_short(dump) is is_cut


def test_several_documents_in_one_file_are_one_dump() -> None:
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><d><a>\u00e4</a></d>'.encode("latin-1")
    utf_8 = '\ufeff<?xml version="1.0"?><d xmlns:q="v"><a><q:i>\u00e4</q:i></a></d>'.encode()
    assert read(latin + utf_8) == [(1, "\u00e4", None), (2, "\u00e4", None)]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("no-such-thing", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_declared_encoding_counts_where_it_can(encoding: str, written: str) -> None:
    dump = f'<?xml version="1.0" encoding="{encoding}"?><d><a>G\u00f6del</a></d>'.encode(written)
    assert texts(dump) == ["G\u00f6del"]


def test_prefixes_that_the_root_declares_hold_in_the_records() -> None:
    dump = b"<d xmlns:x='http://x?a=1&amp;b' xmlns:y=\"http://y\"><a><y:i>1</y:i></a></d>"
    assert texts(dump) == ["1"]


BOMB = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(12)
)


@pytest.mark.parametrize(
    ("doctype", "reference"),
    [
        (b"<!DOCTYPE d [" + BOMB + b"]>", b"&l11;"),
        (b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>', b"&f;"),
        (b'<!DOCTYPE d [<!ENTITY f SYSTEM "http://127.0.0.1:9/">]>', b"&f;"),
        (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">', b"&f;"),
        (b'<!DOCTYPE d [<!ENTITY f "<a>3</a>">]>', b"&f;"),
    ],
    ids=["a billion laughs", "a file", "an address", "a DTD elsewhere", "a record"],
)
def test_entities_of_a_dump_mean_nothing(doctype: bytes, reference: bytes) -> None:
    found = read(doctype + b"<d><a>" + reference + b"</a><a>2</a></d>")
    assert found[0][1] is None
    assert "not defined" in str(found[0][2])
    assert found[1] == (2, "2", None)


def test_a_document_type_within_a_record_is_refused() -> None:
    [first, second] = read(b"<d><a><!DOCTYPE d [" + BOMB + b"]>&l11;</a><a>2</a></d>")
    assert first[1] is None
    assert second[1] == "2"


def test_a_record_without_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_pieces, "MAX_RECORD_BYTES", 10_000)
    dump = b"<d><a>1</a><a>" + b"x" * 50_000 + b"<a>2</a></d>"
    stream = io.BytesIO(dump)
    found = [
        (None if element is None else text_of(element), excerpt)
        for run in read_runs(stream, ["a"], [], block_bytes=1000)
        for element, excerpt in zip(run.elements, run.excerpts, strict=True)
    ]
    assert [text for text, _ in found] == ["1", None, "2"]
    assert len(found[1][1]) < 1000


@pytest.mark.parametrize(
    "junk",
    [b"<!--", b"<![CDATA[", b"<?", b"<?xml ", b"<", b"<!DOCTYPE [", b"<a "],
    ids=["comments", "CDATA", "instructions", "declarations", "marks", "types", "starts"],
)
def test_a_megabyte_of_things_begun_takes_no_long_time(junk: bytes) -> None:
    runs = runs_of(b"<d>" + junk * ((1 << 20) // len(junk)))
    assert runs[-1].is_cut_short
    assert all(element is None for run in runs for element in run.elements)


def test_fields_become_columns_and_damaged_records_null() -> None:
    [run] = runs_of(b"<d><a><t>x</t><t>y</t></a><a></a><a>R&D</a></d>")
    fields = pl.Schema({"texts": pl.List(pl.String()), "count": pl.Int64()})

    def fields_of(element: Any) -> tuple[Any, ...]:
        return [text_of(each) for each in element], len(element)

    rows = to_rows(run, fields, fields_of)
    assert rows.columns == ["line_start", "line_end", "reason", "excerpt", "texts", "count"]
    assert rows["texts"].to_list() == [["x", "y"], None, None]
    assert rows["count"].to_list() == [2, 0, None]
    assert rows["reason"].is_null().to_list() == [True, True, False]


def test_no_records_are_columns_of_the_same_types() -> None:
    [run] = runs_of(b"<d/>")
    fields = pl.Schema({"texts": pl.List(pl.String()), "day": pl.Date()})
    rows = to_rows(run, fields, lambda _: ())
    assert rows.height == 0
    assert rows.schema["texts"] == pl.List(pl.String())
    assert rows.schema["day"] == pl.Date()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<d>", "d"),
        (b"\xef\xbb\xbf\n <p:d x='y'>", "d"),
        (b'<?xml version="1.0"?><!-- <x> --><!DOCTYPE d [<!ENTITY x "<y>">]><d/>', "d"),
        (b"<!DOCTYPE d SYSTEM 'd.dtd'>\n<d>", "d"),
        (b"text <d>", None),
        (b"", None),
        (b"<!-- nothing", None),
    ],
    ids=[
        "plain",
        "a byte order mark and a prefix",
        "all before it",
        "a DTD",
        "text",
        "none",
        "open",
    ],
)
def test_the_first_element_is_found_behind_all_that_may_stand_before(
    head: bytes, name: str | None
) -> None:
    assert first_element(head) == name


def test_a_local_name_has_no_namespace() -> None:
    assert [local_name(tag) for tag in ("{http://x/}a", "a")] == ["a", "a"]
