"""The search index in the warehouse: how its tables are filled.

They lie in a schema of their own and are not declared in `warehouse.schema`: no tables for users,
but what `search_papers` reads, in lists, of which neither checks nor BI tools make anything.

Here must not be what a term is (`transforms.search_terms`), what the tables are
(`marts/search_index.sql`) or how papers are ranked (`marts/search_papers.sql`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from warehouse.load import MARTS

TABLES: Final = MARTS / "search_index.sql"

PAPERS: Final = """
insert into search.papers
select file_row_number, paper_id from read_parquet($file, file_row_number = true)
"""

TERMS: Final = """
insert into search.terms
select term, paper_count, paper_numbers, weights from read_parquet($file)
"""


def load_search_index(connection: duckdb.DuckDBPyConnection, papers: Path, terms: Path) -> None:
    """Fill the search index.

    Args:
        connection: A warehouse under construction, whose index is empty.
        papers: The Parquet file of the papers, whose places are their numbers.
        terms: The Parquet file of their search terms, block after block.
    """
    connection.execute(TABLES.read_text(encoding="utf-8"))
    connection.execute(PAPERS, {"file": str(papers)})
    connection.execute(TERMS, {"file": str(terms)})
