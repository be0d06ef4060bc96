"""The tables of the main layer: the public contract that users query.

Here belong their declarations. Here must not be the tables of the other layers, nor the list of all
(`warehouse.schema`).
"""

from __future__ import annotations

from warehouse.declarations import (
    ARXIV_ID,
    DOI,
    DUMP,
    HASH_ID,
    KEYWORD_ID,
    LISTED_ON,
    PAPER_ID,
    RECORD_NUMBER,
    URL,
    Column,
    Table,
)

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
    "One row per appearance of a paper in a dump, on each day on which the dump was listed.",
    (
        DUMP,
        RECORD_NUMBER,
        PAPER_ID,
        Column("position", "BIGINT", "The paper's place in the listing, from 1.", minimum=1),
        LISTED_ON,
        Column("upvotes", "BIGINT", "Upvotes that the listing shows.", nullable=True, minimum=0),
    ),
    key=("dump_id", "record_number", "listed_on"),
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
    sorted_by=("alias", "keyword_id"),
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
        Column("surface", "VARCHAR", "The keyword as the paper or the source writes it."),
        Column(
            "occurrence_count",
            "BIGINT",
            "How often title and abstract hold it; missing where a source gives it.",
            nullable=True,
            minimum=1,
        ),
        Column(
            "first_position",
            "BIGINT",
            "Where it stands first, among the words and signs of title and abstract, from 1; "
            "missing where a source gives it.",
            nullable=True,
            minimum=1,
        ),
    ),
    key=("paper_id", "source", "keyword_id"),
    sorted_by=("keyword_id", "paper_id", "source"),
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
