import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from transforms.formats import FORMATS, Format, FormatError, recognise
from transforms.parsed_records import Batch


def no_batches(_: BinaryIO) -> Iterator[Batch]:
    return iter(())


def made(name: str, magic: bytes) -> Format:
    return Format(name, f"Begins with {magic!r}.", lambda head: head.startswith(magic), no_batches)


ROSES, REDS = made("roses", b"rose"), made("reds", b"r")


def test_the_one_format_that_recognises_a_head_is_chosen() -> None:
    assert recognise(b"red", (ROSES, REDS)) is REDS


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"lily\nof the valley", "lily of the valley"),
        (b"\n \n", "nothing but white space"),
        (b"", "nothing but white space"),
        (b"l" * 500, "l" * 60),
        (b"lil\xff", "lil\ufffd"),
    ],
    ids=["two lines", "blank lines", "nothing", "a long line", "no text"],
)
def test_an_unknown_head_is_refused_in_one_line_with_what_was_found(
    head: bytes, found: str
) -> None:
    with pytest.raises(FormatError) as error:
        recognise(head, (ROSES, REDS))
    message = str(error.value)
    assert found in message
    assert "`paperhouse formats` lists the known ones" in message
    assert "roses" not in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "head", [b"[]", b"[ ]\n", b"\xef\xbb\xbf{}", b"null\n"], ids=["list", "blank", "object", "null"]
)
def test_an_answer_without_anything_is_said_to_hold_nothing(head: bytes) -> None:
    with pytest.raises(FormatError, match="it holds nothing but") as error:
        recognise(head)
    assert "no known format" not in str(error.value)


def test_a_head_that_two_formats_claim_is_refused_by_their_names() -> None:
    with pytest.raises(FormatError, match=r"2 formats claim it \(roses, reds\); split it"):
        recognise(b"rose", (ROSES, REDS))


def test_a_format_error_is_a_value_error() -> None:
    assert issubclass(FormatError, ValueError)


def test_format_names_are_distinct_words() -> None:
    names = [each.name for each in FORMATS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name.islower() for name in names)


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_a_format_reads_an_empty_dump_as_nothing(each: Format) -> None:
    batches = list(each.parse(io.BytesIO(b"")))
    assert sum(batch.records.height + batch.rejects.height for batch in batches) == 0
    assert not each.recognises(b"")


@pytest.mark.parametrize(
    "table",
    [
        "id,title,abstract\n2503.91990,Kites with Sensors,We propose a kite. Results follow.\n",
        (
            "record_id,title,authors,venue,year\n"
            "z4,On the complexity of tethered flight with semijoins,AM Bertino,,\n"
            "z2,Corona: a framework for data cleaning in high-dimensional skies,PR Lomet,,\n"
        ),
    ],
    ids=["one row", "two rows"],
)
def test_a_small_table_is_no_listing_page(table: str) -> None:
    assert recognise(table.encode()).name == "csv_table"
