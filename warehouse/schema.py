"""The one declaration of every table that paperhouse serves.

Here belong: a table's grain, its columns with type, meaning and rules, its key and its references.
From these declarations come the DDL and the comments in DuckDB, the Polars schemas of the
transforms, the basic expectations, the data dictionary and the column metadata in Dagster.

Here must not be: how a table is computed (`transforms`), loaded (`warehouse.load`) or checked
(`expectations`); and no import of DuckDB, Dagster or Great Expectations.
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


SCHEMES = (
    "arxiv",
    "doi",
    "openalex",
    "s2",
    "dblp",
    "acl",
    "openreview",
    "pmid",
    "pmcid",
    "mag",
    "pwc",
    "title_key",
    "local",
)
"""The kinds of identifier, the most telling first."""


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
    """A table: its place, its grain, its columns in order, and the columns that identify a row."""

    layer: Layer
    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

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
    "The keyword: 16 hex digits of an MD5 over its stem key.",
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

PAPERS = Table(
    "main",
    "papers",
    "One row per distinct paper.",
    (
        Column("paper_id", "VARCHAR", PAPER_ID.meaning, pattern=HASH_ID),
        Column(
            "title",
            "VARCHAR",
            "The title, in one line; missing where no dump carries it.",
            nullable=True,
            pattern=r"(?s)\S|\S.*\S",
        ),
        Column(
            "abstract",
            "VARCHAR",
            "The abstract; paragraphs end in a newline.",
            nullable=True,
            is_long_text=True,
        ),
        Column("published_on", "DATE", "The day of the first version.", nullable=True),
        Column("updated_on", "DATE", "The day of the newest version known.", nullable=True),
        Column(
            "arxiv_id",
            "VARCHAR",
            "The arXiv id without its version.",
            nullable=True,
            pattern=ARXIV_ID,
        ),
        Column("doi", "VARCHAR", "The DOI, in lower case.", nullable=True, pattern=DOI),
        Column("year", "BIGINT", "The year of publication.", nullable=True, minimum=1000),
        Column("venue", "VARCHAR", "Where it was published, as a dump says.", nullable=True),
        Column("comment", "VARCHAR", "The authors' comment, such as on pages.", nullable=True),
        Column(
            "is_retracted", "BOOLEAN", "Whether a dump says that it was retracted or withdrawn."
        ),
        Column("primary_category", "VARCHAR", "The main subject category.", nullable=True),
        Column(
            "code_status",
            "VARCHAR",
            "linked: a code or project link is known; promised: code is to be released; "
            "mentioned: code is said to be available, without a link; none.",
            values=("linked", "promised", "mentioned", "none"),
        ),
    ),
    key=("paper_id",),
)

LISTINGS = Table(
    "main",
    "listings",
    "One row per appearance of a paper in a dump.",
    (
        DUMP,
        RECORD_NUMBER,
        PAPER_ID,
        Column("position", "BIGINT", "The paper's place in the listing, from 1.", minimum=1),
        LISTED_ON,
        Column("upvotes", "BIGINT", "Upvotes that the listing shows.", nullable=True, minimum=0),
    ),
    key=("dump_id", "record_number"),
)

PAPER_IDENTIFIERS = Table(
    "main",
    "paper_identifiers",
    "One row per identifier of a paper.",
    (
        Column(
            "scheme",
            "VARCHAR",
            "The kind of identifier; local: an id that a record has in its own dump only.",
            values=SCHEMES,
        ),
        Column("value", "VARCHAR", "The identifier, as its scheme writes it."),
        PAPER_ID,
    ),
    key=("scheme", "value", "paper_id"),
)

PAPER_ALIASES = Table(
    "main",
    "paper_aliases",
    "One row per paper_id that once stood for the paper, or would under another of its keys.",
    (
        Column("alias_id", "VARCHAR", "A paper_id that is no longer in use.", pattern=HASH_ID),
        PAPER_ID,
    ),
    key=("alias_id",),
)

PAPER_VERSIONS = Table(
    "main",
    "paper_versions",
    "One row per version of a paper.",
    (
        PAPER_ID,
        Column("version", "BIGINT", "The version's number, from 1.", minimum=1),
        Column("submitted_on", "DATE", "The day on which it was submitted.", nullable=True),
    ),
    key=("paper_id", "version"),
)

PAPER_AUTHORS = Table(
    "main",
    "paper_authors",
    "One row per author of a paper, in the paper's order.",
    (
        PAPER_ID,
        Column("position", "BIGINT", "The author's place, from 1.", minimum=1),
        Column("author_name", "VARCHAR", "The name as the dump gives it."),
    ),
    key=("paper_id", "position"),
)

PAPER_CATEGORIES = Table(
    "main",
    "paper_categories",
    "One row per subject category of a paper.",
    (
        PAPER_ID,
        Column(
            "scheme",
            "VARCHAR",
            "Whose category it is: of arXiv, MSC, ACM, OpenAlex, Semantic Scholar or the dump.",
            values=("arxiv", "msc", "acm", "openalex", "s2", "other"),
        ),
        Column("category", "VARCHAR", "The category, such as cs.CL."),
        Column("is_primary", "BOOLEAN", "Whether it is the paper's main category."),
    ),
    key=("paper_id", "scheme", "category"),
)

KEYWORDS = Table(
    "main",
    "keywords",
    "One row per distinct keyword.",
    (
        Column("keyword_id", "VARCHAR", KEYWORD_ID.meaning, pattern=HASH_ID),
        Column("keyword", "VARCHAR", "The keyword as it is most often written."),
    ),
    key=("keyword_id",),
)

KEYWORD_ALIASES = Table(
    "main",
    "keyword_aliases",
    "One row per way to write a keyword: spellings, plurals, acronyms and their long forms.",
    (Column("alias", "VARCHAR", "The keyword as written somewhere, in lower case."), KEYWORD_ID),
    key=("alias", "keyword_id"),
)

PAPER_KEYWORDS = Table(
    "main",
    "paper_keywords",
    "One row per keyword of a paper and source.",
    (
        PAPER_ID,
        KEYWORD_ID,
        Column("rank", "BIGINT", "The keyword's rank in the paper and source, from 1.", minimum=1),
        Column(
            "score",
            "DOUBLE",
            "How well it fits the paper, 0 to 1; missing where the source gives none.",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "source",
            "VARCHAR",
            "Who says so: extracted from the text, the author, the listing, or an index.",
            values=("extracted", "author", "listing", "index"),
        ),
        Column("in_title", "BOOLEAN", "Whether the title holds it."),
    ),
    key=("paper_id", "source", "keyword_id"),
)

CODE_LINKS = Table(
    "main",
    "code_links",
    "One row per code or project link of a paper.",
    (
        PAPER_ID,
        Column("url", "VARCHAR", "The canonical URL.", pattern=URL),
        Column(
            "host", "VARCHAR", "The host, without www on repository hosts.", pattern=r"[a-z0-9.:-]+"
        ),
        Column("owner", "VARCHAR", "The repository's owner, case kept.", nullable=True),
        Column("repository", "VARCHAR", "The repository's name, case kept.", nullable=True),
        Column("subpath", "VARCHAR", "What followed the repository in the link.", nullable=True),
        Column(
            "kind",
            "VARCHAR",
            "What the link leads to.",
            values=(
                "repository",
                "project_page",
                "model",
                "dataset",
                "archive",
                "anonymous",
                "other",
            ),
        ),
        Column(
            "source_field",
            "VARCHAR",
            "Where the link stood.",
            values=("abstract", "comment", "listing", "metadata"),
        ),
        Column("raw_text", "VARCHAR", "The text as it stood: the evidence."),
        Column(
            "is_official", "BOOLEAN", "Whether a source calls it the official code.", nullable=True
        ),
        Column(
            "mentioned_in_paper",
            "BOOLEAN",
            "Whether a source says that the paper names it.",
            nullable=True,
        ),
        Column(
            "mentioned_in_github",
            "BOOLEAN",
            "Whether a source says that the repository names the paper.",
            nullable=True,
        ),
        Column("framework", "VARCHAR", "What it is written with, such as pytorch.", nullable=True),
    ),
    key=("paper_id", "url"),
)

DUMPS = Table(
    "raw",
    "dumps",
    "One row per dump file.",
    (
        Column("dump_id", "VARCHAR", DUMP.meaning, pattern=DUMP_ID),
        Column("file_name", "VARCHAR", "The file's name, without its folder."),
        Column("format", "VARCHAR", "The format that recognised it."),
        Column("size_bytes", "BIGINT", "The file's size in bytes, as it came.", minimum=0),
        LISTED_ON,
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
)


def table(name: str) -> Table:
    """Look up a table by its bare name.

    Raises:
        KeyError: If no table has that name.
    """
    return {each.name: each for each in TABLES}[name]
