import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import DumpError, open_dump
from transforms.formats import recognise
from transforms.formats.format import HEAD_BYTES
from transforms.formats.json_elements import BLOCK_BYTES
from transforms.formats.json_table import (
    JSON_TABLE,
    looks_like_json_table,
    parse_mapped,
    recognises,
)
from transforms.parsed_records import Batch

DAILY = Path(__file__).parents[2] / "../shared/dumps/arxiv_daily"


def batches(dump: str, block_bytes: int = BLOCK_BYTES, **mapping: str) -> list[Batch]:
    return list(parse_mapped(io.BytesIO(dump.encode()), mapping, block_bytes))


def records(dump: str, **mapping: str) -> list[dict[str, Any]]:
    frame = pl.concat(batch.records for batch in batches(dump, **mapping))
    return list(frame.iter_rows(named=True))


def words(text: str) -> list[str]:
    return re.findall(r"[\w.-]+", text)


def lines(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_json_lines_are_counted_in_lines() -> None:
    dump = lines({"title": "A", "doi": "10.1000/a"}) + "\n" + lines({"title": "B"})
    (batch,) = batches(dump)
    assert batch.records["line_start"].to_list() == [1, 3]
    assert (batch.unit, batch.record_line_count, batch.chrome_line_count) == ("line", 2, 1)


def test_an_array_is_counted_in_elements() -> None:
    found = batches(json.dumps([{"title": "A"}, {"title": "B"}], indent=1))
    assert pl.concat(batch.records for batch in found)["line_start"].to_list() == [1, 2]
    assert {batch.unit for batch in found} == {"element"}
    assert not found[-1].is_cut_short


def test_an_array_that_is_not_closed_gives_what_could_be_read() -> None:
    found = batches('[{"title": "A"}, {"title": "B"')
    assert pl.concat(batch.records for batch in found)["title"].to_list() == ["A"]
    assert found[-1].is_cut_short


@pytest.mark.parametrize("other", [{}, {"more": {"n": 1}}], ids=["flat", "nested"])
def test_values_keep_each_digit(other: dict[str, Any]) -> None:
    plain = '{"paper_id": 007e1, "title": "A"}\n'.replace("007e1", "12345678901234567890123")
    dump = (
        plain
        + '{"arxiv_id": 2503.02130, "title": "B", "weight": 1.50}\n'
        + lines({"title": "C", **other})
    )
    first, second, _ = records(dump)
    assert first["identifiers"] == [{"scheme": "local", "value": "12345678901234567890123"}]
    assert second["arxiv_id"] == "2503.02130"
    assert second["extra"] == '{"weight":"1.50"}'


@pytest.mark.parametrize("other", [{}, {"more": {"n": 1}}], ids=["flat", "nested"])
def test_a_flat_table_reads_as_one_with_a_nested_value(other: dict[str, Any]) -> None:
    row = {
        "title": 'A "kite"\n  \u00e9\t\\',
        "authors": ["Kurt Berg", "Ada O'Ng", 'Zo\u00eb "Z" Wei'],
        "year": 2001,
        "is_retracted": False,
        "shelf": ["a", "b"],
        "flag": True,
        "count": 12,
        "nothing": None,
        "keywords": [],
    }
    first, _ = records(lines(row, {"title": "B", **other}))
    assert first["title"] == 'A "kite" é \\'
    assert first["authors"] == ["Kurt Berg", "Ada O'Ng", 'Zoë "Z" Wei']
    assert (first["year"], first["is_retracted"], first["keywords"]) == (2001, False, None)
    assert json.loads(first["extra"]) == {"shelf": '["a","b"]', "flag": "true", "count": "12"}


def test_a_nested_value_that_nobody_maps_stays_json() -> None:
    (record,) = records('{"title": "A", "at": {"b": [1.50, null, {"c": "\\u00e9"}], "d": "2.0"}}\n')
    assert json.loads(record["extra"]) == {"at": '{"b":[1.50,null,{"c":"é"}],"d":"2.0"}'}


@pytest.mark.parametrize(
    "authors",
    [
        '["Kurt Berg", "Ada Ng"]',
        '"Berg, Kurt; Ng, Ada"',
        '[{"name": "Kurt Berg"}, {"name": "Ada Ng"}]',
    ],
    ids=["list", "text", "objects"],
)
def test_authors_are_a_list_or_a_text_or_objects(authors: str) -> None:
    dump = f'{{"title": "A", "authors": {authors}}}\n{{"title": "B", "authors": ["Li Wei"]}}\n'
    first, second = records(dump)
    assert (first["authors"], second["authors"]) == (["Kurt Berg", "Ada Ng"], ["Li Wei"])


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ([["Lee", "Ann", ""], ["Berg", "Jan", "Jr"]], ["Ann Lee", "Jan Berg Jr"]),
        ([{"given": "Ann", "family": "Lee"}, {"name": "Bo Kim"}], ["Ann Lee", "Bo Kim"]),
        ([["Ann Lee", "Bo Kim"]], ["Ann Lee", "Bo Kim"]),
        ({"name": "Ann Lee"}, ["Ann Lee"]),
    ],
    ids=["surname first", "parts", "list in a list", "one object"],
)
def test_authors_may_be_nested(authors: Any, names: list[str]) -> None:
    (record,) = records(lines({"title": "A", "authors": authors}))
    assert (record["authors"], record["extra"]) == (names, None)


def test_names_in_parts_are_taken_before_names_in_one_text() -> None:
    whole = {
        "title": "A",
        "authors": "de Vries, Jan Jr.",
        "authors_parsed": [["de Vries", "Jan", "Jr."]],
    }
    (record,) = records(lines(whole))
    assert record["authors"] == ["Jan de Vries Jr."]


def test_a_title_is_one_text_or_the_row_is_refused() -> None:
    rows = [
        {"title": ["Kites"], "doi": "10.1000/a"},
        {"title": ["Kites", "Drachen"], "doi": "10.1000/b"},
        {"title": {"en": "Kites"}, "doi": "10.1000/c"},
        {"title": [], "doi": "10.1000/d"},
        {"title": "[Re] Kites [again]"},
        {"title": {"en": "Kites"}, "display_name": "Sails"},
    ]
    (batch,) = batches(lines(*rows))
    assert batch.records["title"].to_list() == ["Kites", None, "[Re] Kites [again]", "Sails"]
    assert batch.rejects.select("line_number", "reason").rows() == [
        (2, "the title is a list, and not of one text"),
        (3, "the title is an object, not a text"),
    ]


def test_a_venue_that_is_no_single_text_is_kept_aside() -> None:
    first, second = records(
        lines({"title": "A", "venue": ["J. Kites"]}, {"title": "B", "venue": {"short": "JK"}})
    )
    assert (first["venue"], first["extra"]) == ("J. Kites", None)
    assert second["venue"] is None
    assert json.loads(second["extra"]) == {"venue": '{"short":"JK"}'}


def test_a_key_may_come_late_or_never() -> None:
    dump = lines(
        *({"title": f"T{number}"} for number in range(500)), {"title": "A", "doi": "10.1000/a"}
    )
    (batch,) = batches(dump)
    assert batch.records["doi"].drop_nulls().to_list() == ["10.1000/a"]
    late = batches(dump + lines({"title": "B", "shelf": "3"}), 512)
    assert late[-1].unmapped_columns == ("shelf",)
    assert late[-1].records["extra"].to_list()[-1] == '{"shelf":"3"}'


def test_what_is_no_object_is_refused_with_its_line() -> None:
    dump = '{"title": "A"}\n{"title": "B", \n[1]\nnull\n"title"\n{"title": "C"}\n{"year": 2001}\n'
    (batch,) = batches(dump)
    assert batch.records["title"].to_list() == ["A", "C"]
    assert batch.rejects["line_number"].to_list() == [2, 3, 4, 5, 7]
    reasons = batch.rejects["reason"].to_list()
    assert reasons[0].startswith("not JSON: ")
    assert reasons[1:4] == ["not an object"] * 3
    assert batch.rejects["excerpt"].to_list()[1] == "[1]"


def test_a_mapping_waits_for_the_first_object() -> None:
    found = batches('{"Titel" \n' * 9 + '{"Titel": "A"}\n', 16, Titel="title")
    assert pl.concat(batch.records for batch in found)["title"].to_list() == ["A"]


def test_a_last_object_without_a_known_key_is_refused() -> None:
    found = batches('{"title": "A"}\n{"": true}')
    assert pl.concat(batch.rejects for batch in found)["line_number"].to_list() == [2]


def test_half_a_pair_of_surrogates_does_no_harm() -> None:
    (record,) = records('{"title": "A \\ud83d kite", "year": 2001}\n')
    assert record["title"] == "A ? kite"


def test_a_users_mapping_reads_a_table_of_other_keys() -> None:
    dump = lines({"Titel": "A", "Jahr": 1999, "regal": None})
    assert not recognises(dump.encode())
    assert looks_like_json_table(dump.encode())
    (record,) = records(dump, Titel="title", Jahr="year")
    assert (record["title"], record["year"]) == ("A", 1999)
    with pytest.raises(DumpError, match="no column is called 'Title'; map one of: Titel, Jahr"):
        batches(dump, Title="title")


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        ('{"title": "A", "authors": ["B"]}\n', True),
        ('{"title": "A", "url": "https://arxiv.org/abs/2503.91990"}\n{"tit', True),
        ('{"title": "A", "price": 3}\n', False),
        ('[\n {"id": "1", "abstract": "B"}', True),
        ('{"name": "A", "description": "B", "price": 3}\n', False),
        ('{"within": {"title": "A"}}', False),
        ("title,year\n", False),
        ("", False),
    ],
    ids=[
        "authors",
        "address",
        "title",
        "abstract and id",
        "goods",
        "nested title",
        "csv",
        "nothing",
    ],
)
def test_a_table_of_papers_is_told_by_its_first_object(head: str, *, is_one: bool) -> None:
    assert recognises(head.encode()) is is_one


@pytest.mark.parametrize("block_bytes", [64, 300, 5_000])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    rows = [
        {"id": f"k{number}", "title": f"T {number}", "authors": [f"A{number} B"], "n": number * 1.5}
        if number % 7
        else {"title": f"T {number}", "abstract": {"nested": [number]}}
        for number in range(200)
    ]
    dump = lines(*rows)
    whole = pl.concat(batch.records for batch in batches(dump))
    parts = batches(dump, block_bytes)
    assert len(parts) > 1
    assert pl.concat(batch.records for batch in parts).equals(whole)


def test_real_daily_exports_are_read_whole() -> None:
    if not DAILY.is_dir():
        pytest.skip("no shared dumps beside the checkout")
    for path in sorted(DAILY.glob("*.jsonl.gz")):
        text = gzip.decompress(path.read_bytes())
        raw = [json.loads(line) for line in text.splitlines()]
        with open_dump(path) as stream:
            found = list(JSON_TABLE.parse(stream))
        assert recognise(text[:HEAD_BYTES]) is JSON_TABLE
        frame = pl.concat(batch.records for batch in found)
        assert sum(batch.rejects.height for batch in found) == 0
        assert frame["arxiv_id"].to_list() == [row["id"] for row in raw]
        assert frame["title"].to_list() == [" ".join(row["title"].split()) for row in raw]
        assert [text.split() for text in frame["abstract"]] == [
            row["summary"].split() for row in raw
        ]
        assert frame["comment"].null_count() == sum(
            row["comment"] in (None, "", "N/A") for row in raw
        )
        # Behind the name of a collaboration, a colon stands as an author of its own.
        assert [len(names) for names in frame["authors"]] == [
            len([name for name in row["authors"] if name != ":"]) for row in raw
        ]
        for row, categories in zip(raw, frame["categories"].to_list(), strict=True):
            own = [each for each in row["categories"] if each[0].islower()]
            others = [text for each in row["categories"] if each not in own for text in words(each)]
            found = [each["category"] for each in categories if each["scheme"] != "arxiv"]
            assert [each["category"] for each in categories if each["scheme"] == "arxiv"] == own
            assert sorted(set(found)) == sorted(set(others) - {"Primary", "Secondary"})
        assert frame["extra"].null_count() == frame.height
