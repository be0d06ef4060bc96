"""RIS: references as tagged lines, from `TY  - ` to `ER  - `, as publishers give them out.

Here belong recognising RIS and reading it. Here must not be the other tagged formats that look like
it: MEDLINE's (`PMID- `), Web of Science's (`PT J`) and Refer's (`%T`) are none of this.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import polars as pl

from transforms.author_names import forenames_first
from transforms.formats import columns
from transforms.formats.batches import EXCERPT_CHARS, to_batch
from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.reference_fields import (
    code_links,
    doi_of,
    ids_of_address,
    said_arxiv_id,
    unwrapped,
    urls,
)
from transforms.formats.sections import (
    BLOCK_BYTES,
    TOO_LONG,
    Section,
    sections,
    with_lines_counted,
)
from transforms.parsed_records import Batch
from transforms.venues import published_in

BEGINS = re.compile(rb"(?mi)^[ \t]*TY {1,2}-")
_BEGINS = BEGINS.pattern.decode()
_HINT = re.compile(rb"(?i)TY {1,2}-")
"""Without it there is no record, which is known at once."""

OUTSIDE = "lines outside of a record"

_KNOWN = (
    "A[1-4BDNUV]|BT|C[1-8ANPTY]|D[ABOP]|E[DPRT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12V]|OP"
    "|P[BPY]|R[INP]|S[ENPT]|T[1-3AITY]|U[1-5R]|V[LO]|Y[12]"
)
"""The tags of RIS; others are taken for tags only where they are written exactly as RIS does."""

_EXACT_TAG = r"^[ \t]*([A-Z][A-Z0-9]{1,3})  -"
_LOOSE_TAG = rf"^[ \t]*((?i:{_KNOWN})) {{1,2}}-(?:\s|$)"
_AFTER_TAG = r"^[ \t]*\w+ {1,2}-\s*"
_FURNITURE = r"(?i)^\s*(?:(?:provider|database|content)\s*:.*|\d+\.?|record #?\d+ of \d+|\x1a)?\s*$"
"""What publishers and libraries write between records."""

_HELD = ("TI", "T1", "CT", "AB", "N2", "AU", "A1", "DO", "KW", "ER")
"""Tags of which a record holds all; all others stay in `extra` too."""

_ONE = (
    "TI",
    "T1",
    "CT",
    "BT",
    "JF",
    "JO",
    "T2",
    "JA",
    "J2",
    "AB",
    "N2",
    "DO",
    "M3",
    "L3",
    "AN",
    "ID",
    "M1",
    "VL",
    "TT",
    "ST",
)
_MANY = ("AU", "A1", "KW", "UR", "LK", "L1", "L2", "N1", "PY", "Y1", "DA")
_YEAR = r"(?:^|\D)((?:1[5-9]|20)\d\d)(?:\D|$)"
_DAY = r"(?:^|\D)(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:\D|$)"
_SUFFIX_LAST = r"^([^,]+),\s*([^,]+),\s*((?i:jr|sr|ii|iii|iv)\.?)\s*$"
_MAY_NAME_ARXIV = ("M3", "AN", "JO", "JF", "T2", "JA", "M1", "VL")
_EXCERPT_LINES = 8
_READ_SHARE = 0.8
_LEAST_TAGS = 3


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read RIS.

    A record goes from its `TY` to its `ER`; where that is missing, to the next `TY` or the end. A
    line without a tag goes on with the value before it. Outside of records, blank lines, a stray
    `ER` and the headers of publishers are chrome.

    Args:
        stream: The text, decompressed.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the order of the text. The last says that it is cut short if the last record has
        no `ER`.
    """
    record_count = 0
    for found in sections(stream, BEGINS, block_bytes):
        lines = _lines(found)
        batch = with_lines_counted(
            to_batch(_rows(found, lines), after=record_count, unit="line"),
            sum(section.line_count for section in found),
        )
        record_count += batch.records.height
        is_open = _is_open(lines.filter(pl.col("section") == len(found) - 1))
        yield replace(batch, is_cut_short=found[-1].is_last and is_open)


def recognises(head: bytes) -> bool:
    """Whether a dump is RIS: records of tagged lines, and little text between.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    if not _HINT.search(head):
        return False
    found = [each for block in sections(io.BytesIO(head), BEGINS, HEAD_BYTES) for each in block]
    lines = _lines(found)
    read_count = int(lines["is_inside"].sum())
    strange_count = int(lines["is_strange"].sum())
    tag_count = lines.filter("is_inside")["tag"].drop_nulls().n_unique()
    return tag_count >= _LEAST_TAGS and read_count >= _READ_SHARE * (read_count + strange_count)


RIS = Format(
    name="ris",
    description="RIS: references as tagged lines, from TY to ER.",
    recognises=recognises,
    parse=parse,
)


def _lines(found: list[Section]) -> pl.DataFrame:
    """The lines of sections, with their tags.

    Returns:
        Frame (section, number, text, tag, is_inside, is_strange): `section` is the place in
        `found`, `tag` is in upper case and null in a line without one. A line is inside a record,
        or strange, or chrome.
    """
    whole = {place: each for place, each in enumerate(found) if not each.is_overlong}
    text, number, tag = pl.col("text"), pl.col("number"), pl.col("tag")
    loose_tag = text.str.extract(_LOOSE_TAG, 1)
    is_written_so = loose_tag.str.contains("^[A-Z]") | pl.col("is_lower")
    ends_before = (tag == "ER").fill_null(value=False).cum_sum().shift(1).over("section")
    return (
        pl.DataFrame(
            {
                "section": list(whole),
                "number": [each.line_start for each in whole.values()],
                "text": [each.text.removesuffix("\n") for each in whole.values()],
            },
            schema={"section": pl.Int64, "number": pl.Int64, "text": pl.String},
        )
        .with_columns(
            is_record=text.str.contains(_BEGINS),
            is_lower=text.str.contains(r"^\s*ty"),
            text=text.str.split("\n"),
        )
        .explode("text")
        .with_columns(number + pl.int_range(pl.len()).over("section"))
        .with_columns(
            tag=pl.coalesce(
                text.str.extract(_EXACT_TAG, 1), pl.when(is_written_so).then(loose_tag)
            ).str.to_uppercase()
        )
        .with_columns(is_inside=pl.col("is_record") & (ends_before.fill_null(0) == 0))
        .with_columns(
            is_strange=~pl.col("is_inside") & ~text.str.contains(_FURNITURE) & tag.ne_missing("ER")
        )
        .select("section", "number", "text", "tag", "is_inside", "is_strange")
    )


def _is_open(lines: pl.DataFrame) -> bool:
    """Whether the lines of a section are of a record that has no end."""
    inside = lines.filter("is_inside")["tag"]
    return inside.len() > 0 and inside[-1] != "ER"


def _rows(found: list[Section], lines: pl.DataFrame) -> pl.DataFrame:
    """The records, and what stands between them, as `to_batch` takes them."""
    overlong = [each for each in found if each.is_overlong]
    refused = pl.DataFrame(
        {
            "line_start": [each.line_start for each in overlong],
            "line_end": [each.line_start + each.line_count - 1 for each in overlong],
            "reason": TOO_LONG,
            "excerpt": [each.text[:EXCERPT_CHARS] for each in overlong],
        },
        schema={
            "line_start": pl.Int64,
            "line_end": pl.Int64,
            "reason": pl.String,
            "excerpt": pl.String,
        },
    )
    strange = (
        lines.filter("is_strange")
        .group_by("section", maintain_order=True)
        .agg(_span(), reason=pl.lit(OUTSIDE))
        .unnest("span")
    )
    return pl.concat(
        [_records(lines.filter("is_inside")), strange.drop("section"), refused], how="diagonal"
    ).sort("line_start", maintain_order=True)


def _span() -> pl.Expr:
    """The first and the last line of a group, and how it begins."""
    return pl.struct(
        line_start=pl.col("number").first(),
        line_end=pl.col("number").last(),
        excerpt=pl.col("text").head(_EXCERPT_LINES).str.join("\n"),
    ).alias("span")


def _records(lines: pl.DataFrame) -> pl.DataFrame:
    """A row for each record, from the lines inside of records."""
    tag, value = pl.col("tag"), pl.col("value")
    spans = lines.group_by("section", maintain_order=True).agg(_span()).unnest("span")
    values = (
        lines.with_columns(
            field=tag.is_not_null().cum_sum(),
            value=pl.when(tag.is_null())
            .then("text")
            .otherwise(pl.col("text").str.replace(_AFTER_TAG, "")),
        )
        .group_by("section", "field", maintain_order=True)
        .agg(tag.first(), value.str.join("\n").str.strip_chars())
        .filter(value != "")
    )
    fields = values.group_by("section", maintain_order=True).agg(
        *(value.filter(tag == name).first().alias(name) for name in _ONE),
        *(value.filter(tag == name).alias(name) for name in _MANY),
    )
    return _rows_of_fields(
        spans.join(fields, on="section", how="left", maintain_order="left")
        .join(_extra(values), on="section", how="left", maintain_order="left")
        .with_columns(pl.col(_MANY).fill_null([]))
    )


def _extra(values: pl.DataFrame) -> pl.DataFrame:
    """The values of the tags that nothing else holds whole, as JSON, by record."""
    as_json = pl.struct(v="value").struct.json_encode().str.strip_prefix('{"v":')
    return (
        values.filter(~pl.col("tag").is_in(_HELD))
        .with_columns(json=as_json.str.head(-1))
        .group_by("section", "tag", maintain_order=True)
        .agg(pl.col("json").str.join(", "))
        .group_by("section", maintain_order=True)
        .agg(extra=pl.format('"{}": [{}]', "tag", "json").str.join(", "))
        .with_columns(extra=pl.concat_str(pl.lit("{"), "extra", pl.lit("}")))
    )


def _rows_of_fields(fields: pl.DataFrame) -> pl.DataFrame:
    """What the tags of records say."""
    address = pl.concat_list("UR", "LK", "L1", "L2").list.join(" ")
    dates = pl.concat_list("PY", "Y1", "DA").list.join("\n")
    day = dates.str.extract_groups(_DAY)
    has_title = pl.coalesce("TI", "T1", "CT").is_not_null()
    book = pl.when(has_title).then("BT")
    venues = (pl.col("JF"), pl.col("JO"), pl.col("T2"), book, pl.col("JA"), pl.col("J2"))
    rows = fields.select(
        "line_start",
        "line_end",
        "excerpt",
        "extra",
        title=pl.coalesce("TI", "T1", "CT", "BT", "TT", "ST"),
        abstract=unwrapped(pl.coalesce("AB", "N2")),
        authors=forenames_first(_suffix_second(pl.concat_list("AU", "A1"))),
        year=dates.str.extract(_YEAR, 1).cast(pl.Int64),
        published_on=pl.concat_str(
            (day.struct.field(part) for part in ("1", "2", "3")), separator="-"
        ).str.to_date("%Y-%m-%d", strict=False),
        arxiv_id=pl.coalesce(
            said_arxiv_id(text) for text in (address, *(pl.col(name) for name in _MAY_NAME_ARXIV))
        ),
        doi=doi_of((pl.col(name) for name in ("DO", "M3", "L3")), address),
        identifiers=columns.identifiers(**ids_of_address(address), local=pl.coalesce("ID", "AN")),
        venue=pl.coalesce(published_in(venue) for venue in venues),
        comment=pl.col("N1").list.join("\n"),
        keywords=columns.keywords(_keywords(), "author"),
        links=urls(address),
    )
    return rows.with_columns(code_links(rows["links"]))


def _suffix_second(names: pl.Expr) -> pl.Expr:
    """Names with a suffix where BibTeX and others have it: RIS writes `King, Martin, Jr.`."""
    return names.list.eval(pl.element().str.replace(_SUFFIX_LAST, "$1, $3, $2"))


def _keywords() -> pl.Expr:
    """The keywords: one for each tag, for each line behind it, or parted by semicolons."""
    word = pl.element().str.replace_all(r"\s+", " ").str.strip_chars(" .")
    return (
        pl.col("KW")
        .list.join("\n")
        .str.replace_all(";", "\n", literal=True)
        .str.split("\n")
        .list.eval(word)
        .list.eval(pl.element().filter(pl.element() != ""))
        .list.unique(maintain_order=True)
    )
