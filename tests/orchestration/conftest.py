"""Real state folders, real command lines, real builds of small invented pages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build import Outcome, build
from orchestration.home import Home
from warehouse.schema import RELEASES, TABLES

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "dumps" / "seeds"
PAGE_HEAD = "Get trending papers in your email inbox once a day!\n\nSubscribe\n\n"

Run = Callable[..., subprocess.CompletedProcess[str]]
Rows = list[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def _environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DAGSTER_HOME", "PAPERHOUSE_HOME", "PAPERHOUSE_DUMPS", "PAPERHOUSE_KEYWORDS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def command() -> str:
    found = shutil.which("paperhouse", path=str(Path(sys.executable).parent))
    assert found, "the command `paperhouse` is not beside this Python"
    return found


@pytest.fixture
def paperhouse(tmp_path: Path, command: str) -> Run:
    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [command, *map(str, arguments)],
            env={**os.environ, "PAPERHOUSE_HOME": str(tmp_path / "home"), **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def seeds() -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the real listing pages are not beside this checkout")
    return SEEDS


@pytest.fixture(scope="session")
def write_page() -> Callable[..., Path]:
    """A function that writes a listing page of invented papers, one for each name."""

    def write(path: Path, *names: str) -> Path:
        papers = (
            f"{name}: A Study of Slow Rivers with Patient Sensors\n\n"
            f"We study how slow rivers carry silt past patient sensors, and report what {name} "
            "measured over three winters in the northern valleys. The method needs no calibration "
            f"at all. Code is available at https://github.com/river-lab/{name.lower()}.\n\n"
            for name in names
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE_HEAD + "".join(papers), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def run_build() -> Callable[..., Outcome]:
    """A function that builds in this process, as `paperhouse build` does."""

    def run(home: Home, *patterns: object, **options: Any) -> Outcome:
        return build(home, [str(each) for each in patterns], target=home.warehouse, **options)

    return run


@pytest.fixture(scope="session")
def river_home(
    tmp_path_factory: pytest.TempPathFactory,
    write_page: Callable[..., Path],
    run_build: Callable[..., Outcome],
) -> Home:
    """A home with two releases, the first of two papers, the second of three; only to be read."""
    folder = tmp_path_factory.mktemp("rivers")
    home = Home(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", "")
        run_build(home, write_page(folder / "first.txt", "Alder", "Birch"))
        run_build(home, write_page(folder / "second.txt", "Cedar", "Alder"))
    return home


@pytest.fixture
def home(river_home: Home, tmp_path: Path) -> Home:
    """A copy of the home with two releases, which a test may change."""
    shutil.copytree(river_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def ask() -> Callable[[Path, str], Rows]:
    """A function that reads a published warehouse as any client does."""

    def run(warehouse: Path, sql: str) -> Rows:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return run


@pytest.fixture(scope="session")
def content(ask: Callable[[Path, str], Rows]) -> Callable[[Path], dict[str, Rows]]:
    """A function that gives every row of every table, in an order that depends on them alone.

    The history of releases is left out: it differs from build to build.
    """

    def rows(warehouse: Path) -> dict[str, Rows]:
        return {
            table.full_name: sorted(ask(warehouse, f"from {table.full_name}"), key=repr)
            for table in TABLES
            if table is not RELEASES
        }

    return rows


@pytest.fixture(scope="session")
def titles(ask: Callable[[Path, str], Rows]) -> Callable[[Path], list[str]]:
    """A function that gives the first words of the titles in a warehouse of river papers."""

    def first_words(warehouse: Path) -> list[str]:
        return [
            row[0]
            for row in ask(warehouse, "select split_part(title, ':', 1) from papers order by 1")
        ]

    return first_words
