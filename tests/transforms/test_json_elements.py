import io
import json
import tracemalloc
from itertools import chain, repeat
from typing import Any, BinaryIO, cast

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.formats import json_elements as reader
from transforms.formats import json_values
from transforms.formats.json_elements import json_elements, parse_json, top_level_keys
from transforms.formats.json_values import read_values

SCHEMA = pl.Schema(
    {
        "id": pl.String(),
        "title": pl.String(),
        "upvotes": pl.Int64(),
        "score": pl.Float64(),
        "is_open": pl.Boolean(),
        "names": pl.List(pl.String()),
        "paper": pl.Struct({"title": pl.String(), "tags": pl.List(pl.String())}),
    }
)


def to_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "line_start", "line_end", "excerpt", "reason", "title", arxiv_id="id", authors="names"
    )


def texts(dump: bytes, block_bytes: int = 1 << 20) -> list[tuple[int, str]]:
    parts = json_elements(io.BytesIO(dump), block_bytes)
    return [row for part in parts for row in part.frame.select("line_start", "text").iter_rows()]


def is_cut_short(dump: bytes, block_bytes: int = 1 << 20) -> bool:
    flags = [part.is_cut_short for part in json_elements(io.BytesIO(dump), block_bytes)]
    assert not any(flags[:-1])
    return flags[-1]


def parsed(dump: bytes, block_bytes: int = 1 << 20) -> tuple[pl.DataFrame, pl.DataFrame]:
    batches = list(parse_json(io.BytesIO(dump), SCHEMA, to_rows, block_bytes))
    records, rejects = (
        pl.concat([getattr(batch, name) for batch in batches]) for name in ("records", "rejects")
    )
    lines = sum(batch.record_line_count for batch in batches)
    refused = sum(batch.reject_line_count for batch in batches)
    assert (lines, refused) == (records.height, rejects.height)
    return records, rejects


def refusals(dump: bytes) -> list[tuple[int, str]]:
    _, rejects = parsed(dump)
    return rejects.select("line_number", "reason").rows()


def value(text: str) -> dict[str, Any]:
    (row,) = read_values(pl.Series([text]), SCHEMA).to_dicts()
    return row


ROSE, REED = '{"title": "Rose"}', '{"title": "Reed, } ] { [ \\" \\\\"}'


@pytest.mark.parametrize("block_bytes", [1, 2, 7, 64, 1 << 20])
@pytest.mark.parametrize(
    ("dump", "elements"),
    [
        (f"{ROSE}\n{REED}\n", [(1, ROSE), (2, REED)]),
        (f"{ROSE}\n{REED}", [(1, ROSE), (2, REED)]),
        (f"\n{ROSE}\n \t\n{REED}\n\n", [(2, ROSE), (4, REED)]),
        (f"\ufeff{ROSE}\n{REED}\n", [(1, ROSE), (2, REED)]),
        (f"[{ROSE},{REED}]", [(1, ROSE), (2, REED)]),
        (f"\ufeff [ {ROSE} ,\n {REED} ]\n", [(1, ROSE), (2, REED)]),
        (f"[{ROSE}]\n[{REED}]\n", [(1, ROSE), (2, REED)]),
        (f"[{ROSE},\n{REED},\n]", [(1, ROSE), (2, REED)]),
        (
            json.dumps([{"a": [{"b": 1}]}, {"a": 2}], indent=1),
            [
                (1, '{\n  "a": [\n   {\n    "b": 1\n   }\n  ]\n }'),
                (2, '{\n  "a": 2\n }'),
            ],
        ),
        ('{\n "a": 1\n}\n{\n "a": 2\n}', [(1, '{\n "a": 1\n}'), (2, '{\n "a": 2\n}')]),
        ('[{"a": "é€😀"}, 12, null]', [(1, '{"a": "é€😀"}'), (2, "12"), (3, "null")]),
        ("[]", []),
        ("\n \n", []),
    ],
    ids=[
        "lines",
        "lines, the last one open",
        "blank lines",
        "lines after a byte order mark",
        "an array in one line",
        "an array with blanks",
        "arrays that follow each other",
        "a comma too many",
        "a printed array",
        "printed objects",
        "what is no object",
        "an empty array",
        "nothing",
    ],
)
def test_a_dump_falls_into_the_same_elements_whatever_the_blocks(
    dump: str, elements: list[tuple[int, str]], block_bytes: int
) -> None:
    assert texts(dump.encode(), block_bytes) == elements
    assert not is_cut_short(dump.encode(), block_bytes)


META = '{"meta": {"count": 2, "page": null}, "results": '


@pytest.mark.parametrize("block_bytes", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize(
    ("dump", "elements"),
    [
        (f'{META}[{ROSE}, {REED}], "group_by": []}}', [ROSE, REED]),
        (f'{{"results": [{ROSE}]}}\n', [ROSE]),
        (f'{{"data": [{ROSE}, {REED}], "total": 2, "next": 100}}', [ROSE, REED]),
        (f'{{"total": 2, "offset": 0, "next": 2, "data": [{ROSE}, {REED}]}}', [ROSE, REED]),
        (f'{{"total": 2, "token": "}}]{{", "data": [{ROSE},{REED}]}}', [ROSE, REED]),
        (f"{META}[{ROSE}]}}{META}[{REED}]}}", [ROSE, REED]),
        (f"{META}[{ROSE}]}}\n{META}[{REED}]}}\n", [ROSE, REED]),
        (f'{META}[{ROSE}]}}\n{META}[]}}\n{META}[{REED}], "next": 12}}\n', [ROSE, REED]),
        (f'\ufeff{{\n "total": 1,\n "data": [\n  {ROSE}\n ]\n}}\n', [ROSE]),
        (
            f'{META}[{ROSE}]}}\n{{"message": "Too Many Requests"}}\n{META}[{REED}]}}',
            [ROSE, '{"message": "Too Many Requests"}', REED],
        ),
        (
            f'{{"data": [{{"title": "a", "data": [{{"b": 1}}]}}, {ROSE}]}}',
            ['{"title": "a", "data": [{"b": 1}]}', ROSE],
        ),
        (f"{META}[{ROSE}]}} oops{' ' * 20}", [ROSE, "oops"]),
    ],
    ids=[
        "keys around it",
        "the list alone",
        "keys behind it",
        "keys before it",
        "marks in a text",
        "answers in a row",
        "an answer a line",
        "an empty answer",
        "a printed answer",
        "an error among them",
        "lists within",
        "what is none",
    ],
)
def test_the_elements_of_an_answer_are_those_of_its_list(
    dump: str, elements: list[str], block_bytes: int
) -> None:
    assert texts(dump.encode(), block_bytes) == list(enumerate(elements, 1))
    assert not is_cut_short(dump.encode(), block_bytes)
    assert top_level_keys(dump.encode()) == json.loads(elements[0]).keys()


@pytest.mark.parametrize("block_bytes", [5, 1 << 20])
@pytest.mark.parametrize(
    ("dump", "kept"),
    [
        (f"{META}[{ROSE}, {REED[:9]}", [ROSE, REED[:9]]),
        (f"{META}[{ROSE}", [ROSE]),
        (f"{META}[{ROSE},", [ROSE]),
        (f"{META}[{ROSE}]", [ROSE]),
        (f'{META}[{ROSE}], "next": 1', [ROSE]),
        (f'{META}[{ROSE}], "nex', [ROSE, '"nex']),
        (f"{META}[{ROSE}]}}\n{META}[{{", [ROSE, "{"]),
        (f"{META}[{ROSE}]}}\n{META[:20]}", [ROSE, META[:20]]),
    ],
    ids=[
        "in an element",
        "before the end of the list",
        "behind a comma",
        "behind the list",
        "in a number",
        "in a key",
        "in the next one",
        "before its list",
    ],
)
def test_an_answer_that_is_not_closed_is_cut_short(
    dump: str, kept: list[str], block_bytes: int
) -> None:
    assert [text for _, text in texts(dump.encode(), block_bytes)] == kept
    assert is_cut_short(dump.encode(), block_bytes)


@pytest.mark.parametrize("block_bytes", [9, 100, 1 << 20])
@pytest.mark.parametrize(
    "broken",
    ['{"id": "b" "title": "T", "of": []}', '{"id": "b", "of": [{"id": 1}, {"id": 2}], oops}'],
    ids=["no comma", "inner objects"],
)
def test_a_broken_element_of_an_answer_costs_no_other(broken: str, block_bytes: int) -> None:
    first, last = (f'{{"id": "{name}", "title": "T", "of": [{{"id": 1}}]}}' for name in "ac")
    dump = f"{META}[{first}, {broken}, {last}]}}\n{META}[{first}]}}"
    assert [text for _, text in texts(dump.encode(), block_bytes)] == [first, broken, last, first]
    assert not is_cut_short(dump.encode(), block_bytes)


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "Rose", "data": [{"a": 1}]}',
        '{"data": [{"a": 1}], "title": "Rose"}',
        '{"data": "a", "results": 12}',
        '{"data": [1, 2], "results": ["a"]}',
        '{"data": {"a": [{"b": 1}]}}',
        '{"more": [1], "data": [{"a": 1}]}',
        '{"more": {"a": {}}, "results": [{"a": 1}]}',
        '{"n": 1, "results": [{"a": 1}], "more": [{"b": 1}]}',
        '{"data": []}',
    ],
)
def test_an_object_that_is_no_answer_stays_a_line(line: str) -> None:
    assert texts(f"{line}\n{line}\n".encode()) == [(1, line), (2, line)]
    assert top_level_keys(line.encode()) == json.loads(line).keys()


def test_a_carriage_return_before_the_line_feed_does_no_harm() -> None:
    batches = list(parse_json(io.BytesIO(f"{ROSE}\r\n\r\n{ROSE}\r\n".encode()), SCHEMA, to_rows))
    assert [batch.records["title"].to_list() for batch in batches] == [["Rose", "Rose"]]
    assert [batch.chrome_line_count for batch in batches] == [1]


@pytest.mark.parametrize("block_bytes", [5, 1 << 20])
@pytest.mark.parametrize(
    ("dump", "kept"),
    [
        (f'{ROSE}\n{{"title": "Re', [ROSE, '{"title": "Re']),
        (f'[{ROSE},{{"title": "Re', [ROSE, '{"title": "Re']),
        (f"[{ROSE},{ROSE}", [ROSE, ROSE]),
        (f"[{ROSE},{ROSE},", [ROSE, ROSE]),
        (f'[{ROSE},{{"title": tr', [ROSE, '{"title": tr']),
        (f'[{ROSE},{{"title": ["a"]', [ROSE, '{"title": ["a"]']),
        ("[", []),
    ],
    ids=[
        "in a line",
        "in an element",
        "before the end of the array",
        "behind a comma",
        "in a word",
        "behind an inner list",
        "at once",
    ],
)
def test_a_dump_that_is_cut_short_gives_what_is_there_and_says_so(
    dump: str, kept: list[str], block_bytes: int
) -> None:
    assert [text for _, text in texts(dump.encode(), block_bytes)] == kept
    assert is_cut_short(dump.encode(), block_bytes)


@pytest.mark.parametrize(
    "dump",
    [f"{ROSE}\n<html>", f"{ROSE}\n{ROSE} {ROSE}", f"[{ROSE},{{]"],
    ids=["a page behind it", "two in a line", "a broken element in a closed array"],
)
def test_what_is_merely_broken_is_not_called_cut_short(dump: str) -> None:
    assert not is_cut_short(f"{dump}{' ' * 20}".encode())
    assert refusals(dump.encode())


@pytest.mark.parametrize("block_bytes", [9, 100, 1 << 20])
@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "b" "title": "no comma", "of": []}',
        '{"id": "b", "title": no quotes, "of": []}',
        '{"id": "b", "title": "no end, "of": []}',
        '{"id": "b", "title": "", "of": [{"id": "x"}, {"id": "y"}], oops}',
        '{"id": "b", "title": "\\x", "of": []}',
    ],
    ids=["no comma", "no quotes", "no end of a text", "inner objects", "a wrong escape"],
)
def test_a_broken_element_of_an_array_costs_no_other(broken: str, block_bytes: int) -> None:
    first, last = (f'{{"id": "{name}", "title": "T", "of": [{{"id": 1}}]}}' for name in "ac")
    dump = f"[{first}, {broken}, {last}]".encode()
    assert texts(dump, block_bytes) == [(1, first), (2, broken), (3, last)]


def test_an_element_may_be_as_long_as_fifty_megabytes() -> None:
    long = json.dumps({"id": "a", "title": "T", "rest": "x" * 50_000_000})
    for dump in (f"{ROSE}\n{long}\n{ROSE}\n", f"[{ROSE},{long},{ROSE}]"):
        assert [len(text) for _, text in texts(dump.encode(), 4 << 20)] == [17, len(long), 17]


def test_what_is_longer_than_an_element_may_be_is_refused_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "MAX_ELEMENT_BYTES", 1000)
    long = json.dumps({"title": "x" * 5000})
    dump = f"{ROSE}\n{long}\n{ROSE}\n".encode()
    for block_bytes in (64, 1 << 20):
        records, rejects = parsed(dump, block_bytes)
        assert rejects.select("line_number", "reason").rows() == [(2, reader.TOO_LONG)]
        assert records.height == 2


@pytest.mark.parametrize(
    ("begin", "end"), [("[", "]"), (f"{META}[", "]}")], ids=["array", "answer"]
)
def test_memory_does_not_grow_with_a_list(begin: str, end: str) -> None:
    element = json.dumps({"title": "x" * 1000})

    class Endless(io.RawIOBase):
        def __init__(self, count: int) -> None:
            self.parts = chain(
                [begin.encode()], repeat(f"{element},".encode(), count), [f"{{}}{end}".encode()]
            )

        def read(self, _: int = -1) -> bytes:
            return next(self.parts, b"")

    peaks = []
    for count in (200, 2000):
        tracemalloc.start()
        number = sum(part.frame.height for part in json_elements(cast("BinaryIO", Endless(count))))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert number == count + 1
    assert peaks[1] < 2 * peaks[0] + len(element)


@pytest.mark.parametrize(
    ("head", "within", "keys"),
    [
        (b'{"a": {"b": [1, {"c": 2}]}, "d": "e:f"}', None, {"a", "d"}),
        (b'\xef\xbb\xbf[ {"a": 1}, {"b": 2}]', None, {"a"}),
        (b'[{"a": {"b": 1, "c": {"d": 1}}, "e": 1}]', "a", {"b", "c"}),
        (b'{"a": "x\\"}", "b": [], "c": "cut he', None, {"a", "b", "c"}),
        (b'{"a": 1, "b', None, {"a"}),
        (b"{}", None, set()),
        (b"[Subscribe](https://example.org)", None, set()),
        (b"title,abstract\n{", None, set()),
        (b"", None, set()),
    ],
    ids=[
        "nested",
        "the first of an array",
        "within a key",
        "cut in a text",
        "cut in a key",
        "no key",
        "Markdown",
        "a table",
        "nothing",
    ],
)
def test_the_keys_of_the_first_object_are_seen_in_a_head(
    head: bytes, within: str | None, keys: set[str]
) -> None:
    assert top_level_keys(head, within) == keys


@pytest.mark.parametrize(
    ("text", "name", "read"),
    [
        ('{"id": 2503.02130}', "id", "2503.02130"),
        ('{"id": 704.0010}', "id", "704.0010"),
        ('{"id" :\n 12345678901234567890123456789012345678901}', "id", "1234567890" * 4 + "1"),
        ('{"id": 1.0e5}', "id", "1.0e5"),
        ('{"paper": {"title": 1.10}}', "paper", {"title": "1.10", "tags": None}),
        ('{"names": [1.50, "A", null]}', "names", ["1.50", "A", None]),
        ('{"upvotes": "7"}', "upvotes", 7),
        ('{"upvotes": 7.0}', "upvotes", 7),
        ('{"upvotes": 9007199254740993}', "upvotes", 9007199254740993),
        ('{"score": 1}', "score", 1.0),
        ('{"score": "0.25"}', "score", 0.25),
        ('{"title": true}', "title", "true"),
        ('{"title": NaN}', "title", None),
        ('{"title": "tab\tand\x00zero"}', "title", "tab\tand\x00zero"),
        ('{"title": "a", "title": "b"}', "title", "a"),
        ('{"title": "a", "title": "b", "score": NaN}', "title", "a"),
        ('{"title": "\\ud83d\\ude00 \\u00e9"}', "title", "😀 é"),
        ('{"title": "half a pair \\ud83d"}', "title", "half a pair ?"),
        ('{"title": "half \\uD83D a pair"}', "title", "half ? a pair"),
        ('{"title": "the other half \\ude00"}', "title", "the other half ?"),
        ('{"title": "\\\\ud83d"}', "title", "\\ud83d"),
        (' {"title": "indented"}', "title", "indented"),
        ('\ufeff{"title": "marked"}', "title", "marked"),
        ('{"other": {"title": 1.0}, "title": "a"}', "title", "a"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_a_value_is_read_as_it_is_meant(text: str, name: str, read: object) -> None:
    row = value(text)
    assert row["reason"] is None
    assert row[name] == read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("oops", "not JSON: expecting value at character 1"),
        ('{"title": "a"} x', "not JSON: extra data at character 16"),
        ('{"title": "a"}, {"title": "b"}', "not JSON: extra data at character 15"),
        ('{"title": "a', "not JSON: unterminated string starting at character 11"),
        ('{"title": "a", "deep": ' + "[" * 9000 + "]" * 9000 + "}", "not JSON: nested too deeply"),
        ("[1]", "not an object"),
        ("null", "not an object"),
        ('"text"', "not an object"),
        ('{"title": {"en": "a"}}', "title is not text"),
        ('{"names": "A and B"}', "names is not a list"),
        ('{"names": [["A"]]}', "names is not text"),
        ('{"paper": []}', "paper is not an object"),
        ('{"paper": {"tags": {}}}', "paper.tags is not a list"),
        ('{"upvotes": 5.5}', "upvotes is not a whole number"),
        ('{"upvotes": true}', "upvotes is not a whole number"),
        ('{"upvotes": "many"}', "upvotes is not a whole number"),
        ('{"upvotes": 1e30}', "upvotes is not a whole number"),
        ('{"upvotes": ' + "1" * 400 + "}", "upvotes is not a whole number"),
        ('{"score": "1e999"}', "score is not a number"),
        ('{"score": [1]}', "score is not a number"),
        ('{"is_open": 1}', "is_open is neither true nor false"),
    ],
    ids=lambda part: part[:30],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert value(text) == dict.fromkeys(SCHEMA) | {"reason": reason}


def test_bad_elements_are_refused_alone_among_many_good_ones() -> None:
    lines = [f'{{"title": "Rose {number}"}}' for number in range(1, 1001)]
    lines[99] = '{"title": "cut'
    lines[100] = '{"title": "a"},{"title": "b"}'
    lines[700] = '{"names": {}}'
    dump = "\n".join(lines).encode()
    assert [number for number, _ in refusals(dump)] == [100, 101, 701]
    records, _ = parsed(dump)
    assert records["title"].to_list() == [
        f"Rose {number}" for number in range(1, 1001) if number not in (100, 101, 701)
    ]
    assert records["record_number"].to_list() == list(range(1, 998))


def test_odd_elements_keep_their_place_among_many_plain_ones() -> None:
    odd = [
        '{"id": 2503.02130}',
        '{"title": "a\tb"}',
        '{"title": NaN}',
        '{"title": "\\ud83d"}',
        '{"title": "\\ude00"}',
        '{"upvotes": "7"}',
        '{"names": {}}',
        '{"paper": {"tags": 1}}',
        '{"score": [1]}',
        '{"title": "cut',
        ' {"title": "b"}',
        "<html>",
    ]
    lines = [f'{{"id": "{number}", "names": ["A"]}}' for number in range(600)]
    for number, text in enumerate(odd * 2):
        lines.insert(number * 20, text)
    mixed = pl.Series(lines)
    assert read_values(mixed, SCHEMA).equals(json_values._one_by_one(mixed, SCHEMA))


def test_records_are_numbered_through_all_blocks() -> None:
    dump = f"{ROSE}\noops\n{ROSE}\n{ROSE}".encode()
    records, _ = parsed(dump, block_bytes=20)
    assert records.select("record_number", "line_start").rows() == [(1, 1), (2, 3), (3, 4)]


def test_bytes_that_are_no_text_are_marked_and_cost_nothing_else() -> None:
    dump = b'{"title": "Ros\xff"}\n' + ROSE.encode()
    records, _ = parsed(dump)
    assert records["title"].to_list() == ["Ros\ufffd", "Rose"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "id": TEXTS | st.none() | st.integers(),
        "title": TEXTS,
        "upvotes": NUMBERS | st.none(),
        "is_open": st.booleans(),
        "names": st.lists(TEXTS | st.none(), max_size=3) | st.none(),
        "paper": st.fixed_dictionaries(
            {}, optional={"title": TEXTS, "tags": st.lists(TEXTS, max_size=2)}
        )
        | st.none(),
        "unknown": st.recursive(
            TEXTS | st.integers() | st.none(),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_one_by_one_or_at_once_the_same_values_are_read(
    objects: list[dict[str, Any]], ascii_only: bool, indent: int | None
) -> None:
    dump = json.dumps(objects, ensure_ascii=ascii_only, indent=indent).encode()
    elements = pl.Series([text for _, text in texts(dump, 16)])
    assert [json.loads(text) for text in elements] == objects
    alone = json_values._one_by_one(elements, SCHEMA)
    assert read_values(elements, SCHEMA).equals(alone)
    assert alone["reason"].null_count() == len(objects)


@settings(max_examples=150, deadline=None)
@given(st.text('{}[]",:\\ \n1ae', min_size=1, max_size=60), st.integers(1, 9))
def test_nothing_is_lost_of_any_text(text: str, block_bytes: int) -> None:
    for dump in (text.encode(), f"[{text}".encode(), f"{{{text}".encode()):
        records, rejects = parsed(dump, block_bytes)
        assert records.height + rejects.height == len(texts(dump, block_bytes))
        left = "".join(piece for _, piece in texts(dump, block_bytes))
        between = str.maketrans("", "", " \n\r\t,[]")
        assert left.translate(between) == dump.decode().translate(between)
