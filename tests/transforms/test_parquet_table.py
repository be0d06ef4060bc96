import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import DumpError, open_dump
from transforms.formats import recognise
from transforms.formats.parquet_table import PARQUET_TABLE, PART_ROWS, SLICE_BYTES, parse_mapped
from transforms.parsed_records import Batch


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def written(columns: dict[str, Any], **options: Any) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file, **options)
    return file.getvalue()


def batches(dump: bytes, slice_bytes: int = SLICE_BYTES, **mapping: str) -> list[Batch]:
    return list(parse_mapped(io.BytesIO(dump), mapping, slice_bytes))


def record(**columns: Any) -> dict[str, Any]:
    (batch,) = batches(written({"title": ["A Kite"], **{n: [v] for n, v in columns.items()}}))
    (only,) = batch.records.iter_rows(named=True)
    return {name: value for name, value in only.items() if value is not None}


def test_rows_are_counted_as_elements() -> None:
    dump = written({"title": ["A", None, "C"], "doi": ["10.1000/a", None, None]})
    (batch,) = batches(dump)
    assert batch.unit == "element"
    assert batch.records["line_start"].to_list() == [1, 3]
    assert batch.rejects["line_number"].to_list() == [2]
    assert (batch.record_line_count, batch.chrome_line_count, batch.reject_line_count) == (2, 0, 1)
    assert recognise(dump[:64]) is PARQUET_TABLE


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (3.0, "3.0"),
        (True, "true"),
        (dt.date(2001, 2, 3), "2001-02-03"),
        (dt.datetime(2001, 2, 3, 4, 5, 6), "2001-02-03 04:05:06.000000"),  # noqa: DTZ001
        (dt.timedelta(days=1), "1 day, 0:00:00"),
        (b"text", "text"),
        (b"\xff\x00", "/wA="),
        (["a", 'b "c"'], '["a","b \\"c\\""]'),
        ({"a": 1, "b": None}, '{"a":1,"b":null}'),
        ([{"a": [1.5]}], '[{"a":[1.5]}]'),
        ([b"\xff"], '["/w=="]'),
        ({"on": dt.date(2001, 2, 3)}, '{"on":"2001-02-03"}'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_value_of_any_type_is_kept_as_text(value: object, shown: str) -> None:
    assert json.loads(record(shelf=value)["extra"]) == {"shelf": shown}


def test_types_do_not_matter_to_fields() -> None:
    found = record(
        arxiv_id=2503.0213,
        authors=["Kurt Berg", "Ada Ng"],
        year=1999.0,
        date=dt.datetime(2001, 2, 3),  # noqa: DTZ001
        keywords=[{"name": "kites"}],
        repo_url="https://github.com/a/b",
        is_official=True,
        upvotes=12,
    )
    assert found["arxiv_id"] == "2503.02130"
    assert found["authors"] == ["Kurt Berg", "Ada Ng"]
    assert (found["year"], found["published_on"]) == (1999, dt.date(2001, 2, 3))
    assert found["keywords"] == [{"keyword": "kites", "source": "author", "score": None}]
    assert found["repositories"][0]["is_official"] is True
    assert found["upvotes"] == 12
    assert "extra" not in found


def test_nested_titles_and_authors_are_read() -> None:
    found = record(authors=[{"first": "Ann", "last": "Lee"}, {"first": "Bo", "last": "Kim"}])
    assert found["authors"] == ["Ann Lee", "Bo Kim"]
    assert record(authors=[["Lee", "Ann", ""]])["authors"] == ["Ann Lee"]
    dump = written({"title": [["A Kite"], ["A", "B"]], "doi": ["10.1000/a", "10.1000/b"]})
    (batch,) = batches(dump)
    assert batch.records["title"].to_list() == ["A Kite"]
    assert batch.rejects["reason"].to_list() == ["the title is a list, and not of one text"]


def test_categories_of_a_fixed_set_are_text() -> None:
    titles = pl.Series(["A", "B"], dtype=pl.Enum(["A", "B"]))
    (batch,) = batches(written({"title": titles, "venue": titles.cast(pl.Categorical)}))
    assert batch.records.select("title", "venue").rows() == [("A", "A"), ("B", "B")]


@pytest.mark.parametrize("row_group_size", [700, 50_000], ids=["many row groups", "one row group"])
def test_rows_of_many_slices_are_read_in_order(row_group_size: int) -> None:
    count = 4 * PART_ROWS + 17
    dump = written(
        {"id": range(count), "title": [f"T {number}" for number in range(count)]},
        row_group_size=row_group_size,
    )
    found = batches(dump, slice_bytes=1 << 18)
    frame = pl.concat(batch.records for batch in found)
    assert [batch.records.height for batch in found] == [PART_ROWS] * 4 + [17]
    assert frame["line_start"].to_list() == list(range(1, count + 1))
    assert frame["record_number"].to_list() == list(range(1, count + 1))
    assert frame["title"].to_list() == [f"T {number}" for number in range(count)]


def test_a_stream_that_cannot_be_sought_in_reads_the_same(tmp_path: Path) -> None:
    dump = written({"title": ["A", "B"]})
    path = tmp_path / "dump"
    path.write_bytes(dump)
    whole = batches(dump)[0].records
    (piped,) = PARQUET_TABLE.parse(Pipe(dump))
    assert piped.records.equals(whole)
    with open_dump(path) as stream:
        (opened,) = PARQUET_TABLE.parse(stream)
    assert opened.records.equals(whole)


@pytest.mark.parametrize("count", [0, PART_ROWS, 2 * PART_ROWS])
def test_a_table_may_end_where_a_slice_does(count: int) -> None:
    dump = written({"title": pl.Series([f"T {n}" for n in range(count)], dtype=pl.String)})
    assert sum(batch.records.height for batch in batches(dump, 1)) == count


@pytest.mark.parametrize(
    "spoil",
    [lambda dump: dump[:4], lambda dump: dump[:-9], lambda dump: dump[:40] + dump[60:]],
    ids=["head alone", "end missing", "bytes missing"],
)
def test_a_damaged_file_is_an_error_in_one_line(spoil: Any) -> None:
    dump = spoil(written({"title": [f"T {number}" for number in range(500)]}))
    with pytest.raises(DumpError, match=r"damaged Parquet data \(.*\); fetch it anew") as error:
        batches(dump)
    assert "\n" not in str(error.value)


def test_an_empty_stream_has_no_records() -> None:
    assert batches(b"") == []


def test_a_users_mapping_reads_a_table_of_other_names() -> None:
    dump = written({"Titel": ["A"], "Jahr": [1999]})
    (batch,) = batches(dump, titel="title", Jahr="year")
    assert batch.records.select("title", "year").rows() == [("A", 1999)]
    with pytest.raises(DumpError, match="no column is called 'Ort'; map one of: Titel, Jahr"):
        batches(dump, Ort="venue")


def test_a_table_without_known_columns_names_the_cure() -> None:
    with pytest.raises(DumpError, match="map one, such as Titel=title; the columns are: Titel, J"):
        batches(written({"Titel": ["A"], "Jahr": [1999]}))
