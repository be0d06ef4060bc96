import duckdb


def test_a_rollback_serves_the_release_before_and_the_next_build_goes_on_from_there(
    home, paperhouse, run_build, titles
):
    with duckdb.connect(str(home.warehouse), read_only=True) as reader:
        done = paperhouse("rollback")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"{home.warehouse} is release 1 now\n"
        assert reader.execute("select count(*) from papers").fetchone() == (3,)
    assert titles(home.warehouse) == ["Alder", "Birch"]

    answered = paperhouse("query", "select count(*) as papers from papers", "--csv")
    assert answered.stdout.split() == ["papers", "2"]

    assert run_build(home).release == 3
    assert titles(home.warehouse) == ["Alder", "Birch", "Cedar"]


def test_there_is_nothing_before_the_first_release(home, paperhouse, titles):
    paperhouse("rollback")
    done = paperhouse("rollback")
    assert done.returncode == 2
    assert "no release before the one at" in done.stderr
    assert "build again from the dumps" in done.stderr
    assert titles(home.warehouse) == ["Alder", "Birch"]


def test_a_rollback_never_serves_a_release_that_was_rolled_back(
    home, paperhouse, run_build, write_page, titles
):
    paperhouse("rollback")
    assert run_build(home, write_page(home.root / "third.txt", "Dogwood")).release == 3
    assert paperhouse("rollback").stdout == f"{home.warehouse} is release 1 now\n"
    assert titles(home.warehouse) == ["Alder", "Birch"]
