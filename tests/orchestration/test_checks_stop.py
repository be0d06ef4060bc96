import json

import pytest

from orchestration.registry import forget, registered_dumps
from warehouse.load import open_staged
from warehouse.publish import published_release


@pytest.fixture
def lossy_home(home):
    """A home that lost the dump which two of its three papers came from."""
    first = next(dump for dump in registered_dumps(home) if dump.file_name == "first.txt")
    forget(home, first)
    return home


def test_a_loss_stops_the_publication_and_allow_loss_publishes(
    lossy_home, paperhouse, run_build, titles
):
    stopped = paperhouse("build")
    assert stopped.returncode == 1
    assert "Nothing was published" in stopped.stdout
    assert "at least 90% of the rows of the release before are there" in stopped.stdout
    assert "2 rows; 3 before" in stopped.stdout
    assert published_release(lossy_home.releases, lossy_home.warehouse).number == 2
    assert titles(lossy_home.warehouse) == ["Alder", "Birch", "Cedar"]
    assert not lossy_home.staging.exists()

    outcome = run_build(lossy_home, allow_loss=True)
    assert outcome.release == 3
    assert {each["severity"] for each in outcome.checks if not each["success"]} == {"warning"}
    assert titles(lossy_home.warehouse) == ["Alder", "Cedar"]


def test_a_dump_over_which_checks_fail_can_be_done_without_as_the_summary_says(
    home, paperhouse, tmp_path
):
    dump = tmp_path / "kitchen.jsonl"
    row = {"title": "See [kettles](https://kites.example)", "abstract": "Water.", "year": 2026}
    dump.write_text(json.dumps({**row, "authors": ["Ada Quill"]}) + "\n", encoding="utf-8")
    stopped = paperhouse("build", dump)
    assert stopped.returncode == 1
    entry = next(each for each in registered_dumps(home) if each.file_name == "kitchen.jsonl")
    place = home.registry / f"{entry.dump_id}.json"
    assert f"to do without kitchen.jsonl, delete {place} and build again\n" in stopped.stdout
    place.unlink()
    assert paperhouse("build").returncode == 0


def test_a_stopped_build_says_in_json_what_failed_and_that_nothing_was_published(
    lossy_home, run_build
):
    outcome = run_build(lossy_home)
    failed = [each for each in outcome.checks if not each["success"]]
    assert outcome.release is None
    assert {each["table_name"] for each in failed} == {
        "main.papers",
        "main.listings",
        "main.code_links",
    }
    assert json.dumps(outcome.row_counts) == "{}"


def test_a_good_warehouse_passes_the_check(river_home, paperhouse):
    done = paperhouse("check", "--json", PAPERHOUSE_HOME=str(river_home.root))
    assert (done.returncode, done.stderr) == (0, "")
    results = json.loads(done.stdout)
    assert len(results) > 100
    assert all(each["success"] for each in results)


def test_a_warehouse_whose_data_was_broken_fails_the_check_with_rule_and_rows(home, paperhouse):
    with open_staged(home.warehouse) as connection:
        connection.execute("update papers set title = ' ' where title like 'Birch%'")
        connection.execute("delete from raw.dumps where file_name = 'second.txt'")
    done = paperhouse("check")
    assert (done.returncode, done.stderr) == (1, "")
    found = " ".join(done.stdout.split())
    assert "error main.papers.title" in found
    assert "'title': ' '" in found
    assert "error main.listings.dump_id" in found
    assert "second.txt" not in found


def test_a_release_that_somebody_changed_is_still_replaced_by_the_next_build(
    home, run_build, titles
):
    with open_staged(home.warehouse) as connection:
        connection.execute("update papers set title = 'Changed: by hand'")
    assert run_build(home).release == 3
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]
