"""A table in JSON: objects of JSON Lines or of one array, whose keys are the columns.

Here belong recognising it and passing the values on as text. Here must not be how JSON falls apart
into objects (`json_elements`), nor what a column means (`table_columns`).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

import polars as pl

from transforms.formats.format import Format
from transforms.formats.json_elements import (
    BLOCK_BYTES,
    MAX_ELEMENT_BYTES,
    TOO_LONG,
    json_elements,
    top_level_keys,
)
from transforms.formats.json_values import HALF_PAIR, NESTED_TOO_DEEPLY
from transforms.formats.table_batches import TablePart, table_batches
from transforms.formats.table_evidence import are_of_papers
from transforms.formats.table_values import json_text
from transforms.parsed_records import Batch

_NUMBER = "\x00"
"""Stands before a number while it is kept as text; no text begins so."""

_DECODER = json.JSONDecoder(
    strict=False,
    parse_int=_NUMBER.__add__,
    parse_float=_NUMBER.__add__,
    parse_constant=lambda _: None,
)
"""Keeps each digit of a number; takes what lenient writers of JSON leave."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ENCODED_NUMBER = re.compile(r'"\\u0000([^"]*)"')
_PLAIN = {str, type(None)}

_FEW = 100
"""So many objects show whether a table is flat."""


def parse(stream: BinaryIO, block_bytes: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Read a table in JSON whose keys have known names; as `parse_mapped`."""
    return parse_mapped(stream, {}, block_bytes)


def parse_mapped(
    stream: BinaryIO, mapping: Mapping[str, str], block_bytes: int = BLOCK_BYTES
) -> Iterator[Batch]:
    """Read a table in JSON.

    Numbers stay as they are written. A value that is a list or an object stays JSON.

    Args:
        stream: The dump, decompressed: JSON Lines, or an array of objects.
        mapping: From keys to fields; it goes before the synonyms.
        block_bytes: How much is read at a time.

    Yields:
        Batches in the dump's order.

    Raises:
        DumpError: If no object at the start has a key that is mapped.
    """
    return table_batches(_parts(stream, block_bytes), mapping)


def looks_like_json_table(head: bytes) -> bool:
    """Whether a dump is JSON Lines or an array of objects, of whatever keys."""
    return bool(top_level_keys(head))


def first_texts(head: bytes) -> pl.DataFrame:
    """The first objects of a dump, as columns of text; no rows where it holds no whole one."""
    part = next(_parts(io.BytesIO(head), len(head) or 1), None)
    if part is not None and part.texts.columns:
        return part.texts
    return pl.DataFrame(schema=dict.fromkeys(sorted(top_level_keys(head)), pl.String))


def recognises(head: bytes) -> bool:
    """Whether a dump is one of papers: its first objects have the keys that tell so."""
    return bool(top_level_keys(head)) and are_of_papers(first_texts(head))


JSON_TABLE = Format(
    name="json_table",
    description="A table of papers in JSON: JSON Lines or one array of objects, with known keys",
    recognises=recognises,
    parse=parse,
    parse_mapped=parse_mapped,
)


def _parts(stream: BinaryIO, block_bytes: int) -> Iterator[TablePart]:
    for elements in json_elements(stream, block_bytes):
        objects = elements.frame["text"]
        texts = _at_once(objects)
        reasons: list[str | None] = [None] * objects.len()
        if texts is None:
            texts, reasons = _one_by_one(objects)
        yield TablePart(
            texts=texts,
            places=elements.frame.rename({"text": "excerpt"}).with_columns(
                reason=pl.Series(reasons, dtype=pl.String)
            ),
            unit=elements.unit,
            chrome_line_count=elements.chrome_line_count,
            is_cut_short=elements.is_cut_short,
        )


def _at_once(objects: pl.Series) -> pl.DataFrame | None:
    """The columns of objects; None where Polars cannot read them, or would bend a value."""
    try:
        if not _flat(objects.head(_FEW).str.json_decode(infer_schema_length=None).dtype):
            return None
        values = objects.str.json_decode(infer_schema_length=None)
        schema = _flat(values.dtype)
        if not schema or any(objects.str.contains(bent).any() for bent in _bent(schema)):
            return None
        if values.dtype != schema:
            values = objects.str.json_decode(schema)
    except pl.exceptions.PolarsError:
        return None
    return values.struct.unnest().with_columns(
        json_text(field.name).alias(field.name)
        for field in schema.fields
        if isinstance(field.dtype, pl.List)
    )


def _flat(found: pl.DataType) -> pl.Struct | None:
    """The keys with their types, text or a list of texts; None where there are other types."""
    if not isinstance(found, pl.Struct) or not found.fields:
        return None
    texts = pl.List(pl.String())
    if any(field.dtype.is_nested() and field.dtype != texts for field in found.fields):
        return None
    return pl.Struct(
        {field.name: texts if field.dtype == texts else pl.String() for field in found.fields}
    )


def _bent(schema: pl.Struct) -> list[str]:
    """Patterns of what Polars would read, but not as it stands.

    It writes some numbers anew (`2503.02130` becomes `2503.0213`), makes a list of what is none,
    and knows no half of a surrogate pair.
    """
    lists = "|".join(re.escape(f.name) for f in schema.fields if f.dtype.is_nested())
    return [
        r"^\s*[^\s{]",
        r'"\s*:\s*-?(?:\d+[.eE]|\d{19})',
        HALF_PAIR,
        *([rf'"(?:{lists})"\s*:\s*[^\[n\s]'] if lists else []),
    ]


def _one_by_one(objects: pl.Series) -> tuple[pl.DataFrame, list[str | None]]:
    """The columns of objects, and why there is no object where there is none."""
    values, reasons = _objects(objects)
    keys = dict.fromkeys(chain.from_iterable(values))
    return pl.DataFrame([_column(key, values) for key in keys]), reasons


def _objects(texts: pl.Series) -> tuple[list[dict[str, Any]], list[str | None]]:
    """The object of each text, and why there is none."""
    objects: list[dict[str, Any]] = []
    reasons: list[str | None] = []
    for text in texts:
        value, reason = _object(text)
        objects.append(value)
        reasons.append(reason)
    return objects, reasons


def _object(text: str) -> tuple[dict[str, Any], str | None]:
    if len(text) > MAX_ELEMENT_BYTES:
        return {}, TOO_LONG
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        return {}, NESTED_TOO_DEEPLY
    except json.JSONDecodeError as error:
        message = error.msg.removesuffix(" at").lower()
        return {}, f"not JSON: {message} at character {error.pos + 1}"
    return (value, None) if isinstance(value, dict) else ({}, "not an object")


def _column(key: str, objects: list[dict[str, Any]]) -> pl.Series:
    """The values of a key as texts."""
    values = [each.get(key) for each in objects]
    if {type(value) for value in values} <= _PLAIN:
        try:
            return pl.Series(key, values, pl.String).str.strip_prefix(_NUMBER)
        except UnicodeEncodeError:
            pass
    return pl.Series(key, [_text(value) for value in values], pl.String)


def _text(value: Any) -> str | None:  # noqa: ANN401  (whatever JSON holds)
    if value is None:
        return None
    if isinstance(value, str):
        text = value.removeprefix(_NUMBER)
    else:
        text = _ENCODED_NUMBER.sub(r"\1", _ENCODER.encode(value))
    return text.encode("utf-8", errors="replace").decode()
