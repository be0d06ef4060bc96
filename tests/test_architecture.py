import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("transforms", "expectations", "warehouse", "orchestration")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_MODULE = 400
IMPORT_CPU_SECONDS = 1.0
MACHINE_PATH = re.compile(r"(?<![\w.~{}$)])/(?:home|Users|root|work|mnt|tmp)/[\w.-]+")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_run_one_way():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "lint-imports is not beside this Python"
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_opens_by_saying_what_it_is(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_long(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


IMPORT_ALL_TRANSFORMS = """
import importlib, json, pkgutil, resource, sys, time
import polars, polars_hash, zstandard
before = time.process_time()
import transforms
names = [each.name for each in pkgutil.walk_packages(transforms.__path__, "transforms.")]
for name in names:
    importlib.import_module(name)
print(json.dumps([time.process_time() - before, len(names), sorted(sys.modules)]))
"""


def test_transforms_are_quick_to_import_and_know_no_framework():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_TRANSFORMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    cpu_seconds, count, loaded = json.loads(done.stdout)
    assert count > 20
    assert cpu_seconds < IMPORT_CPU_SECONDS
    assert not {"dagster", "duckdb", "great_expectations"} & set(loaded)


def test_the_command_line_lists_its_commands():
    command = shutil.which("paperhouse", path=str(Path(sys.executable).parent))
    assert command, "the command `paperhouse` is not beside this Python"
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    listed = re.findall(r"^  ([a-z]+)  ", done.stdout.split("Commands:")[1], flags=re.MULTILINE)
    assert listed == ["build", "check", "export", "formats", "learn", "query", "rollback", "ui"]


def test_no_file_names_a_path_of_one_machine():
    git = shutil.which("git")
    listed = git and subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not listed or listed.returncode:
        pytest.skip("this is no git checkout")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        try:
            text = (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [(name, path) for path in MACHINE_PATH.findall(text)]
    assert found == []
