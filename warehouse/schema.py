"""The one declaration of every table that paperhouse serves.

Here belong: a table's grain, its columns with type, meaning and rules, its key and its references;
the main layer's stand in `warehouse.main_tables`, and are imported from here like all others.
From these declarations come the DDL and the comments in DuckDB, the Polars schemas of the
transforms, the basic expectations, the data dictionary and the column metadata in Dagster.

Here must not be: how a table is computed (`transforms`), loaded (`warehouse.load`) or checked
(`expectations`); and no import of DuckDB, Dagster or Great Expectations.
"""

from __future__ import annotations

from dataclasses import replace

from warehouse.declarations import (
    ARXIV_ID,
    DOI,
    DUMP,
    DUMP_ID,
    HASH_ID,
    LISTED_ON,
    POLARS_TYPES,
    RECORD_NUMBER,
    URL,
    Column,
    Table,
)
from warehouse.main_tables import (
    CODE_LINKS,
    KEYWORD_ALIASES,
    KEYWORDS,
    LISTINGS,
    PAPER_ALIASES,
    PAPER_AUTHORS,
    PAPER_CATEGORIES,
    PAPER_IDENTIFIERS,
    PAPER_KEYWORDS,
    PAPER_VERSIONS,
    PAPERS,
    SCHEMES,
)

__all__ = [
    "ARXIV_ID",
    "CHECK_RESULTS",
    "CODE_LINKS",
    "DOI",
    "DUMPS",
    "KEYWORDS",
    "KEYWORD_ALIASES",
    "LISTINGS",
    "PAPERS",
    "PAPER_ALIASES",
    "PAPER_AUTHORS",
    "PAPER_CATEGORIES",
    "PAPER_IDENTIFIERS",
    "PAPER_KEYWORDS",
    "PAPER_MATCHES",
    "PAPER_VERSIONS",
    "POLARS_TYPES",
    "RECORDS",
    "REJECTS",
    "RELEASES",
    "REPORTS",
    "SCHEMES",
    "TABLES",
    "URL",
    "Column",
    "Table",
    "table",
]

DUMPS = Table(
    "raw",
    "dumps",
    "One row per dump file.",
    (
        Column("dump_id", "VARCHAR", DUMP.meaning, pattern=DUMP_ID),
        Column("file_name", "VARCHAR", "The file's name, without its folder."),
        Column("format", "VARCHAR", "The format that recognised it."),
        Column("size_bytes", "BIGINT", "The file's size in bytes, as it came.", minimum=0),
        replace(LISTED_ON, meaning=f"{LISTED_ON.meaning} Of several days, the last one."),
        Column(
            "listed_on_text",
            "VARCHAR",
            "The day as the page wrote it, even in part.",
            nullable=True,
        ),
        Column("record_count", "BIGINT", "Records parsed.", minimum=0),
        Column("reject_count", "BIGINT", "Pieces refused.", minimum=0),
        Column(
            "counted_in",
            "VARCHAR",
            "What its pieces are numbered by: lines of text, or elements of an array or document.",
            values=("line", "element"),
        ),
        Column("line_count", "BIGINT", "Lines (or elements) in the file.", minimum=0),
        Column(
            "record_line_count", "BIGINT", "Lines (or elements) that became records.", minimum=0
        ),
        Column("chrome_line_count", "BIGINT", "Blank lines and the format's furniture.", minimum=0),
        Column("reject_line_count", "BIGINT", "Lines (or elements) that were refused.", minimum=0),
        Column(
            "is_cut_short", "BOOLEAN", "Whether the file ends early; what could be read is there."
        ),
        Column(
            "unmapped_columns",
            "VARCHAR",
            "Columns of a table that are kept as JSON in the archive only, by their names.",
            nullable=True,
        ),
    ),
    key=("dump_id",),
)

RECORDS = Table(
    "raw",
    "records",
    "One row per record as parsed; its full content stays in the Parquet archive.",
    (
        DUMP,
        RECORD_NUMBER,
        Column("line_start", "BIGINT", "The record's first line, from 1.", minimum=1),
        Column("line_end", "BIGINT", "The record's last line.", minimum=1),
        Column("title", "VARCHAR", "The title as parsed.", nullable=True),
        Column("arxiv_id", "VARCHAR", "The arXiv id that the record carries.", nullable=True),
        Column("doi", "VARCHAR", "The DOI that the record carries.", nullable=True),
        Column(
            "paper_id",
            "VARCHAR",
            "The paper; missing for a record that says nothing of one but its id.",
            nullable=True,
            references="papers.paper_id",
            pattern=HASH_ID,
        ),
    ),
    key=("dump_id", "record_number"),
)

REJECTS = Table(
    "raw",
    "rejects",
    "One row per piece of a dump that was refused.",
    (
        DUMP,
        Column("line_number", "BIGINT", "The piece's first line, from 1.", minimum=1),
        Column("line_end", "BIGINT", "The piece's last line.", minimum=1),
        Column("reason", "VARCHAR", "Why it was refused."),
        Column("excerpt", "VARCHAR", "Its first 200 characters."),
    ),
    key=("dump_id", "line_number"),
)

PAPER_MATCHES = Table(
    "quality",
    "paper_matches",
    "One row per pair of records that a rule of identity looked at: what made them one paper, and "
    "what kept apart those that are nearly one.",
    (
        Column("rule", "VARCHAR", "What the two have in common, such as the same DOI."),
        Column(
            "decision",
            "VARCHAR",
            "joined: one paper by this rule; vetoed: something contradicts; rejected: too unlike.",
            values=("joined", "vetoed", "rejected"),
        ),
        Column("reason", "VARCHAR", "Why they were not joined by this rule.", nullable=True),
        Column(
            "evidence",
            "VARCHAR",
            "The identifier or the folded title that they share, or both titles with a slash.",
        ),
        Column("left_dump_id", "VARCHAR", DUMP.meaning, references=DUMP.references),
        Column("left_record_number", "BIGINT", RECORD_NUMBER.meaning, minimum=1),
        Column("right_dump_id", "VARCHAR", DUMP.meaning, references=DUMP.references),
        Column("right_record_number", "BIGINT", RECORD_NUMBER.meaning, minimum=1),
        Column(
            "left_paper_id",
            "VARCHAR",
            "The paper of the first; missing where no dump says more of it than an identifier.",
            nullable=True,
            references="papers.paper_id",
        ),
        Column(
            "right_paper_id",
            "VARCHAR",
            "The paper of the second; missing as that of the first.",
            nullable=True,
            references="papers.paper_id",
        ),
        Column(
            "title_similarity",
            "DOUBLE",
            "How alike the folded titles are, from 0 to 1, where they were compared.",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "author_overlap",
            "DOUBLE",
            "The share of the shorter author list that is in the other, where both are known.",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column("year_gap", "BIGINT", "Years between them.", nullable=True, minimum=0),
    ),
    key=(
        "rule",
        "left_dump_id",
        "left_record_number",
        "right_dump_id",
        "right_record_number",
    ),
)

CHECK_RESULTS = Table(
    "quality",
    "check_results",
    "One row per expectation and what it found in this build.",
    (
        Column("table_name", "VARCHAR", "The table checked, with its schema."),
        Column("expectation", "VARCHAR", "The rule, in words."),
        Column("column_name", "VARCHAR", "The column or columns checked.", nullable=True),
        Column(
            "severity",
            "VARCHAR",
            "error: a failure stops the publication; warning: it is shown.",
            values=("error", "warning"),
        ),
        Column("success", "BOOLEAN", "Whether the data obeys the rule."),
        Column("observed", "VARCHAR", "What was found, in short.", nullable=True),
        Column(
            "unexpected_count", "BIGINT", "How many rows break the rule.", nullable=True, minimum=0
        ),
    ),
    key=("table_name", "expectation", "column_name"),
)

RELEASES = Table(
    "quality",
    "releases",
    "One row per release and table: how large it was, and how its checks ended. Each release keeps "
    "the rows of those before it.",
    (
        Column("release", "BIGINT", "The release's number.", minimum=1),
        Column("released_on", "DATE", "The day of the build, in UTC."),
        Column("table_name", "VARCHAR", "The table, with its schema."),
        Column("row_count", "BIGINT", "Its rows.", minimum=0),
        Column("check_count", "BIGINT", "Expectations of the table.", minimum=0),
        Column("passed_count", "BIGINT", "Those that it met.", minimum=0),
        Column("warned_count", "BIGINT", "Those that it missed, with a warning.", minimum=0),
        Column(
            "unexpected_row_count",
            "BIGINT",
            "Rows that break a rule; one that breaks two counts twice.",
            minimum=0,
        ),
    ),
    key=("release", "table_name"),
)

TABLES: tuple[Table, ...] = (
    PAPERS,
    LISTINGS,
    PAPER_IDENTIFIERS,
    PAPER_ALIASES,
    PAPER_VERSIONS,
    PAPER_AUTHORS,
    PAPER_CATEGORIES,
    KEYWORDS,
    KEYWORD_ALIASES,
    PAPER_KEYWORDS,
    CODE_LINKS,
    DUMPS,
    RECORDS,
    REJECTS,
    PAPER_MATCHES,
    CHECK_RESULTS,
    RELEASES,
)

REPORTS = (CHECK_RESULTS, RELEASES)
"""In which a build reports on the other tables: filled after they were checked."""


def table(name: str) -> Table:
    """Look up a table by its bare name.

    Raises:
        KeyError: If no table has that name.
    """
    return {each.name: each for each in TABLES}[name]
