"""The listing page: a page of papers, copied or scraped as text.

Here belong recognising such a page and reading it block by block. Here must not be what a line is
(`listing_lines`), what is a title (`listing_titles`), nor how cards form (`listing_cards`).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.listing_cards import EXCERPT_CHARS, Cards, read_cards
from transforms.formats.listing_lines import FACT, HEADING, PAGE_HEAD, TEXT, as_day, classify
from transforms.formats.listing_titles import title_scores
from transforms.markup import plain_texts
from transforms.parsed_records import Batch
from transforms.texts import one_line

BLOCK_BYTES = 8 << 20
"""How much of a page is read at a time."""

MAX_LINE_BYTES = 1 << 20
"""A longer line can be neither a title nor an abstract; it is not kept."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_FORMAT = r"^\s*(?:[{<@%]|\[\s*[{\[\"]|\[\s*$)"
_FIELD = (
    r"(?i)^(?:[-*]\s+)?[\"']?(?:abstract|summary|description|title|ti|ab|t1|n2)[\"']?\s*[:=-]"
    r"|^\"[^\"]*\","
)
_SCIENCE = (
    r"(?i)\b(?:papers?|propos\w+|methods?|models?|results?|approach\w*|datasets?|algorithms?|theorems?"
    r"|prove\w*|framework|stud(?:y|ies)|analy[sz]\w+|experiments?|performance|learning|data"
    r"|measurements?|observations?|equations?|theory|problems?|properties|estimat\w+)\b"
)
_MAX_TEXTS_BEFORE_HEAD = 2
_SHARE = 0.8
_MIN_ABSTRACT_CHARS = 150


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read a listing page.

    Lines end in a line feed; a carriage return before it is dropped. In a page without any line
    feed in its head, carriage returns end the lines. Blank lines always count as chrome, even
    within a record, and so does what is known of a card but not kept, such as its authors' number.

    Args:
        stream: The page, decompressed. Bytes that are not UTF-8 are read as U+FFFD.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the page's order.
    """
    kept = _lines("", 1)
    kept_bytes, wanted_bytes = 0, block_bytes
    first_line = next_line = 1
    record_count, day_text = 0, None
    for block in _whole_lines(stream, block_bytes):
        text = block.decode("utf-8", errors="replace")
        kept = pl.concat([kept, _lines(text, next_line)])
        next_line += text.count("\n") + (not text.endswith("\n"))
        kept_bytes += len(block)
        if kept_bytes < wanted_bytes:
            continue
        cards = read_cards(kept, first_line, None)
        if cards is None:
            wanted_bytes = 2 * kept_bytes
            continue
        is_head = not record_count and day_text is None
        yield _batch(cards, first_line, record_count, is_head=is_head)
        day_text = day_text or cards.day_text
        record_count += cards.records.height
        first_line = cards.end_line
        kept = kept.filter(pl.col("number") >= cards.context_line)
        kept_bytes = int(kept["text"].str.len_bytes().sum())
        wanted_bytes = kept_bytes + block_bytes
    cards = read_cards(kept, first_line, next_line)
    if cards is not None:
        is_head = not record_count and day_text is None
        yield _batch(cards, first_line, record_count, is_head=is_head)


def recognises(head: bytes) -> bool:
    """Whether a dump is a listing page: by a known page head, or by titles and abstracts in turn.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    mark = b"\n" if b"\n" in head else b"\r"
    whole = head[: head.rfind(mark) + 1] if len(head) >= HEAD_BYTES else head
    block = b"".join(_whole_lines(io.BytesIO(whole), HEAD_BYTES))
    text = block.decode("utf-8", errors="replace")
    if pl.Series([text]).str.contains(_OTHER_FORMAT)[0]:
        return False
    lines = _lines(text, 1)
    return _has_page_head(lines) or _alternates(lines)


LISTING_PAGE = Format(
    name="listing_page",
    description="A page of papers copied or scraped as text: titles and abstracts in turn.",
    recognises=recognises,
    parse=parse,
)


def _has_page_head(lines: pl.DataFrame) -> bool:
    """Whether a line of a known page head stands there, and before it little but furniture."""
    heads = lines["text"].str.contains(PAGE_HEAD).arg_true()
    if not heads.len():
        return False
    before = classify(lines.head(heads[0]))["kind"]
    return int(before.is_in([TEXT, HEADING]).sum()) <= _MAX_TEXTS_BEFORE_HEAD


def _alternates(lines: pl.DataFrame) -> bool:
    """Whether the lines are titles of papers and their abstracts in turn, and little else."""
    cards = read_cards(lines, 1, int(lines["number"].max() or 0) + 1)  # type: ignore[arg-type]
    if cards is None or not cards.records.height:
        return False
    papers = cards.records.filter(pl.col("abstract").is_not_null())
    kinds = classify(lines)["kind"]
    if (kinds == HEADING).any() and (kinds == FACT).sum() < papers.height:
        return False
    abstract = pl.col("abstract")
    reads_well = papers.select(
        (title_scores(papers["title"]) < 0)
        & (abstract.str.len_chars() >= _MIN_ABSTRACT_CHARS)
        & (abstract.str.count_matches(_SCIENCE) >= 2)
        & ~abstract.str.contains(_FIELD)
    ).to_series()
    text_count = int(kinds.is_in([TEXT, HEADING]).sum())
    return (
        int(reads_well.sum()) >= _SHARE * (cards.records.height + cards.rejects.height)
        and cards.record_line_count >= _SHARE * text_count
    )


def _batch(cards: Cards, first_line: int, record_count: int, *, is_head: bool) -> Batch:
    """The cards as a batch that goes on from `record_count` records before it."""
    day_text = cards.day_text if is_head else None
    listed_on: dt.date | None = None
    if day_text is not None:
        listed_on = pl.select(as_day(pl.lit(day_text))).item()
    line_count = cards.end_line - first_line
    texts = [plain_texts(cards.records[name]) for name in ("title", "abstract")]
    records = cards.records.with_columns(*texts).with_columns(one_line(pl.col("title")))
    return Batch(
        records=records.with_columns(pl.col("record_number") + record_count),
        rejects=cards.rejects,
        record_line_count=cards.record_line_count,
        chrome_line_count=line_count - cards.record_line_count - cards.reject_line_count,
        reject_line_count=cards.reject_line_count,
        listed_on=listed_on,
        listed_on_text=day_text,
    )


def _lines(text: str, first_number: int) -> pl.DataFrame:
    """The lines of a text that are not blank, as `read_cards` takes them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", " ")
    lines = pl.Series("text", [text.removesuffix("\n")], dtype=pl.String).str.split("\n")
    raw = pl.col("text")
    return (
        lines.list.explode()
        .to_frame()
        .with_columns(
            number=pl.int_range(first_number, first_number + pl.len(), dtype=pl.Int64),
            indented=raw.str.contains(r"^(?: {2}|\t)"),
            overlong=raw.str.len_bytes() > MAX_LINE_BYTES,
        )
        .with_columns(pl.when("overlong").then(raw.str.head(EXCERPT_CHARS)).otherwise(raw))
        .with_columns(raw.str.strip_chars())
        .filter((raw != "") | pl.col("overlong"))
    )


def _whole_lines(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """The stream in blocks that end where a line ends, without a byte order mark.

    Of a line longer than `MAX_LINE_BYTES`, no more may be kept than shows that it is.
    """
    open_line: list[bytes] = []
    open_bytes = 0
    for block in _blocks(stream, block_bytes):
        end = block.rfind(b"\n") + 1
        if end:
            yield b"".join([*open_line, block[:end]])
            open_line, open_bytes = [], 0
        rest = block[end : end + MAX_LINE_BYTES + 1 - open_bytes]
        if rest:
            open_line.append(rest)
            open_bytes += len(rest)
    if open_line:
        yield b"".join(open_line)


def _blocks(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """The stream in blocks, with line feeds for the carriage returns of an old Macintosh file."""
    head = _read(stream, HEAD_BYTES).removeprefix(_BYTE_ORDER_MARK)
    is_macintosh = b"\r" in head[:-1] and b"\n" not in head
    for start in range(0, len(head), block_bytes):
        block = head[start : start + block_bytes]
        yield block.replace(b"\r", b"\n") if is_macintosh else block
    while block := stream.read(block_bytes):
        yield block.replace(b"\r", b"\n") if is_macintosh else block


def _read(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a stream, fewer than `size` only at its end."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
