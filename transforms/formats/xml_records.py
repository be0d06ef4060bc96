"""The records of an XML dump, read as a stream: whatever is damaged costs one record, not the dump.

Only the records are parsed, many at a time and each by itself where one of them cannot be read. No
DTD is read, nothing is fetched, and no entity means anything but those of HTML, so that a dump can
bring no bomb.

Here belong what stands around the records, their parsing, and their fields as columns. Here must
not be how a dump is cut (`xml_pieces`), nor what any element means (`arxiv_oai_pmh`, `arxiv_atom`,
`dblp`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.entities import name2codepoint
from typing import Any, BinaryIO, NamedTuple

import polars as pl
from lxml import etree  # type: ignore[import-untyped]

from transforms.formats.xml_pieces import BLOCK_BYTES, NAME, PREFIX, Piece, cut_records

Element = Any
"""An element as lxml gives it, which has no types."""

RUN_BYTES = 4 << 20
"""How many bytes of records are parsed at a time."""

UNENDED = "its end tag is missing"

_EXCERPT_BYTES = 800
_BREAK = "\x1f"
"""Stands between texts of a list on their way to Polars; XML forbids it."""

_ASIDE = re.compile(
    rb"(?s)<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    rb"|<!DOCTYPE[^\[>]*(?:\[.*?(?:\]\s*>|\Z)|>|\Z)"
)
"""What is no element; what does not end goes on to the end, so that no text takes long."""

_TAG = re.compile(rb"<(/?)(" + PREFIX + rb"(" + NAME + rb"))(?:\s[^<>]*?)?(/?)>")
_DECLARATION = re.compile(rb"<\?xml\s([^<>]*)")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)")
_NAMESPACE = re.compile(rb"\sxmlns:((?!xml)" + NAME + rb")\s*=\s*(\"[^\"<&]+\"|'[^'<&]+')")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_POSITION = re.compile(r", line \d+, column \d+.*$| line \d+")
_DOCTYPE = b"".join(
    (
        b"<!DOCTYPE dump [",
        *(
            b'<!ENTITY %s "&#%d;">' % (name.encode(), code)
            for name, code in name2codepoint.items()
            if name not in {"amp", "lt", "gt", "quot"}
        ),
        b"]>",
    )
)
"""What HTML calls its letters and signs; the names in dblp.dtd are among them."""

_PARSER = etree.XMLParser(
    resolve_entities="internal",
    load_dtd=False,
    no_network=True,
    remove_comments=True,
    remove_pis=True,
)


class _Waiting(NamedTuple):
    """A record that waits to be parsed, or what cannot be, and why."""

    number: int
    text: bytes
    reason: str | None


@dataclass(frozen=True)
class _Surroundings:
    """What stands around the records and has a say in how they read.

    Attributes:
        encoding: The encoding that the last XML declaration names.
        namespaces: Each prefix that is declared outside the records, with its quoted address.
        open_root: The root element that has begun and not ended.
        is_broken: Whether a root element did not end before the next document began.
        is_open: Whether the record before them did not end.
        unknown: An element that is neither a record nor known furniture.
    """

    encoding: str = "utf-8"
    namespaces: tuple[tuple[bytes, bytes], ...] = ()
    open_root: bytes | None = None
    is_broken: bool = False
    is_open: bool = False
    unknown: bytes | None = None


@dataclass(frozen=True)
class Run:
    """A run of records, in the dump's order.

    Attributes:
        numbers: The number of each element in the dump, from 1.
        elements: Each of them parsed; None where it cannot be read.
        reasons: Why it cannot be read; None where it can.
        excerpts: The first characters of each, as it stood.
        passed_over: How many elements of this run are of a kind that is not asked for.
        is_cut_short: Whether the dump ends in this run without the end tag of its root.
    """

    numbers: list[int]
    elements: list[Element | None]
    reasons: list[str | None]
    excerpts: list[str]
    passed_over: int
    is_cut_short: bool


def read_runs(
    stream: BinaryIO,
    records: Sequence[str],
    furniture: Sequence[str],
    passed_over: Sequence[str] = (),
    *,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Run]:
    """Read the records of an XML dump, or of several that were glued together.

    A record may stand under any prefix. Bytes that are not of the dump's encoding are read as
    U+FFFD, and control characters, which XML forbids, are dropped.

    Args:
        stream: The dump, decompressed, in an encoding that writes ASCII as ASCII does.
        records: The names of the elements that are records; no record holds another.
        furniture: The names of the elements that may stand around the records. The outermost one
            may have any name. Between two records, any other element is refused as one element.
        passed_over: Names of elements that are counted as elements, and not read.
        block_bytes: How much is read at a time; what is read does not depend on it.

    Yields:
        At least one run; the last one says whether the dump was cut short.
    """
    known = {name.encode() for name in furniture}
    skipped = {name.encode() for name in passed_over}
    around = _Surroundings()
    number = skips = waiting_bytes = 0
    waiting: list[_Waiting] = []
    for piece in cut_records(stream, [*records, *passed_over], block_bytes):
        new = _after(around, piece, known)
        has_changed = new.encoding != around.encoding or new.namespaces != around.namespaces
        if waiting and (has_changed or waiting_bytes >= RUN_BYTES):
            yield _run(waiting, around, skips)
            waiting, waiting_bytes, skips = [], 0, 0
        around = new
        if around.unknown:
            number += 1
            reason = f"an element that the format does not know: {around.unknown.decode()}"
            waiting.append(_Waiting(number, piece.between.strip()[:_EXCERPT_BYTES], reason))
        if not piece.record:
            continue
        number += 1
        if not piece.is_whole:
            waiting.append(_Waiting(number, piece.record[:_EXCERPT_BYTES], UNENDED))
        elif piece.name in skipped:
            skips += 1
        else:
            waiting.append(_Waiting(number, piece.record, None))
        waiting_bytes += len(piece.record)
    is_cut_short = bool(around.open_root) or around.is_broken or around.is_open
    yield replace(_run(waiting, around, skips), is_cut_short=is_cut_short)


def to_rows(
    run: Run, fields: pl.Schema, read: Callable[[Element], tuple[Any, ...]]
) -> pl.DataFrame:
    """Put the fields of the records of a run into columns.

    Args:
        run: The run.
        fields: What `read` returns, in order.
        read: Reads the fields of one record; lists are of texts.

    Returns:
        Frame (line_start, line_end, reason, excerpt) and the fields, one row per record; the
        fields of a record that cannot be read are null.
    """
    nothing = (None,) * len(fields)
    values = [nothing if each is None else read(each) for each in run.elements]
    columns = list(zip(*values, strict=True)) or [()] * len(fields)
    return pl.DataFrame(
        {
            "line_start": pl.Series(run.numbers, dtype=pl.Int64),
            "line_end": pl.Series(run.numbers, dtype=pl.Int64),
            "reason": pl.Series(run.reasons, dtype=pl.String),
            "excerpt": pl.Series(run.excerpts, dtype=pl.String),
            **{
                name: _series(column, dtype)
                for (name, dtype), column in zip(fields.items(), columns, strict=True)
            },
        }
    )


def _series(values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    """A column; lists of texts go over as one text each, which is several times as fast."""
    if dtype != pl.List(pl.String):
        return pl.Series(values, dtype=dtype)
    joined = [_BREAK.join(each) if each else None for each in values]
    return pl.Series(joined, dtype=pl.String).str.split(_BREAK)


def text_of(element: Element) -> str:
    """The text of an element, without the markup in it."""
    text: str = "".join(element.itertext()) if len(element) else element.text or ""
    return text


@lru_cache(maxsize=1 << 12)
def local_name(tag: str) -> str:
    """The name in the tag of an element, without its namespace."""
    return tag[tag.rfind("}") + 1 :]


def first_element(head: bytes) -> str | None:
    """The name of the first element of a dump, without its prefix; None if it is no XML.

    Args:
        head: The first bytes of the dump.
    """
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith(b"<"):
        return None
    found = re.match(rb"\s*<" + PREFIX + rb"(" + NAME + rb")[\s/>]", _ASIDE.sub(b"", text))
    return found[1].decode() if found else None


def _after(around: _Surroundings, piece: Piece, known: set[bytes]) -> _Surroundings:
    """The surroundings after one more piece."""
    text = piece.between
    if piece.is_whole and (not text or text.isspace()):
        return around if not around.unknown else replace(around, unknown=None)
    root, is_broken, unknown = around.open_root, around.is_broken, None
    declarations = _DECLARATION.findall(text)
    if root and declarations and b"</" + root not in text:
        root, is_broken = None, True
    for slash, name, local, empty in _TAG.findall(_ASIDE.sub(b"", text)):
        if root is None and not slash:
            root = None if empty else name
        elif slash and name == root:
            root = None
        elif local not in known:
            unknown = unknown or local
    has_ended = not piece.is_whole and root is not None and b"</" + root in piece.record
    return _Surroundings(
        encoding=_encoding(declarations[-1]) if declarations else around.encoding,
        namespaces=tuple({**dict(around.namespaces), **dict(_NAMESPACE.findall(text))}.items()),
        open_root=None if has_ended else root,
        is_broken=is_broken,
        is_open=bool(piece.record) and not piece.is_whole and not has_ended,
        unknown=unknown,
    )


def _encoding(declaration: bytes) -> str:
    """The encoding that an XML declaration names, if there is one and it writes ASCII as ASCII."""
    named = _ENCODING.search(declaration)
    name = named[1].decode() if named else "utf-8"
    try:
        return name if "<>".encode(name) == b"<>" else "utf-8"
    except LookupError:
        return "utf-8"


def _run(waiting: list[_Waiting], around: _Surroundings, passed_over: int) -> Run:
    """Parse the records that wait."""
    names = b"".join(b" xmlns:" + prefix + b"=" + uri for prefix, uri in around.namespaces)
    records = [each.text for each in waiting if each.reason is None]
    parsed = iter(_parsed(records, around.encoding, b"<dump" + names + b">"))
    results = [next(parsed) if each.reason is None else each.reason for each in waiting]
    return Run(
        numbers=[each.number for each in waiting],
        elements=[None if isinstance(each, str) else each for each in results],
        reasons=[each if isinstance(each, str) else None for each in results],
        excerpts=[
            each.text[:_EXCERPT_BYTES].decode(around.encoding, "replace") for each in waiting
        ],
        passed_over=passed_over,
        is_cut_short=False,
    )


def _parsed(records: list[bytes], encoding: str, opening: bytes) -> list[Element | str]:
    """Parse records: the element of each, or why it cannot be read.

    All at once; where that fails, each half by itself, down to the one that is damaged.
    """
    if not records:
        return []
    text = b"".join(records).decode(encoding, "replace").encode().translate(None, _CONTROLS)
    doctype = _DOCTYPE if b"&" in text else b""
    try:
        root = etree.fromstring(doctype + opening + text + b"</dump>", _PARSER)
    except etree.XMLSyntaxError as error:
        reason = f"not well-formed: {_POSITION.sub('', str(error))}"
    else:
        if len(root) == len(records):
            return list(root)
        reason = "not well-formed: its tags do not match"
    if len(records) == 1:
        return [reason]
    half = len(records) // 2
    return [
        *_parsed(records[:half], encoding, opening),
        *_parsed(records[half:], encoding, opening),
    ]
