"""The pages of a release: written after it is published, and put back with it."""

import pytest

from orchestration.errors import UsageError
from warehouse.publish import PAGES, releases


def pages_of(folder):
    return {name: (folder / name).read_bytes() for name in PAGES}


def test_the_pages_are_those_of_the_published_release(home):
    first, second = releases(home.releases)
    assert pages_of(home.root) == pages_of(second.folder)
    assert pages_of(first.folder) != pages_of(second.folder)


def test_a_build_tells_where_the_pages_are(home, paperhouse):
    done = paperhouse("build")
    assert f"Dashboard: {home.root / 'dashboard.html'}\n" in done.stdout
    assert f"Digest: {home.root / 'digest.html'}\n" in done.stdout


def test_a_rollback_puts_the_pages_back(home, paperhouse):
    first = releases(home.releases)[0]
    assert paperhouse("rollback").returncode == 0
    assert pages_of(home.root) == pages_of(first.folder)


def test_a_release_without_pages_leaves_none_of_another(home, paperhouse):
    for name in PAGES:
        (releases(home.releases)[0].folder / name).unlink()
    assert paperhouse("rollback").returncode == 0
    assert not any((home.root / name).exists() for name in PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_cannot_be_written_does_not_stop_the_warehouse(
    home, write_page, run_build, titles, name
):
    (home.root / name).unlink()
    (home.root / name / "not a page").mkdir(parents=True)
    step = name.partition(".")[0]
    with pytest.raises(UsageError, match=f"the step {step} failed, and release 3 is published"):
        run_build(home, write_page(home.root / "third.txt", "Dogwood"))
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar", "Dogwood"]


def test_a_build_after_a_rollback_compares_with_the_release_that_was_put_back(
    home, write_page, run_build, paperhouse, ask
):
    paperhouse("rollback")
    run_build(home, write_page(home.root / "third.txt", "Dogwood"))
    history = "select release, paper_count from mart.quality_by_release order by release"
    assert ask(home.warehouse, history) == [(1, 2), (3, 4)]
