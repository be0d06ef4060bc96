"""Plain values of a table: days, years, whole numbers, and what is true or false.

Here belong the ways to write them that can be read in one way only. Here must not be which columns
hold them (`transforms.formats.table_columns`).
"""

from __future__ import annotations

import polars as pl

_YEAR = r"(?:^|\D)(1[5-9]\d\d|20\d\d)(?:\D|$)"
BARE_YEAR = r"^\s*(?:1[5-9]\d\d|20\d\d)(?:\.0+)?\s*$"
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


def years(texts: pl.Series) -> pl.Series:
    """The year in each text; null where there is none."""
    return texts.str.extract(_YEAR, 1).cast(pl.Int64)


def days(texts: pl.Series) -> pl.Series:
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


def whole_numbers(texts: pl.Series) -> pl.Series:
    """Texts as numbers from 0 on, such as `1,234` and `12.0`; null where one is none."""
    return texts.str.extract(_WHOLE_NUMBER, 1).str.replace_all(",", "").cast(pl.Int64)


def truths(texts: pl.Series) -> pl.Series:
    """Texts such as `yes` and `0` as true or false; null where one is neither."""
    text = pl.col("text").str.strip_chars().str.to_lowercase()
    truth = (
        pl.when(text.is_in(_TRUE))
        .then(statement=True)
        .when(text.is_in(_FALSE))
        .then(statement=False)
    )
    return texts.to_frame("text").select(truth).to_series()
