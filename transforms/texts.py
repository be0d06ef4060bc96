"""Text as dumps wrap it, made plain: one line, or one line for each paragraph.

Here belong white space and line breaks. Here must not be markup, ids or names.
"""

from __future__ import annotations

import polars as pl

_PARAGRAPH = r"\r?\n(?:[ \t\u00a0]*\r?\n|[ \t\u00a0]{2,}|\t)\s*"
"""An empty line, or arXiv's own mark of a paragraph: a line that begins with two blanks."""

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
    return (
        text.str.strip_chars()
        .str.replace_all(_PARAGRAPH, "\x00")
        .str.replace_all("\n", " ", literal=True)
        .str.replace_all(_BLANKS, " ")
        .str.replace_all(r" ?\x00[ \x00]*", "\n")
        .str.strip_chars()
        .replace("", None)
    )
