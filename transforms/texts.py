"""Text as dumps wrap it, made plain: one line, or one line for each paragraph.

Here belong white space and line breaks. Here must not be markup, ids or names.
"""

from __future__ import annotations

import polars as pl

_PARAGRAPH = r"\r?\n(?:[ \t\u00a0]*\r?\n|[ \t\u00a0]{2,}|\t)\s*"
"""An empty line, or arXiv's own mark of a paragraph: a line that begins with two blanks."""

_MAY_PART = ["\n\n", "\n ", "\n\t", "\n\u00a0", "\r"]
"""Without one of them there is one paragraph; to look for them takes half the time."""

_BLANKS = r"[^\S ]\s*| \s+"
_BLANKS_OR_ZEROS = r"[\x00[^\S ]][\s\x00]*| [\s\x00]+"
"""Runs of white space, but for a single blank: most are one, and to replace each takes time."""


def one_line(text: pl.Expr) -> pl.Expr:
    """A text in one line: every run of white space is one blank; null where nothing is left."""
    return text.str.replace_all(_BLANKS_OR_ZEROS, " ").str.strip_chars().replace("", None)


def paragraphs(text: pl.Expr) -> pl.Expr:
    """A text in one line for each paragraph; null where nothing is left.

    A line break within a paragraph is a wrap and becomes a blank.
    """
    return text.map_batches(_in_paragraphs, return_dtype=pl.String, is_elementwise=True)


def _in_paragraphs(texts: pl.Series) -> pl.Series:
    """As `paragraphs`; patterns that take time see only the texts that may match them."""
    plain = texts.str.strip_chars()
    has_marks = plain.str.contains_any(_MAY_PART)
    plain = _replaced(plain, has_marks, _PARAGRAPH, "\x00")
    plain = plain.str.replace_all("\n", " ", literal=True)
    has_blanks = (
        plain.str.contains("  ", literal=True)
        | plain.str.contains(r"[\t-\r]")
        | (plain.str.len_bytes() != plain.str.len_chars())
    )
    plain = _replaced(plain, has_blanks, _BLANKS, " ")
    plain = _replaced(plain, plain.str.contains("\x00", literal=True), r" ?\x00[ \x00]*", "\n")
    return plain.str.strip_chars().replace("", None)


def _replaced(texts: pl.Series, where: pl.Series, pattern: str, value: str) -> pl.Series:
    """Texts with each match of a pattern replaced, where a mask says that there may be one."""
    replaced = texts.filter(where).str.replace_all(pattern, value)
    return texts.clone().scatter(where.arg_true(), replaced)
