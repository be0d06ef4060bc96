from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from expectations.on_demand import on_demand

NAME = "lantern_charts"


@pytest.fixture
def charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / f"{NAME}.py").write_text("colour = 'amber'\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    monkeypatch.setitem(sys.modules, NAME, None)  # so that it is taken out again afterwards
    del sys.modules[NAME]
    return NAME


def test_a_module_is_imported_at_its_first_use(charts: str) -> None:
    with on_demand(charts):
        held = importlib.import_module(charts)
    assert charts not in sys.modules

    assert held.colour == "amber"
    assert sys.modules[charts] is not held


def test_a_module_can_be_used_while_others_are_imported(charts: str) -> None:
    with on_demand(charts):
        assert importlib.import_module(charts).colour == "amber"

    assert importlib.import_module(charts).colour == "amber"


def test_a_module_that_is_there_already_stays(charts: str) -> None:
    there = importlib.import_module(charts)
    with on_demand(charts):
        assert importlib.import_module(charts) is there

    assert sys.modules[charts] is there


def test_a_name_that_the_module_lacks_is_missing(charts: str) -> None:
    with on_demand(charts):
        held = importlib.import_module(charts)

    with pytest.raises(AttributeError):
        _ = held.shape
