import csv
import io
import random
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from transforms.dump_file import DumpError
from transforms.formats import TABLES, recognise
from transforms.formats.csv_table import (
    BEHIND_OPEN_QUOTE,
    BLOCK_BYTES,
    CSV_TABLE,
    MAX_RECORD_CHARS,
    QUOTE_LEFT_OPEN,
    QUOTE_WITHIN,
    TOO_LONG,
    looks_like_csv,
    parse_mapped,
    recognises,
)
from transforms.formats.format import HEAD_BYTES
from transforms.parsed_records import Batch

HEADER = "title,venue,year\n"


def batches(dump: str | bytes, block_bytes: int = BLOCK_BYTES, **mapping: str) -> list[Batch]:
    data = dump if isinstance(dump, bytes) else dump.encode()
    return list(parse_mapped(io.BytesIO(data), mapping, block_bytes))


def records(dump: str | bytes, **mapping: str) -> list[dict[str, Any]]:
    frame = pl.concat(batch.records for batch in batches(dump, **mapping))
    return list(frame.iter_rows(named=True))


def titles(dump: str | bytes) -> list[str]:
    return [record["title"] for record in records(dump)]


def rejects(dump: str | bytes) -> list[tuple[int, int, str]]:
    frame = pl.concat(batch.rejects for batch in batches(dump))
    return frame.select("line_number", "line_end", "reason").rows()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_header(separator: str) -> None:
    dump = HEADER.replace(",", separator) + separator.join(["A kite", "Kite Days", "2001"])
    (record,) = records(dump)
    assert (record["title"], record["venue"], record["year"]) == ("A kite", "Kite Days", 2001)
    assert recognise(dump.encode()) is CSV_TABLE


def test_the_separator_may_be_named_in_excels_way() -> None:
    dump = "SEP=;\njournal;title\nC;A, b\n"
    assert titles(dump) == ["A, b"]
    assert batches(dump)[0].chrome_line_count == 2
    assert recognises(dump.encode())


def test_a_byte_order_mark_and_blank_lines_may_stand_before_the_header() -> None:
    assert titles(b'\xef\xbb\xbf\r\n\r\n"title",year\r\nA,2001\r\n') == ["A"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old macintosh"])
def test_lines_end_in_any_way(end: str) -> None:
    dump = end.join(["title,venue", "A,B", "", 'C,"D"', ""]).encode()
    assert titles(dump) == ["A", "C"]
    (batch,) = batches(dump)
    assert (batch.record_line_count, batch.chrome_line_count) == (2, 2)
    assert batch.records["line_start"].to_list() == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_other_encodings_than_utf_8_are_read(encoding: str) -> None:
    assert titles((HEADER + "Poincaré müßte,,\n").encode(encoding)) == ["Poincaré müßte"]


LINKAGE_SET = (
    '"id","title","authors","venue","year"\r\n'
    '"304586","The KITE2 flying system","Géza Vöss, Matthias Wesk","SIGKITE Record","1999"\r\n'
    '"k/Müller07","A ""quoted"" kite, and\r\na kettle","José Çelik","Very Long Kites","2007"\r\n'
)


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_a_set_for_record_linkage_is_read_in_any_encoding(encoding: str, separator: str) -> None:
    dump = LINKAGE_SET.replace('","', f'"{separator}"').encode(encoding)
    assert recognise(dump) is CSV_TABLE
    assert [
        (row["title"], row["authors"], row["identifiers"][0]["value"]) for row in records(dump)
    ] == [
        ("The KITE2 flying system", ["Géza Vöss", "Matthias Wesk"], "304586"),
        ('A "quoted" kite, and a kettle', ["José Çelik"], "k/Müller07"),
    ]
    assert rejects(dump) == []


def test_each_line_has_its_own_encoding() -> None:
    dump = HEADER.encode() + "Poincaré,,\n".encode("latin-1") + "Gödel “\n".encode()
    assert titles(dump) == ["Poincaré", "Gödel “"]


def test_a_quoted_value_may_hold_line_breaks_separators_and_quotes() -> None:
    dump = 'title,abstract\r\n"A, ""b""\r\nand c","One.\r\n\r\nTwo."\r\nD,E\r\n'
    first, second = records(dump)
    assert (first["title"], first["abstract"]) == ('A, "b" and c', "One.\nTwo.")
    assert (first["line_start"], first["line_end"]) == (2, 5)
    assert (second["title"], second["line_start"]) == ("D", 6)


def test_a_blank_behind_each_separator_is_no_value() -> None:
    assert titles('venue, title, year\nX, "A, b", 2001\n') == ["A, b"]


def test_a_quote_left_open_costs_its_line_alone() -> None:
    dump = HEADER + 'A,x,1\n"B,x,2001\nC,x,2002\n"D","x",2003\n'
    assert titles(dump) == ["A", "C", "D"]
    assert rejects(dump) == [(3, 3, QUOTE_LEFT_OPEN)]


def test_the_lines_behind_a_quote_left_open_are_no_records_until_a_whole_row() -> None:
    dump = 'title,abstract,year\nA,"One\ntwo "quoted" word\nthree",2001\nB,x,2002\nC\n'
    assert titles(dump) == ["B", "C"]
    assert rejects(dump) == [
        (2, 2, QUOTE_LEFT_OPEN),
        (3, 3, BEHIND_OPEN_QUOTE),
        (4, 4, BEHIND_OPEN_QUOTE),
    ]


def test_a_quote_left_open_at_the_end_costs_its_line_alone() -> None:
    dump = HEADER + 'A,x,1\n"B,x,2001\nC,x,2002\n'
    assert titles(dump) == ["A", "C"]
    assert rejects(dump) == [(3, 3, QUOTE_LEFT_OPEN)]


WHOLE = HEADER + 'A,x,1\n"B",x,2001\n"C is a title\nof two ""lines""\nor three",x,2002\n'


@pytest.mark.parametrize("block_bytes", [BLOCK_BYTES, 40], ids=["at once", "in blocks"])
@pytest.mark.parametrize(
    ("kept", "is_cut_short", "found"),
    [
        (WHOLE, False, ["A", "B", 'C is a title of two "lines" or three']),
        (WHOLE[: WHOLE.index("of two")], True, ["A", "B"]),
        (WHOLE[: WHOLE.index("three")], True, ["A", "B"]),
        (WHOLE[: WHOLE.index('"C is')], False, ["A", "B"]),
        (WHOLE.replace('"B"', '"B'), False, ["A", 'C is a title of two "lines" or three']),
    ],
    ids=["whole", "within a quote", "lines later", "between records", "open in the middle"],
)
def test_a_table_that_ends_within_a_quote_is_cut_short(
    kept: str, found: list[str], block_bytes: int, *, is_cut_short: bool
) -> None:
    read = batches(kept, block_bytes)
    assert [title for batch in read for title in batch.records["title"]] == found
    assert [batch.is_cut_short for batch in read] == [False] * (len(read) - 1) + [is_cut_short]


def test_a_quote_left_open_swallows_no_more_than_a_record_may_hold() -> None:
    rows = [f"Title {number},x,2001" for number in range(2 * MAX_RECORD_CHARS // 20)]
    dump = HEADER + '"Open,x,2000\n' + "\n".join(rows) + '\n"Last","x",2002\n'
    found = batches(dump, 1 << 18)
    assert sum(batch.records.height for batch in found) == len(rows) + 1
    assert pl.concat(batch.rejects for batch in found)["line_number"].to_list() == [2]


def test_a_word_in_quotes_at_the_start_of_a_value_is_read() -> None:
    assert titles(HEADER + '"Deep" learning,x,2001\n') == ["Deep learning"]


def test_a_quote_within_a_value_that_parts_it_is_refused() -> None:
    dump = HEADER + '"The "best, of" all",x,2001\nB,x,2002\n'
    assert titles(dump) == ["B"]
    assert rejects(dump) == [(2, 2, QUOTE_WITHIN)]


def test_between_tabs_a_quote_is_part_of_the_text() -> None:
    rows = ['"Deep" kites\tx', '"Open\tx', 'closed"\tx', '"Quoted"\t"y"']
    assert titles("title\tvenue\n" + "\n".join(rows)) == [
        '"Deep" kites',
        '"Open',
        'closed"',
        "Quoted",
    ]


def test_between_tabs_a_quoted_value_may_hold_line_breaks() -> None:
    assert titles('title\tvenue\n"A\nb"\tx\nC\ty\n') == ["A b", "C"]


def test_a_row_with_too_many_values_is_refused_unless_they_are_empty() -> None:
    dump = HEADER + "A,x,2001,more\nB,x,2002,,\n"
    assert titles(dump) == ["B"]
    assert rejects(dump) == [(2, 2, "4 values in a table of 3 columns")]


def test_a_row_with_too_few_values_has_nulls() -> None:
    (record,) = records(HEADER + "A\n")
    assert (record["title"], record["venue"], record["year"]) == ("A", None, None)


def test_blank_rows_and_repeated_headers_are_chrome() -> None:
    (batch,) = batches(HEADER + "A,x,1\n\n  \n,,\n" + HEADER + "B,x,2\n")
    assert batch.records["line_start"].to_list() == [2, 7]
    assert (batch.chrome_line_count, batch.reject_line_count) == (5, 0)


def test_a_row_without_title_and_id_is_refused_with_its_text() -> None:
    (batch,) = batches("title,venue\n,Kite Days\n")
    assert batch.rejects["excerpt"].to_list() == [",Kite Days"]


def test_a_line_that_is_too_long_is_refused() -> None:
    dump = HEADER + "A" * (MAX_RECORD_CHARS + 9) + ",x,1\nB,x,2\n"
    assert titles(dump) == ["B"]
    assert rejects(dump) == [(2, 2, TOO_LONG)]


def test_columns_with_no_name_or_the_same_one_are_told_apart() -> None:
    (batch,) = batches("title,shelf,shelf,\nA,1,2,3\n")
    assert batch.records["extra"].item() == '{"shelf":"1","shelf (2)":"2","column 4":"3"}'
    assert batch.unmapped_columns == ("column 4", "shelf", "shelf (2)")


def test_ids_keep_their_digits() -> None:
    found = records("paper_id,arxiv_id,title\n007,2503.02130,A\n1e5,2503.0213,B\n")
    assert [record["identifiers"][0]["value"] for record in found] == ["007", "1e5"]
    assert [record["arxiv_id"] for record in found] == ["2503.02130", "2503.02130"]


def test_a_file_of_a_header_alone_has_no_records() -> None:
    (batch,) = batches(HEADER)
    assert (batch.records.height, batch.rejects.height, batch.chrome_line_count) == (0, 0, 1)
    assert recognises(HEADER.encode())


@pytest.mark.parametrize("dump", [b"", b"\n \n"], ids=["empty", "blank"])
def test_a_file_without_text_has_no_records(dump: bytes) -> None:
    assert sum(batch.records.height + batch.rejects.height for batch in batches(dump)) == 0
    assert not recognises(dump)


def test_a_users_mapping_reads_a_table_of_other_names() -> None:
    dump = "Titel;Jahr;Regal\nÜber Drachen;1999;3\n"
    assert not recognises(dump.encode())
    assert looks_like_csv(dump.encode())
    (record,) = records(dump, titel="title", Jahr="year")
    assert (record["title"], record["year"]) == ("Über Drachen", 1999)
    assert record["extra"] == '{"Regal":"3"}'


@pytest.mark.parametrize("name", ["title", "Titel"])
def test_a_column_of_titles_alone_is_read_if_it_is_mapped(name: str) -> None:
    dump = f'{name}\nKites, Kettles, and Tea\n"On ""Tea"", and\nmore"\n\nTea; and Kites\n'
    assert not recognises(dump.encode())
    assert looks_like_csv(dump.encode(), {name: "title"})
    assert [record["title"] for record in records(dump, **{name: "title"})] == [
        "Kites, Kettles, and Tea",
        'On "Tea", and more',
        "Tea; and Kites",
    ]


def test_a_mapped_column_that_is_not_there_is_an_error_in_one_line() -> None:
    with pytest.raises(DumpError, match=r"no column is called 'Titel'; map one of: Name, Jahr$"):
        batches("Name,Jahr\nA,1999\n", Titel="title")


@pytest.mark.parametrize(
    "head",
    [
        "Title\nA paper of kites\n",
        "title,price\nA kite,3\n",
        "id,title,state,url\n1,A kite does not fly,open,https://kites.example/1\n",
        "A paper about title, venue and year\n\nSome text.\n",
        "| title | venue |\n|---|---|\n| A | B |\n",
        '[{"title": "A", "venue": "B"}]',
        "<title>,venue\n",
        "name,description,price\nA,B,3\n",
        "@article{a, title = {A}, year = 2001}",
    ],
    ids=[
        "one column",
        "a shop",
        "issues",
        "prose",
        "markdown",
        "json",
        "markup",
        "goods",
        "bibtex",
    ],
)
def test_what_is_no_table_of_papers_is_not_claimed(head: str) -> None:
    assert not recognises(head.encode())


@pytest.mark.parametrize(
    ("head", "is_table"),
    [
        ("a,b\n1,2\n3,4\n", True),
        ('a,b\n1,"2\n3"\n', True),
        ("a\n1\n", False),
        ("Title\nKites, Kettles, and Tea\nTea\n", True),
        ("Dear reader, this is prose.\nIt has no columns.\nNone, none, none.\n", False),
        ("", False),
    ],
    ids=["table", "quoted break", "one column", "one column of titles", "prose", "nothing"],
)
def test_any_table_can_be_told_from_other_text(head: str, *, is_table: bool) -> None:
    assert looks_like_csv(head.encode()) is is_table


def test_a_head_may_end_within_a_row() -> None:
    dump = (HEADER + "A title é,x,2001\n" * 9_000).encode()
    assert recognises(dump[:HEAD_BYTES])
    assert looks_like_csv(dump[:HEAD_BYTES])


def test_tables_are_looked_at_where_no_other_format_claims_the_file() -> None:
    assert CSV_TABLE in TABLES


def odd_dump(seed: int, row_count: int = 120) -> str:
    """Rows of all kinds in any order, some of them broken."""
    chance = random.Random(seed)  # noqa: S311
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "title", "abstract", "year"])
    for number in range(row_count):
        kind = chance.randrange(9)
        row = [f"k{number}", f"Title {number}", 'An "odd" text,\nwrapped', "2001"]
        if kind == 0:
            out.write(f'k{number},"Open {number},x,2001\n')
        elif kind == 1:
            out.write("\n" * chance.randrange(1, 3))
        elif kind == 2:
            writer.writerow([*row, "one more"])
        elif kind == 3:
            writer.writerow(row[: chance.randrange(1, 4)])
        elif kind == 4:
            out.write(f'k{number},"The "best" of, all",,\n')
        else:
            writer.writerow(row)
    return out.getvalue()


def counted_lines(found: list[Batch]) -> Iterator[int]:
    for batch in found:
        for frame, first in ((batch.records, "line_start"), (batch.rejects, "line_number")):
            for start, end in frame.select(first, "line_end").iter_rows():
                yield from range(start, end + 1)


@pytest.mark.parametrize("seed", range(5))
def test_every_line_is_of_one_record_or_reject_or_chrome(seed: int) -> None:
    dump = odd_dump(seed)
    found = batches(dump)
    lines = list(counted_lines(found))
    assert len(lines) == len(set(lines))
    assert sum(batch.record_line_count + batch.reject_line_count for batch in found) == len(lines)
    assert len(lines) + sum(batch.chrome_line_count for batch in found) == dump.count("\n")
    blank = {number for number, line in enumerate(dump.split("\n"), 1) if not line}
    assert set(range(2, dump.count("\n") + 1)) - set(lines) <= blank


@pytest.mark.parametrize("block_bytes", [997, 7_001, 70_001])
def test_what_is_read_does_not_depend_on_the_blocks(block_bytes: int) -> None:
    dump = odd_dump(7, 6_000)
    whole, parts = batches(dump), batches(dump, block_bytes)
    assert len(parts) > 1
    for name in ("records", "rejects"):
        of_parts = pl.concat(getattr(batch, name) for batch in parts)
        assert of_parts.equals(pl.concat(getattr(batch, name) for batch in whole))
    assert sum(batch.chrome_line_count for batch in parts) == whole[0].chrome_line_count
