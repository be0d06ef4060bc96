"""Names of authors as dumps write them, made plain: forenames first, accents as letters.

Here belong the cleaning of names, and how a text of several names falls apart. Here must not be
whether two names are one person.
"""

from __future__ import annotations

import html
import logging
import re

import polars as pl
from pylatexenc.latex2text import LatexNodes2Text

from transforms.list_texts import CHINESE_MARKS, bracketed_items
from transforms.markup import plain_texts
from transforms.nested_names import nested_names

_MARKS = (
    r"*\u2217\u204e\u22c6\u2605\u2606\u2020\u2021\u00a7\u00b6\u2016#^\u2709"
    r"\u2070-\u2079\u00b9\u00b2\u00b3"
)
"""Stars, daggers, envelopes and raised digits, which lead to a footnote or an affiliation."""

_MARKED_UP = rf"[;_\\{{}}$&~<,{_MARKS}]"
_MARKS_BEHIND = rf"[\s,;\d]*[{_MARKS}][\s,;\d{_MARKS}]*$"
_MARKS_BEFORE = rf"^[\s{_MARKS}]+"
_RAISED_BEHIND = r"(?i)<sup\b[^<>]*>[^<>]*</sup>[\s,;]*$"
_NUMBERS_BEHIND = r"(\p{L})\s?\d{1,2}(?:\s*,\s*\d{1,2})+\s*$"
_COMMENT = r"(?<!\\)%"
_COMMA_FIRST = r"^\s*([^,]+?)\s*,\s*(?:((?i:jr|sr|ii|iii|iv)\.?)\s*,\s*)?([^,]+?)\s*$"


# It warns of TeX that it cannot read; such a name stays nearly as it is.
logging.getLogger("pylatexenc").setLevel(logging.ERROR)

_SUFFIX = r"(?i),\s*((?:jr|sr)\b\.?|(?:ii|iii|iv)\b)"
_SUFFIX_BEHIND_BOTH = rf"(^|[;|]\s*|\s(?:and|&)\s+)(\p{{Lu}}[^,;|\s]* [^,;|]+){_SUFFIX}"
"""Behind a forename and a surname; a surname that begins with a small letter has several words."""

_SUFFIX_AT_END = r"(?i)\s(?:jr|sr|ii|iii|iv)\.?$"
_FORENAME_FIRST = r"\p{Lu}\. "
_PARTICLE_FIRST = r"^\p{Ll}\S* "
_SUFFIX_LAST = r"(?i)^([^,]+),\s*([^,]+),\s*((?:jr|sr|ii|iii|iv)\.?)$"
_NOT_NAMED = r"(?i)[\s,;]+(?:and\s+)?(?:et\s+al\b\.?|others)\s*$|[\s,;]*(?:…|\.\.\.)\s*$"
_NO_NAME = r"(?i)^(?:et al\.?|others|\P{L}*)$"
_NUMBER = r"\s*\(\d{5,}\)"
"""The number of an author, which Scopus writes behind the name."""

_TIE = r"([^\\])~"
_PARTED_INITIALS = r"(\p{Lu}\.) -(\p{Lu})"
_AND = r"(?i),?\s+(?:and|&)\s+"
_BREAK = "\x1f"
"""Stands between names while a text is split; names do not use it."""

_INITIALS = r"(?:\p{Lu}\p{M}*\.?[\s-]?){1,5}"
_SURNAME_INITIALS = rf"\s*([^,]{{2,}}),\s*({_INITIALS})\s*(?:,|$)"
_SURNAME_FORENAMES = r"\s*([^,]+),\s*([^,]+?)\s*(?:,|$)"
_INITIALS_LAST = r"^([^,.]*?\p{Ll}[^,.]*?)\s+((?:\p{Lu}\.?[\s-]?){1,3})$"


def cleaned_names(names: pl.Series) -> pl.Series:
    """Make names plain: TeX accents and HTML entities as letters, white space single, no markup.

    Marks of footnotes and affiliations go, such as the star of `Gladkova*` and the numbers of
    `Kim1,2`. One number alone stays, for it may be of the name. A semicolon parts two names.

    Args:
        names: Lists of names, in order.

    Returns:
        The lists without empty names; null where none is left.
    """
    distinct = names.explode().drop_nulls().unique()
    marked_up = distinct.filter(distinct.str.contains(_MARKED_UP))
    plain = _plain_names(marked_up)
    name = pl.element()
    parted = name.replace(marked_up, plain) if marked_up.len() else name
    if plain.str.contains(";", literal=True).any():
        parted = parted.str.split(";").explode()
    return (
        names.to_frame("names")
        .with_columns(
            pl.col("names").list.eval(parted.str.replace_all(r"\s+", " ").str.strip_chars(" ,/"))
        )
        .with_columns(pl.col("names").list.eval(name.filter(name.str.contains(r"\p{L}"))))
        .select(pl.when(pl.col("names").list.len() > 0).then("names").alias(names.name))
        .to_series()
    )


def forenames_first(names: pl.Expr) -> pl.Expr:
    """Names of a list with the forenames first: `Gödel, Kurt` becomes `Kurt Gödel`.

    A suffix stands last: `King, Jr., Martin` becomes `Martin King Jr.`. Other names stay.
    """
    return names.list.eval(pl.element().str.replace(_COMMA_FIRST, "$3 $1 $2").str.strip_chars())


def split_names(texts: pl.Series) -> pl.Series:
    """Names written as one text, taken apart.

    A list in brackets is one, and may hold objects or the parts of names. Else `;` or `|` parts
    names if the text holds one of them. Else `and` and commas do: `A, B and C`,
    `Last, First and Last, First`, `Last, F., Last, F.`. One comma
    before a single word, as in `Last, First` and `Last Last, First`, parts one name, unless an
    initial or a suffix shows that what stands before it is whole: `F. Last, First`. `et al.` is
    left out.

    Returns:
        Lists of names in order, forenames first; null where there is none.
    """
    name = pl.element()
    plain = _unescaped(texts)
    bracketed = bracketed_items(plain)
    nested = nested_names(texts)
    if nested.count():
        bracketed = pl.select(pl.coalesce(nested, bracketed)).to_series()
    unbracketed = plain.to_frame("text").select(pl.when(bracketed.is_null()).then("text"))
    parts = _parts(unbracketed.to_series()) if unbracketed["text"].count() else bracketed
    stripped = name.str.strip_chars(" ,;")
    names = (
        pl.select(names=pl.coalesce(bracketed, parts))
        .select(pl.col("names").list.eval(stripped.filter(~stripped.str.contains(_NO_NAME))))
        .select(pl.when(pl.col("names").list.len() > 0).then("names").alias(texts.name))
        .to_series()
    )
    distinct = names.explode().drop_nulls()
    if distinct.str.contains(_INITIALS_LAST).any():
        names = _initials_first(names)
    if distinct.str.contains(",", literal=True).any():
        suffix_last = pl.col(names.name).list.eval(name.str.replace(_SUFFIX_LAST, "$2 $1 $3"))
        names = names.to_frame().select(forenames_first(suffix_last)).to_series()
    return names


def _parts(texts: pl.Series) -> pl.Series:
    """The parts of texts that are no lists in brackets."""
    text = pl.col("text")
    plain = (
        text.str.replace_many(CHINESE_MARKS)
        .str.replace_all(_NUMBER, "")
        .str.replace_all(_NOT_NAMED, "")
        .str.replace_all(_TIE, "$1 ")
        .str.replace_all(r"\s+", " ")
        .str.replace_all(_PARTED_INITIALS, "$1-$2")
        .str.replace_all(_SUFFIX_BEHIND_BOTH, "$1$2 $3")
        .str.strip_chars(" ,")
    )
    return texts.to_frame("text").select(plain).select(_split(text)).to_series()


def _split(text: pl.Expr) -> pl.Expr:
    """The parts of a text in one line."""
    whole = text.str.replace_all(_SUFFIX, " $1")
    by_and = text.str.replace_all(_AND, _BREAK).str.split(_BREAK)
    commas = whole.str.replace_all(_AND, ", ")
    by_comma = commas.str.split(",").list.eval(pl.element().str.strip_chars())
    pairs = commas.str.replace_all(_SURNAME_FORENAMES, f"$2 $1{_BREAK}").str.split(_BREAK)
    and_count = by_and.list.len() - 1
    comma_count = whole.str.count_matches(",", literal=True)
    first, second = by_comma.list.first(), by_comma.list.get(1, null_on_oob=True)
    last = by_and.list.last()
    bare = first.str.replace(_SUFFIX_AT_END, "")
    is_word = ~bare.str.contains(" ", literal=True)
    is_surname = first.str.contains(_PARTICLE_FIRST) | (
        bare.str.contains(r"\p{Ll}") & second.str.contains(f"^{_INITIALS}$")
    )
    may_be_surname = (bare == first) & ~first.str.contains(_FORENAME_FIRST)
    is_one_name = is_word | is_surname | (may_be_surname & ~second.str.contains(" ", literal=True))
    return (
        pl.when(text.str.contains(";", literal=True))
        .then(text.str.split(";"))
        .when(text.str.contains("|", literal=True))
        .then(text.str.split("|"))
        .when((and_count == 0) & (comma_count == 0))
        .then(by_and)
        .when((and_count == 0) & (comma_count == 1))
        .then(pl.when(is_one_name).then(by_and).otherwise(by_comma))
        .when((and_count > 1) | (comma_count == 0))
        .then(by_and)
        .when((and_count == 1) & (comma_count == 2) & last.str.contains(","))
        .then(by_and)
        .when((and_count == 1) & (comma_count == 1) & is_word & last.str.contains(" "))
        .then(by_and)
        .when(commas.str.replace_all(_SURNAME_INITIALS, "").str.strip_chars() == "")
        .then(pairs)
        .when(_are_pairs(by_comma))
        .then(pairs)
        .otherwise(by_comma)
    )


def _are_pairs(parts: pl.Expr) -> pl.Expr:
    """Whether parts are a surname in one word and forenames in turn, some in several words."""
    has_blank = pl.element().str.contains(" ", literal=True)
    surnames, forenames = parts.list.gather_every(2), parts.list.gather_every(2, 1)
    return (
        (parts.list.len() > 2)
        & (parts.list.len() % 2 == 0)
        & ~surnames.list.eval(has_blank).list.any()
        & forenames.list.eval(has_blank).list.any()
    )


def _initials_first(lists: pl.Series) -> pl.Series:
    """`Smith J., Doe A.` with the initials first, where all names of a list are written so."""
    names, name = pl.col(lists.name), pl.element()
    turned = names.list.eval(name.str.replace(_INITIALS_LAST, "$2 $1"))
    all_are = names.list.eval(name.str.contains(_INITIALS_LAST)).list.all()
    is_list = names.list.len() > 1
    return (
        lists.to_frame()
        .select(pl.when(all_are & is_list).then(turned).otherwise(names))
        .to_series()
    )


def _unescaped(texts: pl.Series) -> pl.Series:
    """Texts without HTML entities, whose semicolons part no names."""
    escaped = texts.drop_nulls().unique()
    escaped = escaped.filter(escaped.str.contains(r"&#?\w+;"))
    if not escaped.len():
        return texts
    return texts.replace({text: html.unescape(text) for text in escaped})


def _plain_names(names: pl.Series) -> pl.Series:
    """Names that may be marked up, without it and without marks."""
    untagged = plain_texts(names.str.replace(_RAISED_BEHIND, ""))
    return (
        pl.Series([_plain(name) for name in untagged], dtype=pl.String)
        .str.replace(_MARKS_BEHIND, "")
        .str.replace(_MARKS_BEFORE, "")
        .str.replace(_NUMBERS_BEHIND, "$1")
        .str.replace_all("_", " ", literal=True)
    )


def _plain(name: str) -> str:
    unescaped = html.unescape(name)
    if not any(mark in unescaped for mark in "\\{}$~"):
        return unescaped
    escaped = re.sub(_COMMENT, r"\\%", unescaped)
    try:
        text: str = LatexNodes2Text(math_mode="text").latex_to_text(escaped)
    except Exception:  # noqa: BLE001  (a name that is no TeX stays as it is)
        return unescaped
    return text
