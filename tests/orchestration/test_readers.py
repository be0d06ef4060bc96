import subprocess
import sys

READ_IN_A_LOOP = """
import sys
import duckdb
seen = set()
reads = 0
print("reading", flush=True)
while len(seen) < 2:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        papers = connection.execute("select count(*), count(title) from papers").fetchone()
        listed = connection.execute("select count(distinct paper_id) from listings").fetchone()
    assert papers == (listed[0], listed[0]), (papers, listed)
    seen.add(papers[0])
    reads += 1
print(reads, sorted(seen), flush=True)
"""


def test_readers_never_fail_while_a_build_publishes(home, tmp_path, write_page, run_build):
    page = write_page(tmp_path / "third.txt", "Dogwood")
    command = [sys.executable, "-c", READ_IN_A_LOOP, str(home.warehouse)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "reading\n"
        assert run_build(home, page).release == 3
        said, errors = reader.communicate(timeout=60)
    assert (reader.returncode, errors) == (0, "")
    reads, seen = said.split(maxsplit=1)
    assert seen == "[3, 4]\n"
    assert int(reads) > 10
