"""The main layer: the tables that users query, over all dumps.

Here belong identity and what follows from it. Here must not be anything that one dump alone decides
(`orchestration.assets.raw`), nor how a table is computed (`transforms`).
"""

import functools

import dagster as dg
import polars as pl

from orchestration.archive import with_chosen
from orchestration.assets.raw import OWNERS
from orchestration.resources import State
from orchestration.retitling import kept_keywords
from transforms import code_links as code_links_table
from transforms import keywords as keyword_tables
from transforms import listings as listings_table
from transforms import paper_aliases as paper_aliases_table
from transforms import paper_authors as paper_authors_table
from transforms import paper_categories as paper_categories_table
from transforms import paper_identifiers as paper_identifiers_table
from transforms import paper_matches as paper_matches_table
from transforms import paper_phrases as phrases_of_papers
from transforms import paper_records as choice_of_records
from transforms import paper_versions as paper_versions_table
from transforms import papers as papers_table
from transforms import record_papers as record_papers_table
from transforms import records as records_table
from transforms import retitled_keywords as keywords_with_titles
from transforms.identity.resolve import resolve
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
    PAPER_MATCHES,
    PAPER_VERSIONS,
    PAPERS,
    RECORDS,
)

as_table = functools.partial(
    dg.asset, group_name="main", kinds={"polars", "parquet"}, owners=OWNERS, io_manager_key="tables"
)


@dg.multi_asset(
    outs={
        name: dg.AssetOut(
            description=description,
            group_name="main",
            kinds={"polars", "parquet"},
            owners=OWNERS,
            io_manager_key="tables",
        )
        for name, description in (
            ("record_papers", "One row per record: the paper that it is."),
            (PAPER_ALIASES.name, PAPER_ALIASES.grain),
            (PAPER_MATCHES.name, PAPER_MATCHES.grain),
        )
    }
)
def identity(record_keys: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Resolve each record to its paper, and keep why."""
    found = resolve(record_keys)
    return (
        record_papers_table.papers_of_records(found),
        paper_aliases_table.paper_aliases(found),
        paper_matches_table.paper_matches(found, record_keys),
    )


@as_table(description="One row per paper: the records that speak for it, field by field.")
def paper_records(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Choose the records that speak for each paper."""
    return choice_of_records.paper_records(record_keys, record_papers, dumps)


@as_table(description=PAPERS.grain)
def papers(
    parsed_records: pl.LazyFrame,
    paper_records: pl.LazyFrame,
    record_papers: pl.LazyFrame,
    record_code_status: pl.LazyFrame,
    code_links: pl.LazyFrame,
) -> pl.LazyFrame:
    """Make the row of each paper."""
    borrowed = papers_table.borrowed_texts(parsed_records, paper_records)
    status = papers_table.paper_code_status(record_code_status, record_papers, code_links)
    chosen = paper_records.join(borrowed, on="paper_id", how="left").join(
        status, on="paper_id", how="left"
    )
    return with_chosen(
        parsed_records.select(papers_table.READ),
        chosen.select(papers_table.HELD),
        papers_table.papers,
        PAPERS.polars_schema,
    )


@as_table(description=RECORDS.grain)
def records(parsed_records: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """Keep of each record its place, its title and its native ids."""
    return records_table.records(parsed_records, record_papers)


@as_table(description=LISTINGS.grain)
def listings(
    record_keys: pl.LazyFrame, record_papers: pl.LazyFrame, dump_days: pl.LazyFrame
) -> pl.LazyFrame:
    """Place every record in its dump."""
    return listings_table.listings(record_keys, record_papers, dump_days)


@as_table(description=PAPER_IDENTIFIERS.grain)
def paper_identifiers(record_keys: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the identifiers of each paper."""
    return paper_identifiers_table.paper_identifiers(record_keys, record_papers)


@as_table(description=PAPER_VERSIONS.grain)
def paper_versions(parsed_records: pl.LazyFrame, record_papers: pl.LazyFrame) -> pl.LazyFrame:
    """List the versions of each paper."""
    return paper_versions_table.paper_versions(parsed_records, record_papers)


@as_table(description=PAPER_AUTHORS.grain)
def paper_authors(parsed_records: pl.LazyFrame, paper_records: pl.LazyFrame) -> pl.LazyFrame:
    """List the authors of each paper."""
    return with_chosen(
        parsed_records.select("dump_id", "record_number", "authors"),
        paper_authors_table.author_records(paper_records),
        paper_authors_table.paper_authors,
        PAPER_AUTHORS.polars_schema,
    )


@as_table(description=PAPER_CATEGORIES.grain)
def paper_categories(
    parsed_records: pl.LazyFrame, record_papers: pl.LazyFrame, paper_records: pl.LazyFrame
) -> pl.LazyFrame:
    """List the categories of each paper."""
    return paper_categories_table.paper_categories(parsed_records, record_papers, paper_records)


@as_table(description=CODE_LINKS.grain)
def code_links(
    record_code_links: pl.LazyFrame, record_papers: pl.LazyFrame, dumps: pl.LazyFrame
) -> pl.LazyFrame:
    """Gather the links of each paper from all its records."""
    return code_links_table.code_links(record_code_links, record_papers, dumps)


@as_table(
    description="The ranked key phrases of each abstract whose title stands in another record."
)
def retitled_keywords(
    state: State, parsed_records: pl.LazyFrame, paper_records: pl.LazyFrame
) -> pl.LazyFrame:
    """Extract the key phrases of abstracts together with the titles that they borrow."""
    texts = papers_table.borrowed_texts(parsed_records, paper_records)
    return kept_keywords(state.folder, keywords_with_titles.borrowed_titles(paper_records, texts))


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
    record_keywords: pl.LazyFrame,
    retitled_keywords: pl.LazyFrame,
    record_papers: pl.LazyFrame,
    paper_records: pl.LazyFrame,
    parsed_records: pl.LazyFrame,
) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Join the phrases and the given keywords of all papers into one set."""
    return keyword_tables.canonical_keywords(
        phrases_of_papers.paper_phrases(
            record_keywords,
            retitled_keywords,
            record_papers,
            paper_records,
            papers_table.borrowed_texts(parsed_records, paper_records),
        )
    )
