from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.identity import measure
from benchmarks.noisy_duplicates import crawled_source, curated_sources


@pytest.mark.parametrize("seed", [4, 5])
def test_two_curated_sources_are_matched_nearly_without_fault(seed: int) -> None:
    scores = measure(*curated_sources(1_500, seed))
    assert scores.precision >= 0.995
    assert scores.recall >= 0.96


@pytest.mark.parametrize("seed", [4, 5])
def test_a_crawled_source_is_matched_with_a_curated_one(seed: int) -> None:
    scores = measure(*crawled_source(1_500, seed, others=2_000))
    assert scores.precision >= 0.96
    assert scores.recall >= 0.87
