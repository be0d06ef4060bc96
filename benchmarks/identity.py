"""How well and how fast identity finds the records of one paper, on invented sources.

Here belong the measurement and its rows; the sources stand in `benchmarks.noisy_duplicates`. Run:
`python -m benchmarks.identity`, with `--scale 1000000` for the cost of a million records.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from benchmarks.noisy_duplicates import Source, crawled_source, curated_sources, many_sources
from transforms.identity.resolve import resolve
from transforms.paper_matches import paper_matches
from transforms.parsed_records import RECORD
from transforms.record_keys import record_keys
from transforms.record_papers import papers_of_records

SEEDS = (1, 2, 3)


def main() -> None:
    """Print precision, recall and F1 of each set, and what each rule joins."""
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=int, default=0, help="records to measure the cost with")
    options.add_argument("--plain", action="store_true", help="with arXiv ids and no duplicates")
    chosen = options.parse_args()
    if chosen.scale:
        print_cost(chosen.scale, plain=chosen.plain)
        return
    for name, pair in sets():
        print_accuracy(name, measure(*pair))


def sets() -> Iterable[tuple[str, tuple[Source, Source]]]:
    """The sets: two curated sources, and a curated with a crawled one."""
    for seed in SEEDS:
        yield f"curated {seed}", curated_sources(2_600, seed)
    for seed in SEEDS:
        yield f"crawled {seed}", crawled_source(2_600, seed, others=6_000)


def keys_of(sources: Iterable[Source]) -> pl.LazyFrame:
    """The keys of sources, each one a dump whose records have ids of their own."""
    frames = []
    for number, source in enumerate(sources):
        rows = [
            {
                "record_number": place,
                "identifiers": [{"scheme": "local", "value": record["record_id"]}],
                **{name: record[name] for name in ("title", "authors", "venue", "year")},
            }
            for place, record in enumerate(source.records, 1)
        ]
        parsed = pl.DataFrame(rows, schema=RECORD)
        keys = record_keys(parsed.lazy()).collect()
        frames.append(keys.lazy().with_columns(dump_id=pl.lit(f"{number}" * 64)))
    return pl.concat(frames)


@dataclass(frozen=True)
class Scores:
    """How the pairs found between two sources compare with those that are one paper."""

    records: int
    pairs: int
    precision: float
    recall: float
    cpu_seconds: float
    decisions: pl.DataFrame

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measure(left: Source, right: Source) -> Scores:
    """Match two sources, and count the pairs of records of both that are one paper."""
    keys = keys_of([left, right])
    start = time.process_time()
    identity = resolve(keys)
    seconds = time.process_time() - start
    works = pl.concat(
        pl.DataFrame({"work": source.works})
        .with_row_index("record_number", 1)
        .with_columns(pl.col("record_number").cast(pl.Int64), dump_id=pl.lit(f"{number}" * 64))
        for number, source in enumerate((left, right))
    )
    known = papers_of_records(identity).collect().join(works, on=["dump_id", "record_number"])
    ours, theirs = (known.filter(pl.col("dump_id") == f"{number}" * 64) for number in (0, 1))
    pairs = ours.join(theirs, on="work").height
    found = ours.join(theirs, on="paper_id")
    right_pairs = found.filter(pl.col("work") == pl.col("work_right")).height
    return Scores(
        known.height,
        pairs,
        right_pairs / found.height,
        right_pairs / pairs,
        seconds,
        _judged(identity.decisions, identity.nodes, works),
    )


def print_accuracy(name: str, scores: Scores) -> None:
    """Print the scores of a set, and how often each rule decides and is right."""
    print(
        f"{name}: {scores.records:,} records, {scores.pairs:,} pairs, "
        f"precision {scores.precision:.3f}, recall {scores.recall:.3f}, F1 {scores.f1:.3f}, "
        f"{scores.cpu_seconds:.1f} CPU s"
    )
    with pl.Config(tbl_rows=40, fmt_str_lengths=60, tbl_width_chars=150):
        print(scores.decisions)


def _judged(decisions: pl.DataFrame, nodes: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    """How often each rule decides what for which reason, and the share of it that is one paper."""
    of_nodes = (
        nodes.select("node", "dump_id", "record_number")
        .join(works, on=["dump_id", "record_number"])
        .select("node", "work")
    )
    return (
        decisions.join(of_nodes, left_on="left", right_on="node")
        .join(of_nodes, left_on="right", right_on="node", suffix="_right")
        .group_by("decision", "rule", pl.col("reason").fill_null("-"))
        .agg(pairs=pl.len(), one_paper=(pl.col("work") == pl.col("work_right")).mean().round(3))
        .sort("decision", "pairs", descending=[False, True])
    )


def print_cost(size: int, *, plain: bool) -> None:
    """Print the CPU seconds and the memory that a number of records takes."""
    rows: list[dict[str, Any]] = []
    frames, works = [], []
    for place, record in enumerate(many_sources(size, 1), 1):
        works.append(record.pop("work"))
        arxiv_id = f"{place // 99999 % 90 + 1001:04d}.{place % 99999 + 1:05d}" if plain else None
        rows.append({"record_number": place, "arxiv_id": arxiv_id, **record})
        if len(rows) == 50_000 or place == size:
            frames.append(record_keys(pl.LazyFrame(rows, schema=RECORD)).collect())
            rows = []
    keys = pl.concat(frames).with_columns(dump_id=pl.lit("0" * 64)).lazy()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, start = time.perf_counter(), time.process_time()
    identity = resolve(keys)
    papers = papers_of_records(identity).collect()
    matches = paper_matches(identity, keys).collect()
    print(
        f"{size:,} records: {papers['paper_id'].n_unique():,} papers, {matches.height:,} matches, "
        f"{time.process_time() - start:.1f} CPU s, {time.perf_counter() - wall:.1f} s, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB "
        f"({before / 1024:,.0f} before)"
    )
    if plain:
        return
    known = papers.sort("record_number").with_columns(work=pl.Series(works))
    right = _pairs(known, "work", "paper_id")
    precision, recall = right / _pairs(known, "paper_id"), right / _pairs(known, "work")
    print(f"precision {precision:.4f}, recall {recall:.4f} of pairs")


def _pairs(known: pl.DataFrame, *columns: str) -> int:
    """How many pairs of records share these columns."""
    sizes = known.group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


if __name__ == "__main__":
    main()
