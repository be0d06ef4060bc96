"""BibTeX: the references of a library, a paper or a page, as most tools export them.

Here belong recognising BibTeX and what its fields mean. Here must not be its grammar
(`transforms.formats.bibtex_entries`), nor how names and TeX are read (`bibtex_names`, `tex_texts`).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import polars as pl

from transforms.formats import columns
from transforms.formats.batches import to_batch
from transforms.formats.bibtex_crossrefs import Group, with_volumes
from transforms.formats.bibtex_entries import (
    BEGINS,
    MONTHS,
    Entry,
    Refused,
    known_abbreviations,
    read_section,
)
from transforms.formats.bibtex_names import author_names
from transforms.formats.format import HEAD_BYTES, Format
from transforms.formats.reference_fields import (
    OWN_ARXIV,
    code_links,
    doi_of,
    first_arxiv_id,
    ids_of_address,
    said_arxiv_id,
    unwrapped,
    urls,
)
from transforms.formats.sections import BLOCK_BYTES, sections, with_lines_counted
from transforms.formats.tex_texts import plain_tex
from transforms.list_texts import items
from transforms.parsed_records import Batch
from transforms.venues import published_in

_HELD = (
    "title",
    "subtitle",
    "author",
    "abstract",
    "year",
    "archiveprefix",
    "eprinttype",
    "eprint",
    "primaryclass",
    "eprintclass",
    "doi",
    "keywords",
    "keyword",
    "note",
)
"""Fields that a record holds whole; all others stay in `extra` too."""

_CODE_FIELDS = (
    "code",
    "codeurl",
    "code_url",
    "github",
    "repository",
    "software",
    "project",
    "projectpage",
)
"""Fields that name the code or the project page of a paper."""

_FIELDS = (
    *_HELD,
    *_CODE_FIELDS,
    "date",
    "month",
    "day",
    "journal",
    "journaltitle",
    "booktitle",
    "publisher",
    "volume",
    "number",
    "url",
    "howpublished",
    "arxiv",
    "arxivid",
    "pmid",
    "pmcid",
)
_VENUES = ("journal", "journaltitle", "booktitle")
_NOT_TEX = ("doi", "url", "eprint", "howpublished", *_CODE_FIELDS)
_ESCAPED = r"\{?\\([_%&#$])(?:\{\})?\}?"
"""How a mark in an address is kept from TeX."""

_YEAR = r"(?:^|\D)((?:1[5-9]|20)\d\d)(?:\D|$)"
_DAY = r"^(\d{4}-\d{2}-\d{2})(?:$|[T/\s])"
_CATEGORY = r"^[a-z-]+(?:\.[A-Za-z-]+)?$"
_DBLP = r"(?i)^dblp:(\S+)$"
_KEYWORD_MARK = r"\\sep\b"
_OWNER_AND_NAME = r"^([\w-]+/[\w.-]+)$"
_MONTH_NUMBERS = {name: number for number, (name, _) in enumerate(MONTHS, start=1)}
_READ_SHARE = 0.8
_FAMILIAR = frozenset(
    ("title", "author", "editor", "year", "date", "journal", "booktitle", "url", "doi", "eprint")
)
_OPENING = re.compile(
    r"\s*@(?:(?:comment|preamble|string)\s*[{(]|\w+\s*[{(]\s*[^\s,{}()]+\s*,)", re.IGNORECASE
)
"""The beginning of a block that the head does not hold whole."""


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read BibTeX.

    A line that begins with `@word{` or `@word(` begins an entry, so a brace that is missing costs
    one entry. Of text between entries, comments and the headers of reference managers are chrome,
    and so are `@comment`, `@preamble`, `@string`, the entries that only steer a style, and those of
    whole volumes, from which papers take over what they lack (`bibtex_crossrefs`).

    Args:
        stream: The text, decompressed.
        block_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the order of the text. The last says that it is cut short if an entry never
        closes there.
    """
    record_count = 0
    for group in with_volumes(_groups(stream, block_bytes)):
        pieces = group.pieces
        batch = with_lines_counted(
            to_batch(_rows(pieces), after=record_count, unit="line"), group.line_count
        )
        record_count += batch.records.height
        is_open = bool(pieces) and isinstance(pieces[-1], Refused) and pieces[-1].is_open
        yield replace(batch, is_cut_short=group.is_last and is_open)


def _groups(stream: BinaryIO, block_bytes: int) -> Iterator[Group]:
    """The pieces of each block."""
    abbreviations = known_abbreviations()
    for found in sections(stream, BEGINS, block_bytes):
        yield Group(
            pieces=[piece for each in found for piece in read_section(each, abbreviations)],
            line_count=sum(section.line_count for section in found),
            is_last=found[-1].is_last,
        )


def recognises(head: bytes) -> bool:
    """Whether a dump is BibTeX: entries with the fields of references, and little text between.

    Args:
        head: The first `HEAD_BYTES` of the dump, decompressed.
    """
    found = [
        section for each in sections(io.BytesIO(head), BEGINS, HEAD_BYTES + 1) for section in each
    ]
    if not found:
        return False
    read_count = strange_count = 0
    if len(head) >= HEAD_BYTES:
        cut = found.pop()
        read_count += bool(_OPENING.match(cut.text))
    abbreviations: dict[str, str] = {}
    for section in found:
        for piece in read_section(section, abbreviations):
            line_count = piece.line_end - piece.line_start + 1
            if isinstance(piece, Entry) and not _FAMILIAR.isdisjoint(piece.fields):
                read_count += line_count
            else:
                strange_count += line_count
    read_count += len(abbreviations)
    return read_count > 0 and read_count >= _READ_SHARE * (read_count + strange_count)


BIBTEX = Format(
    name="bibtex",
    description="BibTeX: the entries of a reference library.",
    recognises=recognises,
    parse=parse,
)


def _rows(pieces: list[Entry | Refused]) -> pl.DataFrame:
    """The pieces as `to_batch` takes them."""
    frame = _frame(pieces)
    url, howpublished = pl.col("url"), pl.col("howpublished")
    rows = frame.select(
        "line_start",
        "line_end",
        "reason",
        "excerpt",
        "authors",
        "extra",
        title=pl.concat_str("title", "subtitle", separator=": ", ignore_nulls=True),
        abstract=unwrapped(pl.col("abstract")),
        venue=_venue(),
        keywords=pl.coalesce("keywords", "keyword").str.replace_all(_KEYWORD_MARK, ";"),
        comment="note",
        arxiv_id=_arxiv_text(),
        doi=doi_of([pl.col("doi")], url),
        identifiers=_identifiers(),
        year=pl.coalesce(pl.col("year", "date").str.extract(_YEAR, 1)).cast(pl.Int64),
        published_on=_published_on(),
        categories=_categories(),
        links=pl.concat_list(urls(url.fill_null("")), urls(howpublished.fill_null(""))),
        repositories=pl.concat_list(_addresses(pl.col(name)) for name in _CODE_FIELDS),
    )
    return rows.with_columns(
        plain_tex(rows["title"]),
        plain_tex(rows["venue"]),
        code_links(rows["links"]),
        items(plain_tex(rows["keywords"])),
    ).with_columns(
        keywords=columns.keywords(pl.col("keywords"), "author"),
        repositories=columns.repositories(pl.col("repositories")),
    )


def _frame(pieces: list[Entry | Refused]) -> pl.DataFrame:
    """The pieces with a column for each field; a field that is empty is null."""
    entries = [piece if isinstance(piece, Entry) else None for piece in pieces]
    fields = [entry.fields if entry else {} for entry in entries]
    frame = pl.DataFrame(
        {
            "line_start": [piece.line_start for piece in pieces],
            "line_end": [piece.line_end for piece in pieces],
            "reason": [None if isinstance(piece, Entry) else piece.reason for piece in pieces],
            "excerpt": [piece.excerpt for piece in pieces],
            "key": [entry.key if entry else None for entry in entries],
            "authors": [author_names(each.get("author", "")) for each in fields],
            "extra": [_extra(entry) if entry else None for entry in entries],
        }
        | {name: [each.get(name) for each in fields] for name in _FIELDS},
        schema_overrides=dict.fromkeys(("line_start", "line_end"), pl.Int64)
        | {"authors": pl.List(pl.String)}
        | dict.fromkeys(("reason", "excerpt", "key", "extra", *_FIELDS), pl.String),
    )
    field = pl.col("key", *_FIELDS).str.strip_chars()
    return frame.with_columns(pl.when(field != "").then(field)).with_columns(
        pl.col(_NOT_TEX).str.replace_all(_ESCAPED, "$1")
    )


def _extra(entry: Entry) -> str:
    """The type of an entry, and those of its fields that nothing else holds whole, as JSON."""
    others = {name: text for name, text in entry.fields.items() if name not in _HELD}
    return json.dumps({"entry_type": entry.kind} | others, ensure_ascii=False)


def _venue() -> pl.Expr:
    """The journal or the proceedings; a server of preprints is neither."""
    return pl.coalesce(published_in(pl.col(name)) for name in _VENUES)


def _is_of_arxiv() -> pl.Expr:
    """Whether nothing says that the eprint is of another archive."""
    archive = pl.coalesce("archiveprefix", "eprinttype")
    return archive.is_null() | archive.str.contains("(?i)arxiv")


def _arxiv_text() -> pl.Expr:
    """The arXiv id as the first field that has one writes it."""
    eprint, volume, note = pl.col("eprint"), pl.col("volume"), pl.col("note")
    archive = pl.coalesce("primaryclass", "eprintclass").str.extract(r"^([a-z-]+)")
    is_bare = eprint.str.contains(r"^\d{7}(?:v\d+)?$")
    whole = pl.when(is_bare).then(pl.concat_str(archive, pl.lit("/"), eprint)).otherwise(eprint)
    return first_arxiv_id(
        [
            pl.when(_is_of_arxiv()).then(whole),
            pl.coalesce("arxiv", "arxivid"),
            pl.when(volume.str.contains("(?i)^abs/")).then(volume),
            pl.col("url"),
            *(said_arxiv_id(pl.col(name)) for name in ("journal", "howpublished", "number")),
            said_arxiv_id(pl.when(note.str.contains(OWN_ARXIV)).then(note)),
        ]
    )


def _identifiers() -> pl.Expr:
    """The key, which DBLP makes of its own, and the ids of other indexes."""
    key, eprint = pl.col("key"), pl.col("eprint")
    of_dblp = key.str.extract(_DBLP, 1)
    is_pubmed = pl.coalesce("archiveprefix", "eprinttype").str.contains("(?i)pubmed|pmid")
    pmid = pl.coalesce("pmid", pl.when(is_pubmed).then(eprint)).str.extract(r"^(\d+)$", 1)
    return columns.identifiers(
        dblp=of_dblp,
        pmid=pmid,
        pmcid=pl.col("pmcid").str.extract(r"(?i)^(PMC\d+)$", 1).str.to_uppercase(),
        **ids_of_address(pl.col("url")),
        local=pl.when(of_dblp.is_null()).then(key),
    )


def _published_on() -> pl.Expr:
    """The day, where all of it is stated: in `date`, or in `year`, `month` and `day`."""
    month_text = pl.col("month").str.to_lowercase()
    name = month_text.str.extract("([a-z]{3})", 1)
    number = month_text.str.extract(r"^(\d{1,2})$", 1).cast(pl.Int64)
    month = pl.coalesce(
        name.replace_strict(_MONTH_NUMBERS, default=None, return_dtype=pl.Int64), number
    )
    day_beside_month = pl.when(name.is_not_null()).then(
        month_text.str.extract(r"^\D*(\d{1,2})\D*$", 1)
    )
    day = pl.coalesce(pl.col("day").str.extract(r"^(\d{1,2})$", 1), day_beside_month)
    stated = pl.concat_str("year", month, day, separator="-")
    return pl.coalesce(
        pl.col("date").str.extract(_DAY, 1).str.to_date("%Y-%m-%d", strict=False),
        stated.str.to_date("%Y-%m-%d", strict=False),
    )


def _categories() -> pl.Expr:
    """The classes of arXiv, the main one first."""
    classes = pl.coalesce("primaryclass", "eprintclass").str.extract_all(r"[^\s,;]+")
    known = classes.list.eval(pl.element().filter(pl.element().str.contains(_CATEGORY)))
    return columns.categories(pl.when(_is_of_arxiv()).then(known), "arxiv")


def _addresses(field: pl.Expr) -> pl.Expr:
    """The addresses in a field that names code; `owner/name` alone is a repository on GitHub."""
    on_github = pl.lit("https://github.com/") + field.str.extract(_OWNER_AND_NAME, 1)
    return pl.coalesce(urls(on_github), urls(field)).fill_null([])
