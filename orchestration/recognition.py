"""Which format a dump is of, and how that reads it; with the user's mapping where it is a table.

Here belongs what the head of a dump tells, and for a mapping its first batch. Here must not be
where dumps lie, nor what is remembered of them (`orchestration.registry`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from orchestration.errors import UsageError
from transforms.dump_file import DumpError, is_parquet, open_dump, read_head, shown
from transforms.formats import ALL_FORMATS, Format, FormatError, recognise
from transforms.formats.csv_table import looks_like_csv
from transforms.formats.json_table import looks_like_json_table
from transforms.formats.parquet_table import looks_like_parquet
from transforms.parsed_records import Batch

Parse = Callable[[BinaryIO], Iterator[Batch]]


class UnmappedTableError(DumpError):
    """A table whose columns say nothing that is known."""


def recognise_dump(path: Path, member: str | None = None, *, is_mapped: bool = False) -> Format:
    """Find the format of a dump by its head.

    Args:
        path: The file.
        member: The member, if the file is a ZIP file.
        is_mapped: Whether the user maps its columns, so that it need not tell itself what they are.

    Raises:
        UnmappedTableError: If it is a table that only the user's mapping makes readable.
        DumpError: If it cannot be read, or no format or more than one recognises it.
    """
    head = read_head(path, member=member)
    try:
        found = recognise(head)
        # Parquet names its columns at its end: only the first batch tells whether they are known.
        if is_parquet(head) and not is_mapped:
            _read_first_batch(path, member, found.parse)
    except FormatError as error:
        tables = [each for each in ALL_FORMATS if _looks_like(each, head)]
        if len(tables) != 1:
            raise DumpError(f"{shown(path, member)}: {error}") from None
        if not is_mapped:
            raise UnmappedTableError(
                f"{shown(path, member)}: no known format: it may be a table, but none of its "
                "columns is known to hold a title; say which one does: "
                f"`paperhouse build {path} --map COLUMN=title`"
            ) from None
        return tables[0]
    except DumpError as error:
        raise UnmappedTableError(str(error)) from None
    return found


def check_mapping_fits(
    path: Path, member: str | None, chosen: Format, mapping: Mapping[str, str]
) -> None:
    """Check that a dump is a table with the columns that the user maps, by its first batch.

    Raises:
        UsageError: If it is not; the message is one line that names the cure.
    """
    if chosen.parse_mapped is None:
        raise UsageError(
            f"{shown(path, member)}: --map is for tables, and this is {chosen.name}; "
            "build it without --map"
        )
    try:
        _read_first_batch(path, member, parser(chosen.name, mapping))
    except DumpError as error:
        raise UsageError(str(error)) from None


def parser(format_name: str, mapping: Mapping[str, str]) -> Parse:
    """How a format reads a dump.

    Args:
        format_name: The format's name, as the registry has it.
        mapping: The user's mapping; empty if there is none.

    Raises:
        DumpError: If there is no such format any more.
    """
    chosen = _FORMATS.get(format_name)
    if chosen is None:
        raise DumpError(f"no format is called {format_name} any more; build the dump anew by name")
    if mapping and chosen.parse_mapped:
        return functools.partial(_parse_mapped, chosen.parse_mapped, mapping)
    return chosen.parse


def parser_module(format_name: str) -> str:
    """The module whose code reads a format; the name itself if there is no such format any more."""
    chosen = _FORMATS.get(format_name)
    if chosen is None:
        return format_name
    parse = chosen.parse
    while isinstance(parse, functools.partial):
        parse = parse.func
    return parse.__module__


_LOOKS_LIKE = {
    "csv_table": looks_like_csv,
    "json_table": looks_like_json_table,
    "parquet_table": looks_like_parquet,
}
"""Whether a head is of a kind of table, whatever its columns are."""

_FORMATS = {each.name: each for each in ALL_FORMATS}


def _read_first_batch(path: Path, member: str | None, parse: Parse) -> None:
    """Read the first batch of a dump, to see whether its format can.

    Raises:
        DumpError: If it cannot; the message names the dump.
    """
    with open_dump(path, member) as stream:
        try:
            next(parse(stream), None)
        except DumpError as error:
            name = shown(path, member)
            raise DumpError(f"{name}: {str(error).removeprefix(f'{name}: ')}") from None


def _looks_like(table: Format, head: bytes) -> bool:
    looks_like = _LOOKS_LIKE.get(table.name)
    return looks_like is not None and looks_like(head)


def _parse_mapped(
    parse_mapped: Callable[[BinaryIO, Mapping[str, str]], Iterator[Batch]],
    mapping: Mapping[str, str],
    stream: BinaryIO,
) -> Iterator[Batch]:
    return parse_mapped(stream, mapping)
