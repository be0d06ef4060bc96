from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.accuracy_code_links import LABELS, measure


def test_labelled_repositories_are_found_and_others_are_not() -> None:
    if not LABELS.exists():
        pytest.skip("the labelled abstracts are not beside the checkout")
    scores = measure()
    assert scores.recall >= 0.98
    assert scores.strict_precision >= 0.98
    assert scores.in_text_precision >= 0.995
