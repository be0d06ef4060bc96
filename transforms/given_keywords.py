"""The keywords that a record brings with it: the author's, the listing's, an index's.

Here belong what is a keyword among what stands in such lists, and whether the title holds it. Here
must not be how phrases are found (`record_keywords`), nor what makes two of them one keyword
(`keyword_keys`).
"""

from __future__ import annotations

from typing import Final

import polars as pl
import polars_hash  # noqa: F401  registers the `nchash` namespace

from transforms.acronyms import ACRONYM
from transforms.keyword_keys import keyword_keys
from transforms.parsed_records import CATEGORY, KEYWORD
from transforms.plain_text import ENTITY, plain_text
from transforms.tokens import tokenize
from transforms.words import UNPARTED, word_attributes

MOST_GIVEN: Final = 60
"""Keywords of one source that a record, and a paper, keeps; more is an index of a whole volume."""

LONGEST_KEYWORD: Final = 100
"""Characters; what is longer is a sentence, or a list that nobody has cut."""

EDGES: Final = " \t.,;:!?*\u2022\u00b7-\u2013\u2014\"'`"
"""What stands around a keyword and is not of it."""

CATEGORY_LIKE: Final = (
    r"^(?:cs|econ|eess|math|nlin|physics|stat|q-bio|q-fin|astro-ph|cond-mat)\.[A-Za-z-]{2,17}$"
    r"|^(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph)$"
    r"|^(?i:computer science|mathematics|statistics|physics|astrophysics|condensed matter"
    r"|economics|quantitative (?:biology|finance)|nonlinear sciences"
    r"|electrical engineering and systems science) - "
    r"|^FOS: "
    r"|^\d\d[A-Z-](?:\d\d|xx|XX)$"
    r"|^[A-K]\.(?:\d|m)(?:\.(?:\d+|m))?$"
)
"""Categories of arXiv by code or as reference managers write them, of DataCite, MSC and ACM."""

ADDRESS: Final = r"://|^www\.|@\S+\.\S|^10\.\d{4,9}/"

NO_KEYWORD: Final = (
    r"^(?i:n/?a|none|null|nan|tb[ad]|(?:no )?key ?words?|not (?:available|provided|applicable)"
    r"|(?:no|without) key ?words? (?:available|provided|given))$"
)

LABEL: Final = (
    r"^\s*(?i:(?:author )?key ?words(?: and phrases)?|index terms)\s*[:\x{2013}\x{2014}-]\s*"
)
"""What stands before a list."""

_PART: Final = "\x1f"
_ENTITY_END: Final = "\x1e"
SEPARATORS: Final = r"[;|\x{2022}\x{b7}\x{3001}\x{ff0c}\x{ff1b}]"
"""Signs that only stand between keywords."""

LEAST_COMMAS: Final = 2
"""A keyword may hold a comma, `Diabetes Mellitus, Type 2`, or one line break; more make a list."""

_COMMAS_IN_BRACKETS: Final = r"\([^()]*,[^()]*\)"

BREAK: Final = "|"
"""Stands for a sign between the stems of words; no phrase reaches over it."""

_BRACKETED: Final = r"^(.*\S)\s*\(([^()]+)\)$"


GIVEN: Final = pl.Schema(
    {
        "record_number": pl.Int64(),
        "rank": pl.Int64(),
        "keyword": pl.String(),
        "stem_key": pl.String(),
        "score": pl.Float64(),
        "in_title": pl.Boolean(),
        "occurrence_count": pl.Int64(),
        "first_position": pl.Int64(),
        "acronym": pl.String(),
        "source": pl.String(),
    }
)
"""A keyword that a record brings with it; the columns are those of `main.paper_keywords`.

stem_key is its key by `keyword_keys.keyword_keys`; acronym is what stands in brackets behind it.
"""


def given_keywords(records: pl.DataFrame) -> pl.DataFrame:
    """List the keywords that records bring with them.

    A text that holds several is parted: at semicolons and bullets; at `LEAST_COMMAS` or as many
    line ends, but not at the commas of an index.

    Dropped are empty ones, placeholders, those of more than `LONGEST_KEYWORD` characters, without a
    letter, addresses, and categories.

    Args:
        records: Columns record_number, title, keywords and categories, as `RECORD` has them.

    Returns:
        Frame of `GIVEN`: one row per record, source and keyword, in no order. rank counts from 1 in
        the order given, at most to `MOST_GIVEN`; score is null where the source gives none from 0
        to 1; acronym is what stands in brackets behind the keyword, if it looks like one.
    """
    listed = records.select(
        "record_number",
        "title",
        pl.col("keywords").cast(pl.List(KEYWORD)),
        pl.col("categories").cast(pl.List(CATEGORY)),
    ).filter(pl.col("keywords").list.len() > 0)
    if listed.is_empty():
        return pl.DataFrame(schema=GIVEN)
    own_categories = listed.select(
        "record_number",
        lower=pl.col("categories").list.eval(
            pl.element().struct.field("category").str.to_lowercase()
        ),
    ).explode("lower")
    rows = _parted(
        listed.select("record_number", "keywords").explode("keywords").unnest("keywords")
    )
    return (
        rows.with_row_index("row")
        .join(_described(rows["keyword"]), left_on="keyword", right_on="given")
        .with_columns(lower=pl.col("written").str.to_lowercase())
        .join(own_categories, on=["record_number", "lower"], how="anti")
        .sort("row")
        .unique(["record_number", "source", "stem_key"], keep="first", maintain_order=True)
        .with_columns(
            rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("record_number", "source"),
            score=pl.when(pl.col("score").is_between(0, 1)).then("score"),
        )
        .filter(pl.col("rank") <= MOST_GIVEN)
        .join(_stemmed_titles(listed), on="record_number", how="left")
        .with_columns(
            keyword="written",
            in_title=holds(pl.col("title"), pl.col("stems")).fill_null(value=False),
            occurrence_count=pl.lit(None, pl.Int64),
            first_position=pl.lit(None, pl.Int64),
        )
        .select(GIVEN.names())
    )


def _parted(rows: pl.DataFrame) -> pl.DataFrame:
    """Part the texts that hold several keywords; the rows stay in order."""
    keyword = pl.col("keyword")
    has_commas = (
        (keyword.str.count_matches(",") >= LEAST_COMMAS)
        & (pl.col("source") != "index")
        & ~keyword.str.contains(_COMMAS_IN_BRACKETS)
    )
    has_lines = (keyword.str.count_matches("\n") >= LEAST_COMMAS) & ~keyword.str.contains("[,;]")
    is_list = keyword.str.contains(rf"{LABEL}|{SEPARATORS}") | has_commas | has_lines
    if not rows.select(is_list.any()).item():
        return rows
    by_signs = (
        keyword.str.replace(LABEL, "")
        .str.replace_all(f"({ENTITY.removesuffix(';')});", f"${{1}}{_ENTITY_END}")
        .str.replace_all(SEPARATORS, _PART)
        .str.replace_all(_ENTITY_END, ";", literal=True)
    )
    by_commas = by_signs.str.replace_all(r",\s*(?:(?:and|&)\s+)?(\p{L})", f"{_PART}${{1}}")
    by_lines = by_signs.str.replace_all("\n", _PART, literal=True)
    parted = pl.when(has_commas).then(by_commas).when(has_lines).then(by_lines).otherwise(by_signs)
    return rows.with_columns(
        keyword=pl.when(is_list).then(parted).otherwise(keyword).str.split(_PART)
    ).explode("keyword")


def _described(keywords: pl.Series) -> pl.DataFrame:
    """The distinct keywords that are some: given, written, stems, stem_key, acronym."""
    given = keywords.drop_nulls().unique()
    plain = plain_text(given).str.replace_all(r"[\s\p{Cc}]+", " ")
    plain = plain.str.strip_chars(EDGES).str.strip_chars_start("#")
    bracketed = plain.to_frame("text").select(
        before=pl.col("text").str.extract(_BRACKETED, 1),
        inside=pl.col("text").str.extract(_BRACKETED, 2),
    )
    is_acronym = pl.col("inside").str.contains(ACRONYM) & pl.col("inside").str.contains(
        r"\p{Lu}.*[\p{Lu}\p{N}]"
    )
    written = pl.col("written")
    described = bracketed.with_columns(given=given, text=plain).select(
        "given",
        written=pl.when(is_acronym).then("before").otherwise("text"),
        acronym=pl.when(is_acronym).then(pl.col("inside").str.strip_suffix("s")),
    )
    kept = described.filter(
        written.str.contains(r"\p{L}")
        & (written.str.len_chars() <= LONGEST_KEYWORD)
        & ~written.str.contains(ADDRESS)
        & ~written.str.contains(CATEGORY_LIKE)
        & ~written.str.contains(NO_KEYWORD)
    )
    words = stems(kept["written"]).str.replace_all(rf"[ {BREAK}]+", " ").str.strip_chars()
    return kept.with_columns(
        stems=pl.when((words != "") & ~written.str.contains(UNPARTED))
        .then(words)
        .otherwise(written.str.to_lowercase()),
        stem_key=keyword_keys(kept["written"]),
    )


def keyword_id(stem_key: pl.Expr) -> pl.Expr:
    """Make a keyword's id: the first 16 hex digits of the MD5 of its key."""
    return stem_key.nchash.md5().str.slice(0, 16)  # type: ignore[attr-defined,no-any-return]


def _stemmed_titles(records: pl.DataFrame) -> pl.DataFrame:
    """The stems of titles: record_number, title."""
    titles = records.select("record_number", "title").drop_nulls("title")
    return titles.with_columns(title=stems(titles["title"]))


def holds(title: pl.Expr, phrase: pl.Expr) -> pl.Expr:
    """Whether a title holds a phrase, both as their stems; null where there is none."""
    title, phrase = (pl.concat_str(pl.lit(" "), each, pl.lit(" ")) for each in (title, phrase))
    return title.str.contains(phrase, literal=True)


def stems(texts: pl.Series) -> pl.Series:
    """The stems of the words of texts, in order, with one blank between them.

    Args:
        texts: Texts without nulls.

    Returns:
        One text for each, empty where there is no word; `BREAK` stands for a sign.
    """
    numbered = texts.to_frame("title").with_row_index("record_number")
    tokens = tokenize(numbered.with_columns(abstract=pl.lit(None, pl.String)))
    stem = pl.when("is_word").then("stem").otherwise(pl.lit(BREAK))
    attributes = word_attributes(tokens.get_column("token").unique()).select("token", stem=stem)
    joined = (
        tokens.join(attributes, on="token", how="left", maintain_order="left")
        .group_by("record_number", maintain_order=True)
        .agg(pl.col("stem").str.join(" "))
    )
    found = numbered.join(joined, on="record_number", how="left", maintain_order="left")
    return found.get_column("stem").fill_null("")
