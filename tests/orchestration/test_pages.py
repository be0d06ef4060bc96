"""The pages of a release: written after it is published, and put back with it."""

import shutil

import duckdb
import pytest

from orchestration.errors import UsageError
from warehouse.publish import PAGES, Release, put_in_place, release_before, releases
from warehouse.query import QueryError


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


def test_a_release_that_cannot_be_opened_for_its_pages_is_said_to_be_published(
    home, write_page, run_build, monkeypatch
):
    def refuse(warehouse):
        raise QueryError(f"{warehouse} is open for writing in another program")

    monkeypatch.setattr("orchestration.assets.pages.open_published", refuse)
    with pytest.raises(UsageError, match="in another program; release 3 is published without it"):
        run_build(home, write_page(home.root / "third.txt", "Dogwood"))


def test_a_build_after_a_rollback_compares_with_the_release_that_was_put_back(
    home, write_page, run_build, paperhouse, ask
):
    paperhouse("rollback")
    run_build(home, write_page(home.root / "third.txt", "Dogwood"))
    history = "select release, paper_count from mart.quality_by_release order by release"
    assert ask(home.warehouse, history) == [(1, 2), (3, 4)]


def test_a_release_of_before_there_was_a_history_is_compared_with(home, write_page, run_build, ask):
    second = releases(home.releases)[1]
    with duckdb.connect(str(second.warehouse)) as connection:
        connection.execute("drop view mart.quality_by_release")
        connection.execute("drop table quality.releases")
    put_in_place(second, home.warehouse)
    run_build(home, write_page(home.root / "third.txt", "Dogwood"))
    assert "Since release 2: 1 new paper" in (home.root / "digest.md").read_text(encoding="utf-8")
    history = "select release, paper_change from mart.quality_by_release order by release"
    assert ask(home.warehouse, history) == [(2, None), (3, 1)]


def test_a_last_release_that_is_spoiled_does_not_stop_a_build(home, write_page, run_build, ask):
    second = releases(home.releases)[1]
    second.warehouse.write_bytes(b"not a database any more")
    put_in_place(second, home.warehouse)
    assert run_build(home, write_page(home.root / "third.txt", "Dogwood")).release == 3
    assert ask(home.warehouse, "select distinct release from quality.releases") == [(3,)]


def test_a_release_before_that_is_gone_is_not_taken_for_none(home):
    first, second = releases(home.releases)
    shutil.rmtree(first.folder)
    assert release_before(home.releases, second) == Release(1, first.folder)
