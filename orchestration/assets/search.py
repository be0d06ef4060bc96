"""The search index, over all papers.

Here belongs its making, block by block. Here must not be what a term is
(`transforms.search_terms`), nor how papers are found and ranked
(`warehouse/marts/search_papers.sql`).
"""

from collections.abc import Iterator

import dagster as dg
import polars as pl
from polars.io.plugins import register_io_source

from orchestration.assets.raw import OWNERS
from orchestration.progress import advance
from transforms.search_terms import BLOCK_SIZE, SEARCH_TERM
from transforms.search_terms import search_terms as terms_of_block


@dg.asset(
    group_name="main",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    io_manager_key="tables",
    description="One row per term, block of papers and 4,096 papers: which papers hold the term.",
)
def search_terms(papers: pl.LazyFrame) -> pl.LazyFrame:
    """Index the words of titles and abstracts; a paper's number is its place in `papers`."""
    texts = papers.select("title", "abstract")

    def indexed(*_: object) -> Iterator[pl.DataFrame]:
        total = texts.select(pl.len()).collect().item()
        done = 0
        for block in texts.collect_batches(chunk_size=BLOCK_SIZE, maintain_order=True):
            yield terms_of_block(block, done)
            done += block.height
            advance("search index", done, total)

    return register_io_source(indexed, schema=SEARCH_TERM)
