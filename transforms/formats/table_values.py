"""The values of a table: from columns of text to the fields of records.

Here belong how a text is read as a date, a number or an address, and what becomes of a text that
cannot be read so. Here must not be which column holds which field
(`transforms.formats.table_columns`), nor how a record is cleaned (`transforms.formats.batches`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import polars as pl

from transforms.arxiv_categories import ACM_CODE, ARXIV_CODE, MSC_CODE
from transforms.author_names import split_names
from transforms.formats.columns import (
    arxiv_category_texts,
    categories,
    keywords,
    schemed_categories,
)
from transforms.formats.table_ids import read_ids, read_urls
from transforms.formats.table_scalars import BARE_YEAR, days, truths, whole_numbers, years
from transforms.formats.table_steps import Sources, Step, first, reading
from transforms.formats.table_urls import found_urls
from transforms.list_texts import items, single_texts
from transforms.parsed_records import REPOSITORY

_ABSENT = (
    "",
    "[]",
    "{}",
    "-",
    "\\N",
    "NULL",
    "Null",
    "null",
    "None",
    "none",
    "NaN",
    "nan",
    "NaT",
    "<NA>",
    "N/A",
    "n/a",
    "[No abstract available]",
    "No abstract available",
)
"""Texts that spreadsheets, databases and exports write where there is no value."""

_TEXTS = ("title", "abstract", "venue", "comment")
_DATES = ("published_on", "updated_on", "listed_on")
_FLAGS = ("is_official", "mentioned_in_paper", "mentioned_in_github")

_CATEGORIES_IN_BLANKS = rf"^\s*{ARXIV_CODE}(?:\s+(?:{ARXIV_CODE}|{MSC_CODE}|{ACM_CODE}))+\s*$"
_NAMED_CATEGORY = rf"^.*\(({ARXIV_CODE})\)$"
_BREAK = "\x1f"
"""Stands between the categories of an item while they are one text."""


def to_rows(texts: pl.DataFrame, columns: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Read the fields of records from columns of text.

    Of several columns of one field, the first that can be read counts; all count for addresses,
    code and categories. A text that no field took, and each column of no field, is kept in `extra`.

    Args:
        texts: Columns of text under the names that the dump gives them; a nested value is its JSON.
        columns: From each field to the names of its columns, the one to be preferred first.

    Returns:
        Columns of `RECORD`, as `batches.to_batch` takes them, one row for each; and `refused`: why
        a row can be no record, as one whose title is an object.
    """
    place = {name: f"c{number}" for number, name in enumerate(texts.columns)}
    sources = {field: [place[name] for name in names] for field, names in columns.items()}
    work = texts.select(_present(name).alias(place[name]) for name in texts.columns)
    left_over = {place[name]: pl.col(place[name]) for name in texts.columns}
    for step in (_read_texts, read_ids, read_urls, _read_dates, _read_facts, _read_lists):
        work, left = step(work, sources)
        left_over |= left
    extra = _as_json(work, {name: left_over[place[name]] for name in texts.columns})
    fields = [column for column in work if column.name not in place.values()]
    return extra.to_frame().with_columns(fields)


def _present(name: str) -> pl.Expr:
    """A column's texts; null where nothing stands there."""
    text = pl.col(name)
    return pl.when(~text.str.strip_chars().is_in(_ABSENT)).then(text)


def _read_texts(work: pl.DataFrame, sources: Sources) -> Step:
    """The texts; a value that is a list or an object is one only if it holds a single text."""
    left: dict[str, pl.Expr] = {}
    found = {name: single_texts(work[name]) for field in _TEXTS for name in sources.get(field, ())}
    for field in _TEXTS:
        work, more = first(work, sources, field, lambda texts: found[texts.name]["text"])
        left |= more
    reasons = [found[name]["reason"] for name in sources.get("title", ())]
    if not any(reason.count() for reason in reasons):
        return work.with_columns(refused=pl.lit(None, pl.String)), left
    refused = pl.when(pl.col("title").is_null()).then(pl.lit("the title ") + pl.coalesce(reasons))
    return work.with_columns(refused=refused), left


def _read_dates(work: pl.DataFrame, sources: Sources) -> Step:
    """The days, and the year where a text gives no more."""
    left: dict[str, pl.Expr] = {}
    found = []
    for name in sources.get("year", ()):
        found.append(years(work[name]))
        left[name] = pl.when(~pl.col(name).str.contains(BARE_YEAR)).then(pl.col(name))
    for field in _DATES:
        work, more = first(work, sources, field, days)
        left |= more
    for name in sources.get("published_on", ()):
        undated = work.select(pl.when(pl.col("published_on").is_null()).then(name)).to_series()
        found.append(years(undated))
        left[name] = pl.when(~pl.col(name).str.contains(BARE_YEAR)).then(left[name])
    if found:
        work = work.with_columns(pl.select(pl.coalesce(found).alias("year")).to_series())
    return work, left


def _read_facts(work: pl.DataFrame, sources: Sources) -> Step:
    """Numbers, what is true or false, and the repositories with what is said of them."""
    left: dict[str, pl.Expr] = {}
    work, more = first(work, sources, "upvotes", whole_numbers)
    left |= more
    for field in ("is_retracted", *_FLAGS):
        work, more = first(work, sources, field, truths)
        left |= more
    work, more = first(work, sources, "framework", reading(lambda text: text.str.to_lowercase()))
    left |= more
    said = [name for name in (*_FLAGS, "framework") if name in work.columns]
    names = sources.get("code_url", ())
    if names:
        urls = [work.select(found_urls(pl.col(name)).alias("urls")).to_series() for name in names]
        for name, found in zip(names, urls, strict=True):
            left[name] = pl.when(pl.lit(found).list.len() == 0).then(pl.col(name))
        work = work.with_columns(repositories=_repositories(work, urls, said))
    for name in (name for field in said for name in sources[field]):
        has_code = pl.col("repositories").is_not_null() if names else pl.lit(value=False)
        left[name] = pl.when(has_code).then(left[name]).otherwise(pl.col(name))
    return work.drop(said), left


def _repositories(work: pl.DataFrame, urls: Sequence[pl.Series], said: Sequence[str]) -> pl.Series:
    """The code links of each row, each with what the row says of them."""
    distinct = pl.concat_list(urls).list.unique(maintain_order=True)
    rows = pl.select(url=distinct).with_columns(work[name] for name in said)
    parts = [
        pl.col(field.name).cast(field.dtype)
        if field.name in rows.columns
        else pl.lit(None, field.dtype).alias(field.name)
        for field in REPOSITORY.fields
    ]
    exploded = rows.with_row_index("row").explode("url").filter(pl.col("url").is_not_null())
    lists = exploded.group_by("row", maintain_order=True).agg(repositories=pl.struct(parts))
    return rows.with_row_index("row").join(lists, on="row", how="left", maintain_order="left")[
        "repositories"
    ]


def _read_lists(work: pl.DataFrame, sources: Sources) -> Step:
    left: dict[str, pl.Expr] = {}
    for field, split in (("authors", split_names), ("keywords", items)):
        work, more = first(work, sources, field)
        left |= more
        if field in work.columns:
            work = work.with_columns(split(work[field]))
    if "keywords" in work.columns:
        work = work.with_columns(keywords(pl.col("keywords"), "author"))
    names = sources.get("categories", ())
    if names:
        work = work.with_columns(categories=_categories([work[name] for name in names]))
        left |= {name: pl.lit(None, pl.String) for name in names}
    return work, left


def _categories(columns: Sequence[pl.Series]) -> pl.Series:
    """The categories of all columns.

    Where one of them is arXiv's, beyond doubt or beside no others than MSC and ACM codes, each is
    of the scheme that it looks like; else a bare word such as `math` is no category of arXiv.
    """
    item = pl.element()
    lists = [
        texts.str.replace_all(r"\s+", ";").zip_with(
            texts.str.contains(_CATEGORIES_IN_BLANKS), texts
        )
        for texts in columns
    ]
    found = (
        pl.select(names=pl.concat_list(items(texts).fill_null([]) for texts in lists))
        .select(pl.col("names").list.unique(maintain_order=True))
        .with_columns(codes=pl.col("names").list.eval(item.str.replace(_NAMED_CATEGORY, "$1")))
    )
    names, codes = pl.col("names"), pl.col("codes")
    schemed = pl.col("schemed")
    is_arxiv = item.str.starts_with("arxiv:")
    is_dotted = is_arxiv & item.str.contains(".", literal=True)
    is_of_arxiv = schemed.list.eval(is_dotted).list.any() | (
        schemed.list.eval(is_arxiv).list.any()
        & ~schemed.list.eval(item.str.starts_with("other:")).list.any()
    )
    arxiv_first = pl.concat_list(
        schemed.list.eval(item.filter(is_arxiv)),
        schemed.list.eval(item.filter(~is_arxiv & (item != ""))),
    ).list.unique(maintain_order=True)
    is_code = item.str.contains(f"^{ARXIV_CODE}$")
    mixed = arxiv_category_texts(pl.when(~is_code).then(item)).list.join(_BREAK)
    texts = codes.list.eval(pl.when(is_code).then("arxiv:" + item).otherwise(mixed))
    return (
        found.with_columns(schemed=texts.list.join(_BREAK).str.split(_BREAK))
        .select(
            pl.when(is_of_arxiv)
            .then(schemed_categories(arxiv_first))
            .otherwise(categories(names, "other"))
        )
        .to_series()
    )


def json_text(value: pl.Expr | str) -> pl.Expr:
    """A value as JSON; null where there is none."""
    value = pl.col(value) if isinstance(value, str) else value
    encoded = pl.struct(v=value).struct.json_encode()
    inner = encoded.str.strip_prefix('{"v":').str.strip_suffix("}")
    return pl.when(value.is_not_null()).then(inner)


def _as_json(work: pl.DataFrame, values: Mapping[str, pl.Expr]) -> pl.Series:
    """The values that are there as JSON objects, by name; null where there is none."""
    members = []
    for name, value in values.items():
        key = json.dumps(name, ensure_ascii=False)
        members.append(pl.lit(f"{key}:") + json_text(value))
    if not members:
        return pl.Series("extra", [None] * work.height, pl.String)
    joined = pl.concat_str(members, separator=",", ignore_nulls=True)
    return work.select(extra=pl.when(joined != "").then("{" + joined + "}")).to_series()
