"""The addresses of a table: what each of them tells of a paper.

Here belong the ids that an address may hold, and the hosts of code. Here must not be which columns
hold addresses (`transforms.formats.table_columns`), nor how an id is cleaned
(`transforms.identifiers`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from transforms import code_hosts
from transforms.identifiers import arxiv_id

ID_PATTERNS = {
    "openalex": r"(?i)^\s*(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d+)\s*$",
    "dblp": r"(?i)^\s*(?:https?://dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:html/)?|DBLP:)?"
    r"((?:conf|journals|books|phd|series|reference|homepages)/\S+?)(?:\.html)?\s*$",
    "s2": r"(?i)^\s*(?:https?://\S*semanticscholar\.org/(?:p/|paper/\S*?/?)?|CorpusID:)?\s*"
    r"(?:CorpusID:\s*)?(\d+)(?:\.0)?\s*$",
    "pmid": r"(?i)^\s*(?:https?://\S*(?:pubmed|ncbi)\S*/|(?:PMID|MEDLINE)\s*:?\s*)?(\d+)(?:\.0)?/?\s*$",
    "pwc": r"(?i)^\s*(?:https?://)?(?:www\.)?paperswithcode\.com/paper/([\w.-]+)/?\s*$",
}
"""The id in a text, by scheme, alone or in an address."""

_URL_START = r"(?:https?://|www\.|(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|ai|edu|gov|cn)/)"
_URL = rf"(?i){_URL_START}[^\s\"'<>|,;\[\]{{}}\\]+"
_ONE_URL = rf"(?i)^\s*{_URL_START}\S+\s*$"
DOI_URL = r"(?i)(?:doi\.org|/doi(?:/(?:abs|full|pdf|epdf|book|epub))?)/(10\.\d{4,9}/[^?#\s]+)"
_CODE_HOSTS = "|".join(
    [
        *map(re.escape, [*code_hosts.GIT_HOSTS, *code_hosts.RAW_HOSTS]),
        *map(
            re.escape, [*code_hosts.FOLDER_KINDS, *code_hosts.HOST_ALIASES.keys() - {"dx.doi.org"}]
        ),
        r"git(?:lab)?[.-][^/]+|[^/]+\.gitlab\.[^/]+",
        r"anonymous\.4open\.science|colab\.research\.google\.com",
        code_hosts.PAGE_HOSTS.pattern,
        code_hosts.ARCHIVE_HOSTS.pattern,
    ]
)
_CODE_URL = (
    rf"(?i)^(?:https?://)?(?:www\.)?(?:(?:{_CODE_HOSTS})(?:[:/]|$)"
    rf"|(?:dx\.)?doi\.org/(?:{code_hosts.ARCHIVE_DOI.pattern}))"
)

NO_URLS = pl.DataFrame(schema={"row": pl.UInt32(), "column": pl.String(), "url": pl.String()})


def _matches(pattern: str, url: pl.Expr) -> pl.Expr:
    return url.str.contains(pattern)


_URL_KINDS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "arxiv_id": lambda url: arxiv_id(url).is_not_null(),
    "code": lambda url: url.str.contains(_CODE_URL),
    "doi": lambda url: url.str.contains(DOI_URL),
    **{scheme: partial(_matches, pattern) for scheme, pattern in ID_PATTERNS.items()},
}
"""What an address can tell, and how it shows; the first that fits counts."""


def urls_of(texts: pl.Series, name: str) -> pl.DataFrame:
    """The addresses in a column; of a text without any, the text itself.

    Returns:
        Frame (row, column, url).
    """
    rows = texts.to_frame("url").with_row_index("row").drop_nulls()
    rows = rows.select("row", pl.lit(name).alias("column"), "url")
    is_one = rows["url"].str.contains(_ONE_URL)
    if is_one.all():
        return rows.with_columns(pl.col("url").str.strip_chars())
    several = (
        rows.filter(~is_one)
        .with_columns(urls=found_urls(pl.col("url")))
        .with_columns(
            url=pl.when(pl.col("urls").list.len() > 0).then("urls").otherwise(pl.concat_list("url"))
        )
        .select("row", "column", "url")
        .explode("url")
    )
    one = rows.filter(is_one).with_columns(pl.col("url").str.strip_chars())
    return pl.concat([one, several]).sort("row", maintain_order=True)


def found_urls(text: pl.Expr) -> pl.Expr:
    """The addresses within texts."""
    plain = text.str.replace_all("\\/", "/", literal=True)
    return plain.str.extract_all(_URL).list.eval(pl.element().str.strip_chars_end(".)"))


def told(
    urls: pl.DataFrame, own_ids: pl.Series | None
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The addresses that tell something, by what that is, and those that do not.

    Args:
        urls: Frame (row, column, url).
        own_ids: The arXiv id that each row has beside them.
    """
    by_kind: dict[str, pl.DataFrame] = {}
    if own_ids is not None:
        # Most addresses only repeat the id, and to see that is quick.
        with_id = urls.with_columns(own_id=own_ids.gather(urls["row"]))
        repeats = pl.col("url").str.contains(pl.col("own_id"), literal=True).fill_null(value=False)
        is_own = with_id.select(repeats).to_series()
        by_kind["arxiv_id"], urls = urls.filter(is_own), urls.filter(~is_own)
    for kind, is_of_kind in _URL_KINDS.items():
        if urls.is_empty():
            break
        is_it = urls.select(is_of_kind(pl.col("url"))).to_series()
        by_kind[kind] = pl.concat([by_kind.get(kind, NO_URLS), urls.filter(is_it)])
        urls = urls.filter(~is_it)
    return {kind: found for kind, found in by_kind.items() if found.height}, urls


def by_row(urls: pl.DataFrame, value: pl.Expr, height: int) -> pl.Series:
    """One value for each of so many rows; null where a row has no address."""
    values = urls.group_by("row").agg(value.alias("value"))
    rows = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return rows.join(values, on="row", how="left", maintain_order="left")["value"]
