"""The values of a table: from columns of text to the fields of records.

Here belong how a text is read as a date, a number or an address, and what becomes of a text that
cannot be read so. Here must not be which column holds which field
(`transforms.formats.table_columns`), nor how a record is cleaned (`transforms.formats.batches`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from transforms import code_hosts
from transforms.author_names import split_names
from transforms.formats.columns import categories, identifiers, keywords
from transforms.identifiers import arxiv_id, arxiv_version, doi
from transforms.list_texts import items
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

_ID_PATTERNS = {
    "openalex": r"(?i)^\s*(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d+)\s*$",
    "dblp": r"(?i)^\s*(?:https?://dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:html/)?|DBLP:)?"
    r"((?:conf|journals|books|phd|series|reference|homepages)/\S+?)(?:\.html)?\s*$",
    "s2": r"(?i)^\s*(?:https?://\S*semanticscholar\.org/(?:p/|paper/\S*?/?)?|CorpusID:)?\s*"
    r"(?:CorpusID:\s*)?(\d+)(?:\.0)?\s*$",
    "pmid": r"(?i)^\s*(?:https?://\S*(?:pubmed|ncbi)\S*/|(?:PMID|MEDLINE)\s*:?\s*)?(\d+)(?:\.0)?/?\s*$",
    "pwc": r"(?i)^\s*(?:https?://)?(?:www\.)?paperswithcode\.com/paper/([\w.-]+)/?\s*$",
}
"""The id in a text, by scheme, alone or in an address."""

_IDS = ("arxiv_id", "doi", "record_id", *_ID_PATTERNS)

_URL_START = r"(?:https?://|www\.|(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|ai|edu|gov|cn)/)"
_URL = rf"(?i){_URL_START}[^\s\"'<>|,;\[\]{{}}\\]+"
_ONE_URL = rf"(?i)^\s*{_URL_START}\S+\s*$"
_DOI_URL = r"(?i)(?:doi\.org|/doi(?:/(?:abs|full|pdf|epdf|book|epub))?)/(10\.\d{4,9}/[^?#\s]+)"
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

_NO_URLS = pl.DataFrame(schema={"row": pl.UInt32(), "column": pl.String(), "url": pl.String()})

_URL_KINDS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "arxiv_id": lambda url: arxiv_id(url).is_not_null(),
    "code": lambda url: url.str.contains(_CODE_URL),
    "doi": lambda url: url.str.contains(_DOI_URL),
    **{
        scheme: lambda url, pattern=pattern: url.str.contains(pattern)
        for scheme, pattern in _ID_PATTERNS.items()
    },
}
"""What an address can tell, and how it shows; the first that fits counts."""

_YEAR = r"(?:^|\D)(1[5-9]\d\d|20\d\d)(?:\D|$)"
_BARE_YEAR = r"^\s*(?:1[5-9]\d\d|20\d\d)(?:\.0+)?\s*$"
_AFTER_DATE = r"(?:[T\s,].*)?$"
_ISO_DATE = rf"^\s*(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_AFTER_DATE}"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?i)^\s*(?:[a-z]{3,9},?\s+)?"
_OTHER_DATES = (
    rf"^\s*(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_AFTER_DATE}",
    rf"^\s*(?P<year>\d{{4}})\.(?P<month>\d{{1,2}})\.(?P<day>\d{{1,2}}){_AFTER_DATE}",
    r"^\s*(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})\s*$",
    rf"{_WEEKDAY}{_ORDINAL}[\s-]+(?P<month>[a-z]{{3,9}})\.?,?[\s-]+(?P<year>\d{{4}}){_AFTER_DATE}",
    rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.?\s+{_ORDINAL},?\s+(?P<year>\d{{4}}){_AFTER_DATE}",
)
"""Days that can be read in one way only; 03/04/2024 cannot."""

_MONTHS = {
    month: f"{number:02}"
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}

_WHOLE_NUMBER = r"^\s*\+?(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0+)?\s*$"
_TRUE = ("true", "t", "yes", "y", "1", "1.0")
_FALSE = ("false", "f", "no", "n", "0", "0.0")

_ARXIV_CATEGORY = (
    r"(?:astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin"
    r"|nucl-(?:ex|th)|physics|q-bio|q-fin|quant-ph|stat|acc-phys|adap-org|alg-geom|ao-sci|atom-ph"
    r"|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|mtrl-th|patt-sol|plasm-ph|q-alg"
    r"|solv-int|supr-con)(?:\.[A-Za-z-]{2,17})?"
)
"""A category of arXiv, of its archives today and before (https://arxiv.org/category_taxonomy)."""

_CATEGORIES_ONLY = rf"^\s*{_ARXIV_CATEGORY}(?:\s+{_ARXIV_CATEGORY})+\s*$"
_NAMED_CATEGORY = rf"^.*\(({_ARXIV_CATEGORY})\)$"


def to_rows(texts: pl.DataFrame, columns: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Read the fields of records from columns of text.

    Of several columns of one field, the first that can be read counts; all count for addresses,
    code and categories. A text that no field took, and each column of no field, is kept in `extra`.

    Args:
        texts: Columns of text under the names that the dump gives them; a nested value is its JSON.
        columns: From each field to the names of its columns, the one to be preferred first.

    Returns:
        Columns of `RECORD`, as `batches.to_batch` takes them, one row for each.
    """
    place = {name: f"c{number}" for number, name in enumerate(texts.columns)}
    sources = {field: [place[name] for name in names] for field, names in columns.items()}
    work = texts.select(_present(name).alias(place[name]) for name in texts.columns)
    left_over = {place[name]: pl.col(place[name]) for name in texts.columns}
    for step in (_read_texts, _read_ids, _read_urls, _read_dates, _read_facts, _read_lists):
        work, left = step(work, sources)
        left_over |= left
    extra = _as_json(work, {name: left_over[place[name]] for name in texts.columns})
    return work.select(pl.exclude(f"^({'|'.join(place.values()) or 'c0'})$")).with_columns(extra)


Step = tuple[pl.DataFrame, dict[str, pl.Expr]]
"""A frame with more fields, and what is left over of the columns that they were read from."""

Sources = Mapping[str, Sequence[str]]


def _present(name: str) -> pl.Expr:
    """A column's texts; null where nothing stands there."""
    text = pl.col(name)
    return pl.when(~text.str.strip_chars().is_in(_ABSENT)).then(text)


def _first(
    work: pl.DataFrame,
    sources: Sources,
    field: str,
    read: Callable[[pl.Series], pl.Series] | None = None,
) -> Step:
    """Add a field: the first of its columns that can be read."""
    names = sources.get(field, ())
    if not names:
        return work, {}
    values = [work[name] if read is None else read(work[name]) for name in names]
    value = pl.select(pl.coalesce(values).alias(field)).to_series()
    left = {}
    for name, each in zip(names, values, strict=True):
        is_taken = each.is_not_null() & each.eq_missing(value)
        left[name] = pl.when(~pl.lit(is_taken)).then(pl.col(name))
    return work.with_columns(value), left


def _read_texts(work: pl.DataFrame, sources: Sources) -> Step:
    left: dict[str, pl.Expr] = {}
    for field in _TEXTS:
        work, more = _first(work, sources, field)
        left |= more
    return work, left


def _read_ids(work: pl.DataFrame, sources: Sources) -> Step:
    """The ids that stand in columns of their own."""
    left: dict[str, pl.Expr] = {}
    readers = {
        "arxiv_id": lambda text: pl.when(arxiv_id(text).is_not_null()).then(text),
        "doi": lambda text: pl.when(doi(text).is_not_null()).then(text),
        "record_id": lambda text: text.str.strip_chars(),
    }
    for scheme in _ID_PATTERNS:
        readers[scheme] = lambda text, pattern=_ID_PATTERNS[scheme]: text.str.extract(pattern, 1)
    for field, reader in readers.items():
        work, more = _first(work, sources, field, _reading(reader))
        left |= more
    return work, left


def _reading(expression: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.Series], pl.Series]:
    """An expression as a function of one column."""
    return lambda texts: texts.to_frame("text").select(expression(pl.col("text"))).to_series()


def _read_urls(work: pl.DataFrame, sources: Sources) -> Step:
    """What the addresses of a paper tell: its ids, and links to code."""
    names = sources.get("url", ())
    urls = pl.concat([_NO_URLS, *(_urls_of(work[name], name) for name in names)])
    told, untold = _told(urls)
    left = {}
    for name in names:
        rows = untold.filter(pl.col("column") == name)["row"]
        left[name] = pl.when(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(rows.implode())).then(
            name
        )

    by_url = {
        kind: pl.lit(_by_row(urls, pl.col("url").first(), work.height))
        for kind, urls in told.items()
        if kind != "code"
    }
    given = {field: [pl.col(field)] for field in _IDS if field in work.columns}
    for kind, url in by_url.items():
        pattern = _DOI_URL if kind == "doi" else _ID_PATTERNS.get(kind, "(.*)")
        given.setdefault(kind, []).append(url.str.extract(pattern, 1))
    ids = {field: pl.coalesce(values) for field, values in given.items()}
    work = _with_identifiers(work, ids)
    if "arxiv_id" in by_url:
        work = work.with_columns(_arxiv_version(pl.col("arxiv_id"), by_url["arxiv_id"]))
    if "code" in told:
        links = pl.col("url").unique(maintain_order=True)
        work = work.with_columns(links=_by_row(told["code"], links, work.height))
    return work, left


def _urls_of(texts: pl.Series, name: str) -> pl.DataFrame:
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
        .with_columns(urls=_found_urls(pl.col("url")))
        .with_columns(
            url=pl.when(pl.col("urls").list.len() > 0).then("urls").otherwise(pl.concat_list("url"))
        )
        .select("row", "column", "url")
        .explode("url")
    )
    one = rows.filter(is_one).with_columns(pl.col("url").str.strip_chars())
    return pl.concat([one, several]).sort("row", maintain_order=True)


def _found_urls(text: pl.Expr) -> pl.Expr:
    """The addresses within texts."""
    plain = text.str.replace_all("\\/", "/", literal=True)
    return plain.str.extract_all(_URL).list.eval(pl.element().str.strip_chars_end(".)"))


def _told(urls: pl.DataFrame) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The addresses that tell something, by what that is, and those that do not."""
    told = {}
    for kind, is_of_kind in _URL_KINDS.items():
        if urls.is_empty():
            break
        of_kind = urls.select(is_of_kind(pl.col("url"))).to_series()
        told[kind], urls = urls.filter(of_kind), urls.filter(~of_kind)
    return {kind: of_kind for kind, of_kind in told.items() if of_kind.height}, urls


def _by_row(urls: pl.DataFrame, value: pl.Expr, height: int) -> pl.Series:
    """One value for each of so many rows; null where a row has no address."""
    values = urls.group_by("row").agg(value.alias("value"))
    rows = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return rows.join(values, on="row", how="left", maintain_order="left")["value"]


def _arxiv_version(own_id: pl.Expr, url: pl.Expr) -> pl.Expr:
    """The version of an arXiv id, or that in an address of the same paper."""
    of_url = arxiv_version(url)
    has_one = pl.when(of_url.is_not_null())
    is_same = arxiv_id(has_one.then(own_id)) == arxiv_id(has_one.then(url))
    return pl.coalesce(arxiv_version(own_id), pl.when(is_same).then(of_url)).alias("arxiv_version")


def _with_identifiers(work: pl.DataFrame, ids: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Put the ids together; one that counts in this dump alone says nothing without a text."""
    others = {scheme: ids[scheme] for scheme in _ID_PATTERNS if scheme in ids}
    if "record_id" in ids:
        texts = [pl.col(name) for name in ("title", "abstract") if name in work.columns]
        telling = [*texts, *(id_ for field, id_ in ids.items() if field != "record_id")]
        others["local"] = pl.when(pl.any_horizontal(each.is_not_null() for each in telling)).then(
            ids["record_id"]
        )
    found = {field: ids[field] for field in ("arxiv_id", "doi") if field in ids}
    if others:
        if "openalex" in others:
            others["openalex"] = others["openalex"].str.to_uppercase()
        found["identifiers"] = identifiers(**others)
    return work.with_columns(**found).drop([*_ID_PATTERNS, "record_id"], strict=False)


def _read_dates(work: pl.DataFrame, sources: Sources) -> Step:
    """The days, and the year where a text gives no more."""
    left: dict[str, pl.Expr] = {}
    years = [_years(work[name]) for name in sources.get("year", ())]
    for name in sources.get("year", ()):
        left[name] = pl.when(~pl.col(name).str.contains(_BARE_YEAR)).then(pl.col(name))
    for field in _DATES:
        work, more = _first(work, sources, field, _days)
        left |= more
    if "published_on" in work.columns:
        years.append(work["published_on"].dt.year().cast(pl.Int64))
    for name in sources.get("published_on", ()):
        years.append(_years(work[name]))
        left[name] = pl.when(~pl.col(name).str.contains(_BARE_YEAR)).then(left[name])
    if years:
        work = work.with_columns(pl.select(pl.coalesce(years).alias("year")).to_series())
    return work, left


def _years(texts: pl.Series) -> pl.Series:
    return texts.str.extract(_YEAR, 1).cast(pl.Int64)


def _days(texts: pl.Series) -> pl.Series:
    """Texts as days; null where one is none, or could be two."""
    days = texts.str.replace(_ISO_DATE, "$1-$2-$3").str.to_date("%Y-%m-%d", strict=False)
    for pattern in _OTHER_DATES:
        if days.null_count() == texts.null_count():
            return days
        days = days.zip_with(days.is_not_null(), _days_of_shape(texts, pattern))
    return days


def _days_of_shape(texts: pl.Series, pattern: str) -> pl.Series:
    month = pl.col("month").str.head(3).str.to_lowercase().replace(_MONTHS)
    return (
        texts.str.extract_groups(pattern)
        .struct.unnest()
        .select(
            pl.concat_str("year", month, "day", separator="-").str.to_date("%Y-%m-%d", strict=False)
        )
        .to_series()
    )


def _read_facts(work: pl.DataFrame, sources: Sources) -> Step:
    """Numbers, what is true or false, and the repositories with what is said of them."""
    left: dict[str, pl.Expr] = {}
    work, more = _first(work, sources, "upvotes", _whole_numbers)
    left |= more
    for field in ("is_retracted", *_FLAGS):
        work, more = _first(work, sources, field, _truths)
        left |= more
    work, more = _first(work, sources, "framework", _reading(lambda text: text.str.to_lowercase()))
    left |= more
    said = [name for name in (*_FLAGS, "framework") if name in work.columns]
    names = sources.get("code_url", ())
    if names:
        urls = [work.select(_found_urls(pl.col(name)).alias("urls")).to_series() for name in names]
        for name, found in zip(names, urls, strict=True):
            left[name] = pl.when(pl.lit(found).list.len() == 0).then(pl.col(name))
        work = work.with_columns(repositories=_repositories(work, urls, said))
    for name in (name for field in said for name in sources[field]):
        has_code = pl.col("repositories").is_not_null() if names else pl.lit(value=False)
        left[name] = pl.when(has_code).then(left[name]).otherwise(pl.col(name))
    return work.drop(said), left


def _whole_numbers(texts: pl.Series) -> pl.Series:
    return texts.str.extract(_WHOLE_NUMBER, 1).str.replace_all(",", "").cast(pl.Int64)


def _truths(texts: pl.Series) -> pl.Series:
    text = pl.col("text").str.strip_chars().str.to_lowercase()
    truth = (
        pl.when(text.is_in(_TRUE))
        .then(statement=True)
        .when(text.is_in(_FALSE))
        .then(statement=False)
    )
    return texts.to_frame("text").select(truth).to_series()


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
        work, more = _first(work, sources, field)
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
    """The categories of all columns: arXiv's where each of a row looks so."""
    name = pl.element()
    named = pl.select(
        names=pl.concat_list(
            pl.lit(
                items(
                    texts.to_frame("text")
                    .select(
                        pl.when(pl.col("text").str.contains(_CATEGORIES_ONLY))
                        .then(pl.col("text").str.replace_all(r"\s+", ";"))
                        .otherwise("text")
                    )
                    .to_series()
                ).fill_null([])
            )
            for texts in columns
        ).list.unique(maintain_order=True)
    ).with_columns(codes=pl.col("names").list.eval(name.str.replace(_NAMED_CATEGORY, "$1")))
    names, codes = pl.col("names"), pl.col("codes")
    is_arxiv = codes.list.eval(name.str.contains(f"^{_ARXIV_CATEGORY}$")).list.all()
    return named.select(
        pl.when(is_arxiv).then(categories(codes, "arxiv")).otherwise(categories(names, "other"))
    ).to_series()


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
