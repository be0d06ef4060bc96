"""Which format is believed when two of them say different things of one paper.

Here belongs the one declared order, and the rank that it gives each dump. Here must not be which
record of equal trust speaks: the newest does (`transforms.papers`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

TRUST: Final[tuple[tuple[str, ...], ...]] = (
    ("arxiv_oai_pmh", "arxiv_atom", "arxiv_snapshot"),
    ("hf_daily_papers",),
    ("pwc_papers",),
    ("s2_papers", "s2_abstracts"),
    ("openalex_works", "openalex_merged_ids"),
    ("dblp",),
    ("csv_table", "json_table", "parquet_table"),
    ("bibtex", "ris"),
    ("pwc_links",),
    ("listing_page",),
)
"""The formats, the most trusted first; those that stand together are believed alike.

1. arXiv's own metadata, whichever way it was fetched: the authors' words, with every version.
2. Copies of it: the daily papers take title, abstract and date over unchanged on the day of
   listing; Papers with Code did too, but is frozen, and its pages could be edited by anyone.
3. Indexes that gather from publishers: Semantic Scholar keeps texts as they came, and the day of
   the first version; OpenAlex rebuilds abstracts from a list of words and mostly dates the journal
   article. DBLP edits titles by hand and has neither abstracts nor days.
4. What a user brings, where nobody has looked at it: tables, then references as programs export
   them.
5. The links of Papers with Code, whose titles only help to find the paper.
6. Listing pages: damaged LaTeX, wrapped lines, and summaries by a machine in place of abstracts.
"""

LEAST: Final = len(TRUST)
"""The rank of a format that is not listed: after all others."""

_RANKS: Final = {name: rank for rank, names in enumerate(TRUST) for name in names}


def dump_trust(dumps: pl.LazyFrame) -> pl.LazyFrame:
    """Rank dumps by the trust in their format.

    Args:
        dumps: Frame with dump_id and format.

    Returns:
        Frame (dump_id, trust), 0 for the most trusted, one row per dump.
    """
    rank = pl.col("format").replace_strict(_RANKS, default=LEAST, return_dtype=pl.UInt8)
    return dumps.select("dump_id", trust=rank)
