"""Which months the dashboard draws, whatever dates stand in dumps."""

import pytest

from warehouse.dashboard.months import (
    LONGEST,
    OLDER,
    UNDATED,
    month_number,
    page_months,
    usual_months,
)

JANUARY = 2020 * 12


def every_month(first, count, papers=100):
    return dict.fromkeys(range(first, first + count), papers)


@pytest.mark.parametrize(
    ("papers", "months"),
    [
        pytest.param({}, range(0), id="no dated paper"),
        pytest.param({JANUARY: 1}, range(JANUARY, JANUARY + 1), id="one paper"),
        pytest.param(
            every_month(JANUARY, 30), range(JANUARY, JANUARY + 30), id="a few years are all shown"
        ),
        pytest.param(
            every_month(JANUARY, 900),
            range(JANUARY + 900 - LONGEST, JANUARY + 900),
            id="of a long time the newest",
        ),
        pytest.param(
            every_month(JANUARY, 30) | {JANUARY + 9000: 1},
            range(JANUARY, JANUARY + 30),
            id="not those around a date of the far future",
        ),
        pytest.param(
            every_month(JANUARY, 30) | {12: 1},
            range(JANUARY, JANUARY + 30),
            id="not those around a date of the first year",
        ),
        pytest.param(
            every_month(JANUARY, 900) | {JANUARY + 900: 1},
            range(JANUARY + 901 - LONGEST, JANUARY + 901),
            id="a new month that has only begun is kept",
        ),
    ],
)
def test_which_months_the_page_counts_one_by_one(papers, months):
    assert page_months(papers) == months


@pytest.mark.parametrize(
    ("papers", "first", "count"),
    [
        pytest.param(every_month(0, 30), 0, 30, id="all"),
        pytest.param({0: 1} | every_month(200, 30), 200, 30, id="not the years after one stray"),
        pytest.param(every_month(0, 30) | {200: 1}, 0, 30, id="not the years before one stray"),
        pytest.param(
            {0: 1} | every_month(20, 30), 0, 50, id="a gap shorter than the rest is drawn"
        ),
        pytest.param(
            {0: 1, 229: 5} | every_month(200, 29), 200, 30, id="a new month that has only begun"
        ),
        pytest.param({0: 1, 300: 1}, 0, 301, id="two papers far apart are no stray ones"),
        pytest.param({0: 6} | every_month(200, 1, 94), 0, 201, id="six of a hundred are too many"),
        pytest.param({0: 4} | every_month(200, 1, 96), 200, 1, id="four of a hundred are few"),
    ],
)
def test_which_months_a_chart_draws_at_first(papers, first, count):
    months = range(min(papers), max(papers) + 1)
    assert usual_months(papers, months) == range(first, first + count)


def test_no_months_are_drawn_without_a_dated_paper():
    assert usual_months({}, range(0)) == range(0)


@pytest.mark.parametrize(
    ("month", "number"), [(None, UNDATED), (9, OLDER), (10, 0), (14, 4), (15, 5), (9999, 5)]
)
def test_the_number_of_a_month_in_the_page(month, number):
    assert month_number(month, range(10, 15)) == number
