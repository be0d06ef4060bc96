"""Which format a dump is of, and how that reads it; with the user's mapping where it is a table.

Here belongs what the head of a dump tells, and for a mapping its first batch. Here must not be
where dumps lie, nor what is remembered of them (`orchestration.registry`).
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

import polars as pl

from orchestration.errors import UsageError
from transforms.dump_file import DumpError, is_parquet, open_dump, read_head, shown
from transforms.formats import ALL_FORMATS, Format, FormatError, csv_table, json_table, recognise
from transforms.formats.csv_table import CSV_TABLE, NO_MAPPING, looks_like_csv
from transforms.formats.json_table import JSON_TABLE, looks_like_json_table
from transforms.formats.parquet_table import PARQUET_TABLE
from transforms.formats.parquet_table import first_texts as first_rows_of_parquet
from transforms.formats.table_evidence import are_of_papers, why_not_of_papers
from transforms.parsed_records import Batch

Parse = Callable[[BinaryIO], Iterator[Batch]]


class UnmappedTableError(DumpError):
    """A table whose columns say nothing that is known."""


def recognise_dump(
    path: Path, member: str | None = None, *, mapping: Mapping[str, str] = NO_MAPPING
) -> Format:
    """Find the format of a dump by its head.

    Args:
        path: The file.
        member: The member, if the file is a ZIP file.
        mapping: The user's; a table that is mapped need not tell itself what its columns are.

    Raises:
        UnmappedTableError: If it is a table that only the user's mapping makes readable.
        DumpError: If it cannot be read, or no format or more than one recognises it.
    """
    head = read_head(path, member=member)
    name = shown(path, member)
    if is_parquet(head):
        return PARQUET_TABLE if mapping else _parquet_of_papers(path, member)
    try:
        return recognise(head)
    except FormatError as error:
        tables = [table for table in _TABLES if table.looks_like(head, mapping)]
        if len(tables) != 1:
            raise DumpError(f"{name}: {error}") from None
    (table,) = tables
    if not mapping:
        raise _unmapped(path, member, table.first_texts(head))
    return table.format


def _parquet_of_papers(path: Path, member: str | None) -> Format:
    """Parquet names its columns at its end: only its first rows tell whether they are known."""
    try:
        with open_dump(path, member) as stream:
            texts = first_rows_of_parquet(stream)
    except DumpError as error:
        name = shown(path, member)
        raise UnmappedTableError(f"{name}: {str(error).removeprefix(f'{name}: ')}") from None
    if not are_of_papers(texts):
        raise _unmapped(path, member, texts)
    return PARQUET_TABLE


def _unmapped(path: Path, member: str | None, texts: pl.DataFrame) -> UnmappedTableError:
    """What is wrong with a table that nothing shows to be of papers, and what to do."""
    reason, mapping = why_not_of_papers(texts)
    command = f"paperhouse build {shlex.quote(str(path))} --map {shlex.quote(mapping)}"
    return UnmappedTableError(f"{shown(path, member)}: no known format: {reason}: `{command}`")


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


class _Table(NamedTuple):
    """A kind of table as text: whether a head is of it, whatever its columns are, and those."""

    format: Format
    looks_like: Callable[[bytes, Mapping[str, str]], bool]
    first_texts: Callable[[bytes], pl.DataFrame]


_TABLES = (
    _Table(CSV_TABLE, looks_like_csv, csv_table.first_texts),
    _Table(JSON_TABLE, lambda head, _: looks_like_json_table(head), json_table.first_texts),
)

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


def _parse_mapped(
    parse_mapped: Callable[[BinaryIO, Mapping[str, str]], Iterator[Batch]],
    mapping: Mapping[str, str],
    stream: BinaryIO,
) -> Iterator[Batch]:
    return parse_mapped(stream, mapping)
