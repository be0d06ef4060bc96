"""Makes the background tables of keyword extraction from a snapshot of real listings.

`transforms/data/phrases.parquet`: how often each phrase stands in texts, in titles, and as a whole
noun group. `transforms/data/word_counts.parquet`: the same of each word (stem), and how often it
opens and closes noun groups. A row is the whole content of its phrase, so counts of further texts
can be added.

Run: `python benchmarks/make_phrase_background.py`.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl

from transforms.acronyms import definitions
from transforms.phrases import describe_tokens, occurrences, write_phrases
from transforms.tokens import TITLE, tokenize
from transforms.words import word_attributes

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "../shared/dumps/arxiv_snapshot/arxiv-metadata-oai-snapshot.jsonl.gz"
PHRASES = ROOT / "transforms/data/phrases.parquet"
WORDS = ROOT / "transforms/data/word_counts.parquet"

LEAST_TEXTS = 3
"""Phrases of fewer texts are judged by their document alone."""

WORD_COUNTS = ("titles", "title_opens", "title_closes", "count", "closes", "alone")

BATCH = 4_000


def read_snapshot() -> pl.DataFrame:
    """Read the snapshot as records: record_number, title, abstract."""
    with gzip.open(SNAPSHOT) as lines:
        papers = pl.read_ndjson(lines.read())
    return papers.select("title", "abstract").with_row_index("record_number", offset=1)


def count_batch(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Count the phrases and the words of one batch."""
    tokens = tokenize(records)
    described = describe_tokens(tokens, word_attributes(tokens.get_column("token").unique()))
    places = occurrences(described, definitions(described))
    phrases = (
        places.group_by("record_number", "key")
        .agg(
            pl.col("row", "length").first(),
            in_title=(pl.col("part") == TITLE).any(),
            count=pl.len(),
            whole=pl.col("whole").sum(),
        )
        .group_by("key")
        .agg(
            pl.col("row", "length").first(),
            texts=pl.len(),
            titles=pl.col("in_title").sum(),
            count=pl.col("count").sum(),
            whole=pl.col("whole").sum(),
        )
    )
    return write_phrases(described, phrases).drop("row", "keyword"), count_words(described)


def count_words(described: pl.DataFrame) -> pl.DataFrame:
    """Count the words of one batch: stem, texts, titles, count, closes, alone and the like."""
    in_title = pl.col("part") == TITLE
    opens, closes = pl.col("member") & pl.col("first"), pl.col("member") & pl.col("last")
    return (
        described.filter("is_word")
        .group_by("record_number", "stem")
        .agg(
            titles=in_title.any(),
            title_opens=(in_title & opens).any(),
            title_closes=(in_title & closes).any(),
            count=pl.len(),
            closes=closes.sum(),
            alone=(opens & closes).sum(),
        )
        .group_by("stem")
        .agg(pl.col(WORD_COUNTS).sum(), texts=pl.len())
    )


def main() -> None:
    """Count, prune, write."""
    batches = [count_batch(batch) for batch in read_snapshot().iter_slices(BATCH)]
    phrases = (
        pl.concat(phrases for phrases, _ in batches)
        .group_by("stem_key")
        .agg(pl.col("texts", "titles", "count", "whole").sum())
        .filter(pl.col("texts") >= LEAST_TEXTS)
        .with_columns(pl.all().exclude("stem_key").cast(pl.UInt32))
        .sort("stem_key")
    )
    words = (
        pl.concat(words for _, words in batches)
        .group_by("stem")
        .agg(pl.col("texts", *WORD_COUNTS).sum().cast(pl.UInt32))
        .filter(pl.col("texts") >= LEAST_TEXTS)
        .sort("stem")
    )
    for table, path in ((phrases, PHRASES), (words, WORDS)):
        table.write_parquet(path, compression="zstd", compression_level=19)
        print(f"{path.name}: {table.height:,} rows, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
