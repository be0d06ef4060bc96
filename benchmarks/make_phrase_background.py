"""Makes the background tables of keyword extraction from a snapshot of real listings.

The texts of the keyphrase sets' training parts, older computer science, are counted with them.

`transforms/data/phrases.parquet`: how often each phrase stands in texts, in titles, and as a whole
noun group. `transforms/data/word_counts.parquet`: the same of each word (stem), and how often it
opens and closes noun groups. A row is the whole content of its phrase, so counts of further texts
can be added: `paperhouse learn` does.

Run: `python -m benchmarks.make_phrase_background`.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl

from benchmarks.keyphrase_sets import read_set
from orchestration.learning import write_tables
from transforms.phrase_counts import LEAST_TEXTS, count_phrases, prune
from transforms.words import DATA

SNAPSHOT = Path(__file__).parents[1] / (
    "../shared/dumps/arxiv_snapshot/arxiv-metadata-oai-snapshot.jsonl.gz"
)

TRAINING_SETS = ("kp20k_small_train", "inspec_train")


def read_snapshot() -> pl.DataFrame:
    """Read the snapshot: title, abstract."""
    with gzip.open(SNAPSHOT) as lines:
        return pl.read_ndjson(lines.read()).select("title", "abstract")


def read_texts() -> pl.DataFrame:
    """Read the snapshot and the training sets: title, abstract."""
    sets = (read_set(name).select("title", "abstract") for name in TRAINING_SETS)
    return pl.concat([read_snapshot(), *sets])


def main() -> None:
    """Count, prune, write."""
    counts = prune(count_phrases(read_texts()), LEAST_TEXTS)
    write_tables(counts, DATA)
    print(
        f"{counts.texts:,} texts: {counts.words.height:,} words, {counts.phrases.height:,} phrases"
    )


if __name__ == "__main__":
    main()
