"""The title key: what stays of a title when spelling, markup and case are folded away.

Here belong the folding to words and to the key, and the question whether a title is distinctive.
Here must not be what is concluded from it (`transforms.identity`).
"""

from __future__ import annotations

import html
import unicodedata

import polars as pl

from transforms.folding import folded
from transforms.generic_titles import GENERIC_TITLES

MINIMUM_DISTINCTIVE_LENGTH = 12
"""Characters of a title key below which a title alone does not identify a paper."""

_FORMATTING = (
    r"text[a-z]*|math(?:bb|bf|cal|frak|it|rm|scr|sf|tt|ds|ring)?|boldsymbol|bm|emph|ensuremath"
    r"|operatorname|mbox|rm|bf|it|sc|sf|tt|em|tiny|scriptsize|footnotesize|small|normalsize"
    r"|large|Large|LARGE|huge|Huge|left|right|displaystyle|uppercase|lowercase"
)
_TAGS = (
    r"(?i)</?(?:i|b|u|em|strong|sub|sup|inf|tt|sc|scp|span|font|br|p|title|jats:[a-z-]+"
    r"|mml:[a-z]+|math|m(?:i|n|o|row|sub|sup|subsup|text|frac|sqrt|over|under))"
    r"(?:\s[^<>]*=[^<>]*)?\s*/?>"
)
_COMMANDS = (
    (r"(?i)<(?:br|/?p)\s*/?>", " "),
    (_TAGS, ""),
    (r"\\[\"'`^~=.]\s*\{?\\?([A-Za-z])\}?", "$1"),
    (r"\\[cuvHkrbd]\s?\{\\?([A-Za-z])\}", "$1"),
    (r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?:\{\}|\s+|\b)", "$1"),
    (r"\\var(epsilon|phi|theta|rho|sigma|pi|kappa)\b", "$1"),
    (rf"\\(?:{_FORMATTING})\b\s*", ""),
    (
        rf"\{{\s*(?:{_FORMATTING})\s|\b(?:math(?:bb|bf|cal|frak|it|rm|sf)|text(?:bf|it|sc|tt))\{{",
        "",
    ),
    (r"\\?&", " and "),
    (r"[{}$\\]", ""),
)
"""Markup as it stands in dumps; the last but two is what is left where a page ate the backslash."""

_SIGNS = {
    "×": " times ",  # noqa: RUF001
    "∞": " infty ",
    "→": " to ",
    "±": " pm ",
    "≥": " geq ",
    "≤": " leq ",
}
"""Signs by the names that LaTeX has for them."""

_GREEK = {
    chr(letter): unicodedata.name(chr(letter)).split()[-1].lower().replace("lamda", "lambda")
    for letter in range(ord("α"), ord("ω") + 1)  # noqa: RUF001
}

_NAMES_WITH_SIGNS = (
    (r"([\p{L}\p{N}])\s?\+\s?\+", "${1}plusplus"),
    (r"([\p{L}\p{N}])[\^(]?\+\)?([^\p{L}\p{N}+]|$)", "${1}plus$2"),
    (r"\b([cfj])[#♯]", "${1}sharp"),
)
"""C++ is not C, nor is k-means++ k-means; a sum, such as *3+1*, stays as it is."""

_APOSTROPHES = r"['`\u2018\u2019\u00b4\u02b9\u02bc]"


def title_words(title: pl.Expr) -> pl.Expr:
    """Fold a title to its words, with one blank between them; empty where no letter is left.

    NFKD without accents, lower case; HTML and LaTeX markup is taken off and its entities are read;
    a Greek letter is its name, as in LaTeX; C++ and C# are not C. Scripts other than Latin are
    kept, and so are stop words.
    """
    words = title.map_batches(_unescaped, return_dtype=pl.String, is_elementwise=True)
    is_marked_up = words.str.contains(r"[\\{}$&<]")
    marked_up = words
    for pattern, replacement in _COMMANDS:
        marked_up = marked_up.str.replace_all(pattern, replacement)
    words = pl.when(is_marked_up).then(marked_up).otherwise(words)
    words = folded(words).str.replace_many(_SIGNS)
    for pattern, replacement in _NAMES_WITH_SIGNS:
        words = words.str.replace_all(pattern, replacement)
    words = (
        pl.when(words.str.contains(r"\p{Greek}") & ~words.str.contains(r"\p{Greek}{3}"))
        .then(words.str.replace_many(_GREEK))
        .otherwise(words)
    )
    return (
        words.str.replace_all(_APOSTROPHES, "")
        .str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ")
        .str.strip_chars(" ")
    )


def key_of_words(words: pl.Expr) -> pl.Expr:
    """The title key of a title's words: the same without blanks."""
    return words.str.replace_all(" ", "", literal=True)


def title_key(title: pl.Expr) -> pl.Expr:
    """Fold a title to its key: the letters and digits of `title_words`."""
    return key_of_words(title_words(title))


def is_distinctive(key: pl.Expr) -> pl.Expr:
    """Whether a title key is long and unusual enough to identify a paper by itself."""
    long_enough = key.str.len_chars() >= MINIMUM_DISTINCTIVE_LENGTH
    return long_enough & ~key.is_in(sorted(GENERIC_TITLES))


def _unescaped(titles: pl.Series) -> pl.Series:
    """HTML entities read, also those that were escaped twice."""
    escaped = titles.filter(titles.str.contains(r"&#?\w+;").fill_null(value=False)).unique()
    if escaped.is_empty():
        return titles
    return titles.replace({each: html.unescape(html.unescape(each)) for each in escaped})
