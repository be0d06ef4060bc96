"""Weekends repeat Friday: the same bytes under several dated names, in any order."""

from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.registry import registered_dumps

DAYS = ("2026-03-13", "2026-03-14", "2026-03-15")


@pytest.fixture
def pages(tmp_path, write_page) -> list[Path]:
    """One page under three names, and another page."""
    folder = tmp_path / "dumps"
    dated = [write_page(folder / f"daily_{day}.txt", "Alder", "Birch") for day in DAYS]
    return [*dated, write_page(folder / "daily_2026-03-16.txt", "Alder")]


def test_a_paper_was_listed_on_each_day_of_a_repeated_page_in_whatever_order_these_come(
    tmp_path, pages, run_build, content, ask, paperhouse
):
    home, other = Home(tmp_path / "home"), Home(tmp_path / "other")
    outcome = run_build(home, pages[0].parent)
    assert len(outcome.new_dumps) == 2
    (copy,) = outcome.copies
    assert [Path(place).name for place in copy.places] == [page.name for page in pages[:3]]
    assert ask(
        home.warehouse,
        "select split_part(title, ':', 1), cast(listed_on as varchar) "
        "from listings join papers using (paper_id) order by all",
    ) == [
        *(("Alder", day) for day in (*DAYS, "2026-03-16")),
        *(("Birch", day) for day in DAYS),
    ]
    dumps = "select file_name, cast(listed_on as varchar) from raw.dumps order by all"
    assert ask(home.warehouse, dumps) == [
        ("daily_2026-03-13.txt", "2026-03-15"),
        ("daily_2026-03-16.txt", "2026-03-16"),
    ]

    run_build(other, pages[2], pages[3])
    told = paperhouse("build", pages[1], pages[0], PAPERHOUSE_HOME=str(other.root))
    assert (
        "the same bytes, so one dump: daily_2026-03-13.txt, daily_2026-03-14.txt, "
        "daily_2026-03-15.txt; listed on 2026-03-13, 2026-03-14, 2026-03-15\n" in told.stdout
    )
    one, two = content(home.warehouse), content(other.warehouse)
    # A second build compares its counts with those of the first.
    assert one.pop("quality.check_results")
    assert two.pop("quality.check_results")
    assert two == one
    assert len(registered_dumps(other)) == len(registered_dumps(home)) == 2
