"""A table in Parquet, read slice by slice.

Here belong reading within bounded memory and passing each value on as text. Here must not be what a
column means (`table_columns`) or a value (`table_values`).
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any, BinaryIO

import polars as pl
from polars._typing import PolarsDataType

from transforms.dump_streams import DumpError
from transforms.formats.batches import EXCERPT_CHARS
from transforms.formats.format import Format
from transforms.formats.table_batches import TablePart, table_batches
from transforms.formats.table_values import json_text
from transforms.parsed_records import Batch

PART_ROWS = 5_000
"""How many rows become one batch."""

SLICE_BYTES = 64 << 20
"""How much is read at a time, once decompressed. Each slice skips all before it in its row group,
so it should not be small."""

_MAGIC = b"PAR1"


def parse(stream: BinaryIO, slice_bytes: int = SLICE_BYTES) -> Iterator[Batch]:
    """Read a table whose columns have known names; as `parse_mapped`."""
    return parse_mapped(stream, {}, slice_bytes)


def parse_mapped(
    stream: BinaryIO, mapping: Mapping[str, str], slice_bytes: int = SLICE_BYTES
) -> Iterator[Batch]:
    """Read a table in Parquet.

    Args:
        stream: The dump. One that cannot be sought in is copied to a temporary file without a name.
        mapping: From names of columns to fields; it goes before the synonyms.
        slice_bytes: How much is read at a time. What is read does not depend on it.

    Yields:
        Batches in the dump's order, counted in rows.

    Raises:
        DumpError: If the data is damaged, the mapping names a column that is not there, or no
            column tells which paper a row is of.
    """
    with _sought(stream) as file:
        yield from table_batches(_parts(file, slice_bytes), mapping)


def recognises(head: bytes) -> bool:
    """Whether a dump is Parquet; the names of its columns stand at its end."""
    return head.startswith(_MAGIC)


def first_texts(stream: BinaryIO) -> pl.DataFrame:
    """The first rows of a table, as columns of text.

    Raises:
        DumpError: If the data is damaged.
    """
    with _sought(stream) as file:
        part = next(_parts(file, SLICE_BYTES), None)
        return part.texts if part else pl.DataFrame()


PARQUET_TABLE = Format(
    name="parquet_table",
    description="A table of papers in Parquet, with known columns",
    recognises=recognises,
    parse=parse,
    parse_mapped=parse_mapped,
)


def _sought(stream: BinaryIO) -> IO[bytes]:
    """A dump as a file that Polars reads in part; it takes in any other stream as a whole."""
    if not stream.seekable():
        file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the caller)
        shutil.copyfileobj(stream, file)
        return file
    try:
        return open(stream.fileno(), "rb", closefd=False)
    except OSError:
        return io.BytesIO(stream.read())


def _parts(file: IO[bytes], slice_bytes: int) -> Iterator[TablePart]:
    file.seek(0)
    if not file.read(1):
        return
    count, at = PART_ROWS, 0
    while True:
        file.seek(0)
        try:
            rows = pl.scan_parquet(file).slice(at, count).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise DumpError(f"damaged Parquet data ({reason}); fetch it anew") from error
        for start in range(0, max(rows.height, 1), PART_ROWS):
            yield _part(rows.slice(start, PART_ROWS), at + start + 1)
        at += rows.height
        if rows.height < count:
            return
        bytes_of_row = max(1, int(rows.estimated_size()) // rows.height)
        count = max(PART_ROWS, slice_bytes // bytes_of_row // PART_ROWS * PART_ROWS)


def _part(rows: pl.DataFrame, first_row: int) -> TablePart:
    """Rows as a part of a table, numbered from a number on."""
    texts = pl.DataFrame([_texts(column) for column in rows])
    number = pl.int_range(first_row, first_row + rows.height, dtype=pl.Int64, eager=True)
    shown = [pl.col(name).str.head(EXCERPT_CHARS) for name in texts.columns]
    excerpt = texts.select(excerpt=pl.concat_str(shown, separator=" | ", ignore_nulls=True))
    places = pl.DataFrame(
        {"line_start": number, "line_end": number, "reason": [None] * rows.height},
        schema_overrides={"reason": pl.String},
    )
    return TablePart(texts, places.hstack(excerpt), unit="element")


def _texts(column: pl.Series) -> pl.Series:
    """A column of whatever type as text; nested values are JSON."""
    name, dtype = column.name, column.dtype
    if dtype == pl.String:
        return column
    if dtype in (pl.Binary, pl.Duration):
        return pl.Series(name, [_plain(value) for value in column], pl.String)
    if not dtype.is_nested():
        return column.cast(pl.String)
    if _is_plain(dtype):
        return column.to_frame().select(json_text(name).alias(name)).to_series()
    values = [None if value is None else _json(value) for value in column.to_list()]
    return pl.Series(name, values, pl.String)


def _is_plain(dtype: PolarsDataType) -> bool:
    """Whether Polars writes a type as JSON: it stops the process where it cannot."""
    if isinstance(dtype, pl.List):
        return _is_plain(dtype.inner)
    if isinstance(dtype, pl.Struct):
        return all(_is_plain(field.dtype) for field in dtype.fields)
    return dtype in (pl.String, pl.Boolean) or dtype.is_numeric()


def _json(value: Any) -> str:  # noqa: ANN401  (whatever Parquet holds)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str | None:  # noqa: ANN401
    """A value that JSON does not have, as text."""
    if not isinstance(value, bytes):
        return None if value is None else str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()
