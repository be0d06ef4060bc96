"""Publishing and rolling back real DuckDB files."""

from pathlib import Path

import duckdb
import pytest

from warehouse.load import create_tables, open_staged
from warehouse.publish import (
    KEPT_RELEASES,
    PublishError,
    publish,
    published_release,
    published_row_counts,
    put_page,
    releases,
    require_ours,
    roll_back,
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    return {"folder": tmp_path / "releases", "target": tmp_path / "served" / "warehouse.duckdb"}


def stage(tmp_path: Path, title: str) -> Path:
    path = tmp_path / "staged.duckdb"
    with open_staged(path) as connection:
        create_tables(connection)
        connection.execute("insert into papers (paper_id, title) values ('0', ?)", [title])
    return path


def served_title(target: Path) -> str:
    with duckdb.connect(str(target), read_only=True) as connection:
        return connection.execute("select title from papers").fetchall()[0][0]


def publish_titles(tmp_path: Path, places: dict[str, Path], *titles: str) -> None:
    for title in titles:
        publish(stage(tmp_path, title), {"main.papers": 1}, **places)


def test_the_newest_release_is_served(tmp_path, places):
    publish_titles(tmp_path, places, "first", "second")
    assert served_title(places["target"]) == "second"
    assert published_release(**places).row_counts == {"main.papers": 1}


def test_only_the_last_releases_stay_on_disk(tmp_path, places):
    publish_titles(tmp_path, places, *"abcde")
    assert [each.number for each in releases(places["folder"])] == [3, 4, 5]
    assert KEPT_RELEASES == 3


def test_the_release_that_a_new_one_follows_stays_too(tmp_path, places):
    publish_titles(tmp_path, places, *"abc")
    roll_back(**places)
    roll_back(**places)
    publish_titles(tmp_path, places, "d")
    assert [each.number for each in releases(places["folder"])] == [1, 2, 3, 4]
    publish_titles(tmp_path, places, "e")
    assert [each.number for each in releases(places["folder"])] == [3, 4, 5]


def test_a_page_that_is_in_place_may_be_put_there_again(tmp_path):
    page = tmp_path / "1" / "dashboard.html"
    page.parent.mkdir()
    page.write_text("Kettles", encoding="utf-8")
    for _ in range(2):
        assert put_page(page, tmp_path).read_text(encoding="utf-8") == "Kettles"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["1", "dashboard.html"]


def test_rollback_steps_back_one_release_at_a_time(tmp_path, places):
    publish_titles(tmp_path, places, "first", "second", "third")
    roll_back(**places)
    assert served_title(places["target"]) == "second"
    roll_back(**places)
    assert served_title(places["target"]) == "first"
    with pytest.raises(PublishError, match="no release before"):
        roll_back(**places)
    assert served_title(places["target"]) == "first"


def test_a_release_after_a_rollback_has_a_new_number(tmp_path, places):
    publish_titles(tmp_path, places, "first", "second")
    roll_back(**places)
    publish_titles(tmp_path, places, "third")
    assert published_release(**places).number == 3
    assert served_title(places["target"]) == "third"


def test_a_reader_keeps_its_release_while_a_new_one_is_published(tmp_path, places):
    publish_titles(tmp_path, places, "first")
    with duckdb.connect(str(places["target"]), read_only=True) as reader:
        publish_titles(tmp_path, places, "second")
        assert reader.execute("select title from papers").fetchall() == [("first",)]


def test_a_write_ahead_log_of_the_old_file_is_not_left_for_the_new_one(tmp_path, places):
    publish_titles(tmp_path, places, "first")
    log = places["target"].with_name("warehouse.duckdb.wal")
    log.write_bytes(b"somebody's writes")
    publish_titles(tmp_path, places, "second")
    assert not log.exists()


def test_a_file_system_without_links_gets_a_copy(tmp_path, places, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    publish_titles(tmp_path, places, "first", "second")
    assert served_title(places["target"]) == "second"
    assert published_release(**places).number == 2
    roll_back(**places)
    assert served_title(places["target"]) == "first"


def state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def text_file(path: Path) -> None:
    path.write_text("notes of mine\n" * 100)


def other_database(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table papers (a int)")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(text_file, "is not a DuckDB file", id="a text file"),
        pytest.param(other_database, "not a paperhouse warehouse", id="another DuckDB file"),
        pytest.param(Path.mkdir, "is a folder", id="a folder"),
    ],
)
def test_what_is_not_ours_is_never_replaced(tmp_path, places, make, message):
    places["target"].parent.mkdir()
    make(places["target"])
    before = state(places["target"])
    with pytest.raises(PublishError, match=message):
        publish(stage(tmp_path, "new"), {}, **places)
    assert state(places["target"]) == before


def test_a_warehouse_of_ours_from_elsewhere_is_replaced(tmp_path, places):
    places["target"].parent.mkdir()
    stage(tmp_path, "moved here").rename(places["target"])
    publish_titles(tmp_path, places, "new")
    assert served_title(places["target"]) == "new"


def test_a_rollback_never_touches_a_file_that_is_no_release_of_ours(tmp_path, places):
    publish_titles(tmp_path, places, "first", "second")
    elsewhere = places["target"].with_name("elsewhere.duckdb")
    with pytest.raises(PublishError, match="is not a release"):
        roll_back(folder=places["folder"], target=elsewhere)
    assert not elsewhere.exists()


def test_a_warehouse_of_another_home_is_counted_before_it_is_replaced(tmp_path, places):
    places["target"].parent.mkdir()
    stage(tmp_path, "moved here").rename(places["target"])
    counts = published_row_counts(**places)
    assert counts["main.papers"] == 1
    assert counts["main.code_links"] == 0


def test_nothing_is_counted_where_nothing_is_published(places):
    assert published_row_counts(**places) is None


def test_a_target_that_cannot_be_written_is_refused_before_any_work():
    with pytest.raises(PublishError, match="name another with --warehouse"):
        require_ours(Path("/proc/none/warehouse.duckdb"), folder=Path("releases"))
