"""Real state folders, real command lines."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "dumps" / "seeds"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def paperhouse(tmp_path: Path) -> Run:
    command = shutil.which("paperhouse", path=str(Path(sys.executable).parent))
    assert command, "the command `paperhouse` is not beside this Python"

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


@pytest.fixture
def seeds() -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the real listing pages are not beside this checkout")
    return SEEDS
