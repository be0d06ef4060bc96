"""The main layer: the tables that users query, over all dumps.

Here belong identity and what follows from it. Here must not be anything that one dump alone decides
(`orchestration.assets.raw`), nor how a table is computed (`transforms`).
"""

import functools

import dagster as dg
import polars as pl

from orchestration.archive import with_chosen
from orchestration.assets.raw import OWNERS
from transforms import code_links as code_links_table
from transforms import keywords as keyword_tables
from transforms import listings as listings_table
from transforms import paper_aliases as paper_aliases_table
from transforms import paper_authors as paper_authors_table
from transforms import paper_categories as paper_categories_table
from transforms import paper_identifiers as paper_identifiers_table
from transforms import paper_phrases as phrases_of_papers
from transforms import papers as papers_table
from transforms import record_papers as identity
from transforms import records as records_table
from warehouse.schema import (
    CODE_LINKS,
    KEYWORD_ALIASES,
    KEYWORDS,
    LISTINGS,
    PAPER_ALIASES,
    PAPER_AUTHORS,
    PAPER_CATEGORIES,
    PAPER_IDENTIFIERS,
    PAPER_KEYWORDS,
    PAPERS,
    RECORDS,
)

as_table = functools.partial(
    dg.asset, group_name="main", kinds={"polars", "parquet"}, owners=OWNERS, io_manager_key="tables"
)


@as_table(description="One row per record: the paper that it is.")
def record_papers(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """Resolve each record to its paper."""
    return identity.record_papers(record_keys)


@as_table(description="One row per paper: the record that speaks for it.")
def paper_records(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Choose the record that speaks for each paper."""
    return papers_table.paper_records(record_keys, record_papers)


@as_table(description=PAPERS.grain)
def papers(
    parsed_records: pl.LazyFrame,
    paper_records: pl.LazyFrame,
    record_papers: pl.LazyFrame,
    record_code_status: pl.LazyFrame,
    code_links: pl.LazyFrame,
) -> pl.LazyFrame:
    """Make the row of each paper."""
    status = papers_table.paper_code_status(record_code_status, record_papers, code_links)
    return with_chosen(
        parsed_records.select("dump_id", "record_number", "title", "abstract"),
        paper_records.join(status, on="paper_id", how="left"),
        papers_table.papers,
        PAPERS.polars_schema,
    )


@as_table(description=RECORDS.grain)
def records(parsed_records: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Keep of each record its place, its title and its native ids."""
    return records_table.records(parsed_records, record_papers)


@as_table(description=LISTINGS.grain)
def listings(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Place every record in its dump."""
    return listings_table.listings(record_keys, record_papers, dumps)


@as_table(description=PAPER_IDENTIFIERS.grain)
def paper_identifiers(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the identifiers of each paper."""
    return paper_identifiers_table.paper_identifiers(record_keys, record_papers)


@as_table(description=PAPER_ALIASES.grain)
def paper_aliases(record_keys: pl.LazyFrame) -> pl.LazyFrame:
    """List the ids that a paper would have under its other keys."""
    return paper_aliases_table.paper_aliases(record_keys)


@as_table(description=PAPER_AUTHORS.grain)
def paper_authors(parsed_records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the authors of each paper."""
    return paper_authors_table.paper_authors(parsed_records, paper_records)


@as_table(description=PAPER_CATEGORIES.grain)
def paper_categories(parsed_records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the categories of each paper."""
    return paper_categories_table.paper_categories(parsed_records, paper_records)


@as_table(description=CODE_LINKS.grain)
def code_links(record_code_links: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Gather the links of each paper from all its records."""
    return code_links_table.code_links(record_code_links, record_papers)


@dg.multi_asset(
    outs={
        table.name: dg.AssetOut(
            description=table.grain,
            group_name="main",
            kinds={"polars", "parquet"},
            owners=OWNERS,
            io_manager_key="tables",
        )
        for table in (KEYWORDS, KEYWORD_ALIASES, PAPER_KEYWORDS)
    }
)
def keyword_dimension(
    record_keywords: pl.LazyFrame, paper_records: pl.LazyFrame
) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Join the phrases of all papers into one set of keywords."""
    return keyword_tables.canonical_keywords(
        phrases_of_papers.paper_phrases(record_keywords, paper_records)
    )
