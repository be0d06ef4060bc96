"""The columns of a table: which of them holds which field of a paper.

Here belong the fields, the one table of synonyms, the user's mapping, and the choice of what a bare
id is. Here must not be whether a table is of papers at all (`table_evidence`), what the values look
like (`transforms.formats.table_values`), nor how a file becomes columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from transforms.dump_streams import DumpError
from transforms.identifiers import arxiv_id

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title",
        "paper title",
        "article title",
        "document title",
        "titles",
        "ti",
        "display name",
        "name",
    ),
    "abstract": (
        "abstract",
        "abstract note",
        "abstract text",
        "paper abstract",
        "abstracts",
        "summary",
        "summaries",
        "ab",
        "description",
    ),
    "arxiv_id": ("arxiv id", "arxiv", "paper arxiv id", "eprint", "arxiv number", "arxiv url"),
    "doi": ("doi", "doi number", "doi link", "doi url", "paper doi", "di"),
    "openalex": ("openalex", "openalex id", "openalex url"),
    "dblp": ("dblp", "dblp id", "dblp key"),
    "s2": ("s2", "s2 id", "corpus id", "s2 corpus id", "semantic scholar id"),
    "pmid": ("pmid", "pubmed id", "pubmed", "pm"),
    "record_id": (
        "record id",
        "id DBLP",
        "id ACM",
        "id Scholar",
        "eid",
        "ut",
        "ut (unique wos id)",
        "uid",
        "key",
        "paper id",
        "entry id",
        "id",
    ),
    "authors": (
        "authors parsed",
        "author full names",
        "authors full name",
        "af",
        "authors",
        "author",
        "author names",
        "author list",
        "creators",
        "creator",
        "authorships.author.display_name",
        "au",
    ),
    "year": ("year", "publication year", "pub year", "published year", "year published", "py"),
    "published_on": (
        "published on",
        "published",
        "published at",
        "published date",
        "publication date",
        "date published",
        "pub date",
        "submitted",
        "submitted date",
        "submission date",
        "created",
        "date",
    ),
    "updated_on": (
        "updated on",
        "updated",
        "update date",
        "last updated",
        "date updated",
        "revised",
    ),
    "listed_on": ("listed on", "listed", "listing date", "submitted on daily at"),
    "venue": (
        "venue",
        "journal",
        "booktitle",
        "source title",
        "publication title",
        "journal title",
        "journal name",
        "container title",
        "proceedings title",
        "conference",
        "conference name",
        "conference title",
        "proceeding",
        "proceedings",
        "publication",
        "publication name",
        "journal ref",
        "primary_location.source.display_name",
        "so",
    ),
    "comment": ("comment", "comments", "author comment", "arxiv comment", "note"),
    "keywords": (
        "author keywords",
        "keywords",
        "keyword",
        "de",
        "tags",
        "manual tags",
        "index terms",
        "index keywords",
        "keywords plus",
    ),
    "categories": (
        "primary category",
        "categories",
        "category",
        "arxiv categories",
        "terms",
        "subjects",
        "wos categories",
    ),
    "url": (
        "paper url abs",
        "url abs",
        "abs",
        "abs url",
        "url",
        "link",
        "paper url",
        "paper link",
        "article url",
        "paper url pdf",
        "url pdf",
        "pdf",
        "pdf url",
        "pdf link",
        "links",
    ),
    "code_url": (
        "code url",
        "repo url",
        "code link",
        "code links",
        "code",
        "repository",
        "repository url",
        "github",
        "github url",
        "github link",
        "github repo",
        "repo",
        "repositories",
        "project page",
        "project url",
    ),
    "is_official": ("is official", "official"),
    "mentioned_in_paper": ("mentioned in paper",),
    "mentioned_in_github": ("mentioned in github",),
    "framework": ("framework",),
    "upvotes": ("upvotes", "likes"),
    "is_retracted": ("is retracted", "retracted"),
}
"""What the columns of known exports are called, by field; an earlier name goes before a later one.

From Zotero, Scopus, Web of Science (its two-letter tags too), Google Scholar, Publish or Perish,
OpenAlex, Papers with Code, the arXiv data sets of Kaggle and Hugging Face, and the public sets for
record linkage. Names are compared by `folded`.
"""

FIELDS: tuple[str, ...] = tuple(SYNONYMS)
"""The fields that a column can hold."""

LEFT_OUT = ("", "-")
"""What a user maps a column to that shall stay unmapped."""

IDS = ("arxiv_id", "doi", "openalex", "dblp", "s2", "pmid", "record_id")
_SHARE_OF_ONE_KIND = 0.8

_DOI_ALONE = r"(?i)^\s*(?:doi\s*:?\s*)?10\.\d{4,9}/\S+\s*$"
_ADDRESS = r"(?i)^\s*https?://"


def folded(name: str) -> str:
    """A column's name as it is compared: in lower case, without blanks, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", name.casefold())


_FIELD_OF = {folded(name): field for field, names in SYNONYMS.items() for name in names}
_RANK = {name: rank for rank, name in enumerate(_FIELD_OF)}


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Check that a user's mapping names fields that there are.

    Args:
        mapping: From the name of a column to its field, or to one of `LEFT_OUT`.

    Raises:
        ValueError: If a field is not one of `FIELDS`; the message is one line for people.
    """
    for column, field in mapping.items():
        if field not in FIELDS and field not in LEFT_OUT:
            raise ValueError(
                f"column {column!r} is mapped to {field!r}, which is no field; "
                f"the fields are: {', '.join(FIELDS)}"
            )


def named_mapping(mapping: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """A user's mapping with the columns named as the dump names them.

    Args:
        mapping: As `check_mapping` takes it; a name may differ from the dump's as synonyms may.
        names: The names of the dump's columns.

    Raises:
        DumpError: If the dump has no such column.
        ValueError: If a field is not one of `FIELDS`.
    """
    check_mapping(mapping)
    by_fold = {folded(name): name for name in reversed(list(names))}
    found = {}
    for column, field in mapping.items():
        name = column if column in names else by_fold.get(folded(column))
        if name is None:
            raise DumpError(
                f"no column is called {column!r}; map one of: {', '.join(names) or 'none there'}"
            )
        found[name] = field
    return found


def columns_of_fields(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """The columns that hold each field, the one to be preferred first.

    Args:
        names: The names of the columns, each once.
        mapping: From names to fields; it goes before the synonyms.

    Returns:
        From field to names; a field that no column holds is not in it, nor is a column that holds
        none.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        if name in mapping and mapping[name] not in LEFT_OUT:
            found.setdefault(mapping[name], []).append(name)
    by_synonym = [name for name in names if name not in mapping and folded(name) in _FIELD_OF]
    for name in sorted(by_synonym, key=lambda name: _RANK[folded(name)]):
        found.setdefault(_FIELD_OF[folded(name)], []).append(name)
    return found


def check_columns(names: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Check that a column says which paper a row is of.

    Raises:
        DumpError: If no column holds a title or an id; the message is one line for people.
    """
    fields = columns_of_fields(names, mapping)
    if not any(field in fields for field in ("title", "url", *IDS)):
        raise DumpError(
            f"no column is known to hold a title or an id; map one, such as {names[0]}=title; "
            f"the columns are: {', '.join(names)}"
        )


def with_ids_told(texts: pl.DataFrame, mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping that also says what the ids are in columns that are called no more than `id`.

    Args:
        texts: Columns of text by their names, such as the first block of a dump.
        mapping: From names to fields; a column that is in it already keeps its field.

    Returns:
        The mapping, with each column of ids that has values mapped to `arxiv_id`, `doi` or `url`
        where most of the values read so, and to `record_id` where they do not.
    """
    told = dict(mapping)
    for name in columns_of_fields(texts.columns, mapping).get("record_id", ()):
        values = texts[name].drop_nulls()
        if name not in mapping and values.len():
            told[name] = _kind_of_ids(values)
    return told


def _kind_of_ids(values: pl.Series) -> str:
    value = pl.col("value")
    shares = (
        values.to_frame("value")
        .select(
            url=value.str.contains(_ADDRESS),
            arxiv_id=arxiv_id(value).is_not_null(),
            doi=value.str.contains(_DOI_ALONE),
        )
        .mean()
        .row(0, named=True)
    )
    return next((kind for kind in shares if shares[kind] >= _SHARE_OF_ONE_KIND), "record_id")
