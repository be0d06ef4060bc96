"""What a declaration of a table is: its columns with type, meaning and rules, and what they share.

Here belong the shapes, the patterns of ids, and the columns that stand in several tables. Here must
not be a table (`warehouse.main_tables`, `warehouse.schema`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

Type = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"]
Layer = Literal["main", "raw", "quality"]

POLARS_TYPES: dict[Type, pl.DataType] = {
    "VARCHAR": pl.String(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
}

HASH_ID = r"[0-9a-f]{16}"
DUMP_ID = r"[0-9a-f]{64}"
ARXIV_ID = r"[0-9]{4}\.[0-9]{4,5}|[a-z][a-z.-]*(\.[A-Z]{2})?/[0-9]{7}"
DOI = r"10\.[0-9]{4,9}/\S+"
URL = r"https://[a-z0-9.-]+\.[a-z0-9-]+(:[0-9]+)?(/\S*)?"


@dataclass(frozen=True)
class Column:
    """A column and the rules that its values obey.

    Attributes:
        name: The column's name, the same wherever the same quantity occurs.
        type: Its DuckDB type.
        meaning: One sentence for people; it becomes the comment in the database.
        nullable: Whether a value may be missing.
        references: `table.column` of the `main` or `raw` table in which each value must occur.
        values: The only values allowed, where they can be listed.
        pattern: A regular expression (RE2) that the whole of each value matches.
        minimum: The smallest value allowed.
        maximum: The largest value allowed.
        is_long_text: Whether a value is a text of many words, which is worth compressing hard.
    """

    name: str
    type: Type
    meaning: str
    nullable: bool = False
    references: str | None = None
    values: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_long_text: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its place, its grain, its columns in order, and the columns that identify a row.

    `sorted_by` are the columns by which its rows lie in the file, where a filter on the first of
    them is to read a few blocks instead of all.
    """

    layer: Layer
    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sorted_by: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with its layer, as SQL writes it: `main.papers`."""
        return f"{self.layer}.{self.name}"

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    @property
    def polars_schema(self) -> pl.Schema:
        """The schema that a Polars frame of this table has."""
        return pl.Schema({column.name: POLARS_TYPES[column.type] for column in self.columns})


PAPER_ID = Column(
    "paper_id",
    "VARCHAR",
    "The paper: 16 hex digits of an MD5 over its best identity key.",
    references="papers.paper_id",
    pattern=HASH_ID,
)
KEYWORD_ID = Column(
    "keyword_id",
    "VARCHAR",
    "The keyword: 16 hex digits of an MD5 over its letters in one spelling.",
    references="keywords.keyword_id",
    pattern=HASH_ID,
)
DUMP = Column(
    "dump_id",
    "VARCHAR",
    "The dump: SHA-256 of the file's bytes.",
    references="dumps.dump_id",
    pattern=DUMP_ID,
)
RECORD_NUMBER = Column(
    "record_number", "BIGINT", "The record's number in its dump, from 1.", minimum=1
)
LISTED_ON = Column(
    "listed_on",
    "DATE",
    "The day of the listing, where a full date is known from the dump, its name or the user.",
    nullable=True,
)
