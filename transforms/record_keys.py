"""The identity keys of each record, and the few facts that decide which record speaks for a paper.

Row-local: computed once per dump and kept, so that identity over the whole archive reads a narrow
table. Here belong the keys; here must not be what they conclude (`transforms.identity`).
"""

from __future__ import annotations

import polars as pl
import polars_hash  # noqa: F401  (registers `.nchash`)

from transforms.author_keys import author_keys
from transforms.parsed_records import IDENTIFIER
from transforms.title_key import is_distinctive, key_of_words, title_words

ID_KEY = pl.Struct({"kind": pl.UInt8(), "hash": pl.UInt64()})

RECORD_KEYS = pl.Schema(
    {
        "record_number": pl.Int64(),
        "arxiv_id": pl.String(),
        "arxiv_version": pl.Int64(),
        "doi": pl.String(),
        "identifiers": pl.List(IDENTIFIER),
        "title_length": pl.Int64(),
        "abstract_length": pl.Int64(),
        "comment_length": pl.Int64(),
        "venue_length": pl.Int64(),
        "author_count": pl.Int64(),
        "published_on": pl.Date(),
        "updated_on": pl.Date(),
        "year": pl.Int64(),
        "listed_on": pl.Date(),
        "upvotes": pl.Int64(),
        "is_retracted": pl.Boolean(),
        "primary_scheme": pl.String(),
        "primary_category": pl.String(),
        "has_content": pl.Boolean(),
        "local_id": pl.String(),
        "id_keys": pl.List(ID_KEY),
        "title_words": pl.String(),
        "title_hash": pl.UInt64(),
        "is_distinctive": pl.Boolean(),
        "abstract_hash": pl.UInt64(),
        "author_keys": pl.List(pl.String()),
        "record_hash": pl.UInt64(),
    }
)
"""One row per record. A hash is 64 bits of an MD5; that of an id or a title is its paper_id.

- `year` is that of `published_on` where the record names no other.
- `has_content`: whether the record says anything of its paper but ids.
- `id_keys`: the record's identifiers but those of its dump alone; `kind` is a place in `ID_KINDS`.
- `title_hash` is over the title key, `abstract_hash` over the start of a long abstract.
- `record_hash` is over all that identity looks at, so records that share it are one paper.
"""

ID_KINDS = (
    "arxiv",
    "doi",
    "preprint_doi",
    "openalex",
    "s2",
    "dblp",
    "corr",
    "acl",
    "openreview",
    "pmid",
    "pmcid",
    "mag",
    "pwc",
)
"""The kinds of identifier, the most telling first: the schemes, of which two are parted.

A preprint and its article are one paper with two DOIs, and DBLP has a key for each; so the DOIs of
preprint servers, and the keys of DBLP's arXiv mirror CoRR, are kinds of their own.
"""

_PREPRINT_DOI = (
    r"^10\.(?:48550/|2139/ssrn|21203/rs|20944/preprints|26434/chemrxiv|36227/techrxiv|22541/"
    r"|31219/|31234/|31235/|31222/|35542/|17605/osf|5281/zenodo|6084/m9\.figshare|13140/rg"
    r"|1101/(?:\d{4}\.|\d{6}$)|64898/)"
)
"""arXiv, SSRN, Research Square, Preprints, ChemRxiv, TechRxiv, Authorea, the OSF's, Zenodo,
figshare, ResearchGate, bioRxiv and medRxiv, openRxiv."""

_CORR = r"^journals/corr/"
ABSTRACT_START = 600
"""Characters of an abstract that are looked at."""
ABSTRACT_KEY_LENGTH = 200
"""Letters and digits of an abstract that make its key."""
MINIMUM_ABSTRACT_KEY = 100
"""Letters and digits below which an abstract alone says too little."""


def record_keys(records: pl.LazyFrame) -> pl.LazyFrame:
    """Compute the identity keys of records.

    Args:
        records: Frame of `transforms.parsed_records.RECORD`.

    Returns:
        Frame of `RECORD_KEYS`, one row per record.
    """
    key = key_of_words(pl.col("title_words"))
    is_local = pl.element().struct.field("scheme") == "local"
    long_enough = pl.col("abstract_key").str.len_chars() >= MINIMUM_ABSTRACT_KEY
    return (
        records.with_columns(
            title_words=title_words(pl.col("title")),
            abstract_key=_abstract_key(pl.col("abstract")),
            author_keys=author_keys(pl.col("authors")),
            year=pl.coalesce("year", pl.col("published_on").dt.year().cast(pl.Int64)),
            local_id=pl.col("identifiers")
            .list.eval(pl.element().struct.field("value").filter(is_local))
            .list.first(),
            identifiers=pl.col("identifiers").list.eval(pl.element().filter(~is_local)),
        )
        .with_columns(id_keys=_id_keys())
        .with_columns(
            title_length=_length("title"),
            abstract_length=_length("abstract"),
            comment_length=_length("comment"),
            venue_length=_length("venue"),
            author_count=pl.col("authors").list.len().fill_null(0).cast(pl.Int64),
            primary_scheme=_of_primary_category("scheme"),
            primary_category=_of_primary_category("category"),
            title_hash=pl.when(key != "").then(key_number("title", key)),
            is_distinctive=is_distinctive(key).fill_null(value=False),
            abstract_hash=pl.when(long_enough).then(key_number("abstract", pl.col("abstract_key"))),
            has_content=pl.any_horizontal(
                pl.col(name).is_not_null()
                for name in ("title", "abstract", "links", "repositories")
            ),
        )
        .with_columns(record_hash=key_number("record", _all_keys()))
        .select(RECORD_KEYS.names())
    )


def key_hash(scheme: str | pl.Expr, value: pl.Expr) -> pl.Expr:
    """The paper_id that an identity key gives: 16 hex digits of the MD5 of `scheme:value`."""
    name = pl.lit(scheme) if isinstance(scheme, str) else scheme
    return pl.concat_str(name, pl.lit(":"), value).nchash.md5().str.head(16)  # type: ignore[attr-defined,no-any-return]


def key_number(scheme: str | pl.Expr, value: pl.Expr) -> pl.Expr:
    """The same as `key_hash`, as a number of 64 bits."""
    return key_hash(scheme, value).str.to_integer(base=16, dtype=pl.UInt64)


def _id_keys() -> pl.Expr:
    """The kinds and hashes of a record's identifiers, as a list of `ID_KEY`."""
    doi_kind = (
        pl.when(pl.col("doi").str.contains(_PREPRINT_DOI))
        .then(pl.lit(ID_KINDS.index("preprint_doi"), pl.UInt8))
        .otherwise(pl.lit(ID_KINDS.index("doi"), pl.UInt8))
    )
    arxiv_kind = pl.lit(ID_KINDS.index("arxiv"), pl.UInt8)
    scheme, value = (pl.element().struct.field(name) for name in ("scheme", "value"))
    kind = (
        pl.when((scheme == "dblp") & value.str.contains(_CORR))
        .then(pl.lit("corr"))
        .otherwise(scheme)
        .replace_strict(
            {name: place for place, name in enumerate(ID_KINDS)},
            default=None,
            return_dtype=pl.UInt8,
        )
    )
    others = pl.struct(kind=kind, hash=key_number(scheme, value)).filter(kind.is_not_null())
    return pl.concat_list(
        _id_key(arxiv_kind, "arxiv", pl.col("arxiv_id")),
        _id_key(doi_kind, "doi", pl.col("doi")),
        pl.col("identifiers").list.eval(others).fill_null(pl.lit([], pl.List(ID_KEY))),
    ).list.drop_nulls()


def _id_key(kind: pl.Expr, scheme: str, value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_not_null()).then(pl.struct(kind=kind, hash=key_number(scheme, value)))


def _all_keys() -> pl.Expr:
    """All that identity looks at of a record, as one text."""
    identifiers = pl.col("identifiers").list.eval(
        pl.concat_str(pl.element().struct.field("scheme", "value"), separator=":")
    )
    keys = (
        pl.col("arxiv_id"),
        pl.col("doi"),
        identifiers.list.join("\n"),
        pl.col("title_words"),
        pl.col("abstract_key"),
        pl.col("author_keys").list.join("\n"),
        pl.col("year").cast(pl.String),
        pl.col("has_content").cast(pl.String),
    )
    return pl.concat_str(
        *(key.fill_null("") for key in keys),
        separator="\t",
    )


def _abstract_key(abstract: pl.Expr) -> pl.Expr:
    """The letters and digits at the start of an abstract; markup of mathematics stays in it."""
    return (
        abstract.str.head(ABSTRACT_START)
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", "")
        .str.strip_prefix("abstract")
        .str.head(ABSTRACT_KEY_LENGTH)
    )


def _length(name: str) -> pl.Expr:
    return pl.col(name).str.len_chars().fill_null(0).cast(pl.Int64)


def _of_primary_category(name: str) -> pl.Expr:
    """Of the first of arXiv's own categories, or the first of all where there is none of them."""
    value = pl.element().struct.field(name)
    of_arxiv = pl.element().struct.field("scheme") == "arxiv"
    return pl.coalesce(
        pl.col("categories").list.eval(value.filter(of_arxiv)).list.first(),
        pl.col("categories").list.eval(value).list.first(),
    )
