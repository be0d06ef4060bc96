"""Which months the dashboard shows: a date typed wrong must not stretch its axis over centuries.

A month is a whole number here, counted from the year 0, so that months can be a `range`. Here must
not be how a month is written (`page/counts.js`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from itertools import accumulate

LONGEST = 480
"""The page counts at most so many months one by one: 40 years."""

NEARLY_ALL = 0.95
"""The share of the papers that must not be left out for the sake of a shorter axis."""

WORTH_DRAWING = 0.01
"""A month beside the usual ones belongs to them with this part of their mean."""

UNDATED = -2
OLDER = -1
"""The month numbers of papers without a date, and from before the page's months."""


def month_of(day: date | None) -> int | None:
    """The month of a day, as a whole number."""
    return None if day is None else day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def month_number(month: int | None, months: range) -> int:
    """Where a month stands among those of the page; the count of months if it is later than all."""
    if month is None:
        return UNDATED
    if not months or month < months[0]:
        return OLDER
    return min(month - months[0], len(months))


def page_months(papers: Mapping[int, int]) -> range:
    """The months that the page counts one by one, from the number of papers in each month.

    These are the newest `LONGEST` months that hold nearly as many papers as any other so many.
    """
    if not papers:
        return range(0)
    ordered = sorted(papers)
    before = [0, *accumulate(papers[month] for month in ordered)]
    held = [
        before[at + 1] - before[bisect_left(ordered, last - LONGEST + 1)]
        for at, last in enumerate(ordered)
    ]
    enough = NEARLY_ALL * max(held)
    last = max(month for month, count in zip(ordered, held, strict=True) if count >= enough)
    return range(ordered[bisect_left(ordered, last - LONGEST + 1)], last + 1)


def usual_months(papers: Mapping[int, int], months: range) -> range:
    """The months that a chart draws at first: all, or the fewest in a row with nearly all papers.

    A shorter row is taken only if it is less than half as long; months beside it that are not
    nearly empty are drawn too.
    """
    counts = [papers.get(month, 0) for month in months]
    before = [0, *accumulate(counts)]
    enough = NEARLY_ALL * before[-1]
    rows = [
        range(start, end)
        for start in range(len(months))
        if (end := bisect_left(before, before[start] + enough)) <= len(months)
    ]
    shortest = min(rows, key=len, default=range(0))
    if 2 * len(shortest) >= len(months):
        return months
    least = max(1, WORTH_DRAWING * before[-1] / len(shortest))
    start, end = shortest[0], shortest[-1] + 1
    while start > 0 and counts[start - 1] >= least:
        start -= 1
    while end < len(months) and counts[end] >= least:
        end += 1
    return months[start:end]
