"""A kept result is never older than the code that made it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = ("transforms.record_keys", "transforms.record_code_links", "transforms.record_keywords")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for package in ("transforms", "warehouse", "orchestration"):
        (tmp_path / package).symlink_to(ROOT / package)
    copied = tmp_path / "transforms"
    copied.unlink()
    subprocess.run(["cp", "-r", str(ROOT / "transforms"), str(copied)], check=True)
    return tmp_path


def versions(checkout: Path) -> dict[str, str]:
    script = (
        "from orchestration.code_version import code_version\n"
        f"for step in {STEPS}: print(step, code_version(step))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=checkout, capture_output=True, text=True, check=True
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("changed", "affected"),
    [
        pytest.param("title_key.py", {"transforms.record_keys"}, id="a module that it imports"),
        pytest.param("record_code_links.py", {"transforms.record_code_links"}, id="the module"),
        pytest.param("code_hosts.py", {"transforms.record_code_links"}, id="an import's import"),
        pytest.param("data/phrases.parquet", {"transforms.record_keywords"}, id="a data table"),
        pytest.param(
            "data/word_counts.parquet", {"transforms.record_keywords"}, id="another data table"
        ),
        pytest.param("listings.py", set(), id="a module that no step uses"),
    ],
)
def test_a_change_gives_a_new_version_to_what_depends_on_it_alone(checkout, changed, affected):
    before = versions(checkout)
    with (checkout / "transforms" / changed).open("ab") as file:
        file.write(b"\n")
    after = versions(checkout)
    assert {step for step in STEPS if before[step] != after[step]} == affected


def test_the_same_code_gives_the_same_version(checkout):
    assert versions(checkout) == versions(checkout)
