"""Texts that a spreadsheet shows as they are: it calculates nothing and takes none for a number.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, and turns `2401.12340` into
2401.1234, `12e4567890123456` into infinity and `MARCH1` into a day, quoted or not. So an apostrophe
is put before such text. Undone by `MARKED`: an apostrophe at such a place is always one of ours,
since an own one is doubled.

The signs are those of OWASP's page on CSV injection, the wide ones of Japanese and Chinese among
them. A semicolon begins a cell too, where the decimal comma is used, and so may a line break.

Here must not be files.
"""

from __future__ import annotations

from typing import Final

import polars as pl

LONGEST_CELL: Final = 32_767
"""Letters, counted as UTF-16 does, that a cell of Excel holds; the rest goes astray."""

CUT_AT: Final = 16_000
"""Letters left of a longer text: less than `LONGEST_CELL` even if each counts twice in UTF-16."""

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet of Excel holds, below the one with the names."""

BLANKS: Final = r"[\p{Z}\p{Cc}\p{Cf}]*"
"""Also such as are not seen; written as Polars and DuckDB both read it."""

START: Final = rf"(^|[;\n])({BLANKS})"

RUN: Final = rf"{START}(['=+\-@＇＝＋－＠])"  # noqa: RUF001
"""What a spreadsheet would run; and an apostrophe, so that ours can be told from it."""

MONTH: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
SIGNS: Final = r"\s.,/:%()$€£¥+-"
TURNED: Final = (
    rf"(?i)^({BLANKS})("
    rf"[{SIGNS}]*\d[\d{SIGNS}]*(?:e[+-]?\d+|\s*[ap]m|\s[ap])?"
    rf"|{MONTH}[\s.,/-]*\d[\d\s.,/-]*"
    rf"|\d+[\s.,/-]*{MONTH}[\d\s.,/-]*"
    r"|true|false)$"
)
"""What it would turn into a number, a day, a time or a truth value."""

MARKED: Final = rf"{START}'"
"""Where an apostrophe of ours stands; replaced by what stands before it, it is gone."""

CONTROLS: Final = {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) != "\n"} | {
    "\x7f": "\u2421"
}
"""Control characters, and the signs that Unicode has to show them."""


def safe_text(text: pl.Expr) -> pl.Expr:
    """Text that a spreadsheet neither runs nor turns into something else."""
    run = text.str.replace_many(CONTROLS).str.replace_all(RUN, "${1}${2}'${3}")
    return run.str.replace(TURNED, "${1}'${2}")


def is_too_long(text: pl.Expr) -> pl.Expr:
    """Whether a text does not fit into a cell."""
    units = text.str.len_chars() + text.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
    return units > LONGEST_CELL


def cut_text(text: pl.Expr) -> pl.Expr:
    """Text that fits into a cell; what was cut says so at its end."""
    said = pl.format(
        "{} [cut: {} of {} letters; the Parquet file has all]",
        text.str.head(CUT_AT),
        pl.lit(CUT_AT),
        text.str.len_chars(),
    )
    return pl.when(is_too_long(text)).then(said).otherwise(text)
