from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.identity import keys_of, measure
from benchmarks.noisy_duplicates import Source, crawled_source, curated_sources
from transforms.identity.resolve import resolve
from transforms.record_papers import papers_of_records


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


def papers_by_record(*sources: Source) -> dict[tuple[int, str], str]:
    found = papers_of_records(resolve(keys_of(sources))).collect()
    return {
        (int(dump_id[0]), sources[int(dump_id[0])].records[number - 1]["record_id"]): paper_id
        for dump_id, number, paper_id in found.iter_rows()
    }


def test_the_order_of_records_in_a_source_changes_no_paper_id() -> None:
    sources = crawled_source(600, 6, others=600)
    shuffled = []
    for number, source in enumerate(sources):
        pairs = list(zip(source.records, source.works, strict=True))
        random.Random(number).shuffle(pairs)  # noqa: S311
        shuffled.append(Source([record for record, _ in pairs], [work for _, work in pairs]))
    assert papers_by_record(*shuffled) == papers_by_record(*sources)
