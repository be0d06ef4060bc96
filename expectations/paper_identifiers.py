"""What the schema cannot say about `main.paper_identifiers`."""

from __future__ import annotations

from expectations.rules import Rule
from warehouse.schema import ARXIV_ID, DOI

RULES = (
    Rule(
        "value is well formed for its scheme",
        "error",
        f"""
        select scheme, value, paper_id from main.paper_identifiers
        where (scheme = 'arxiv' and not regexp_full_match(value, '{ARXIV_ID}'))
            or (scheme = 'doi' and not regexp_full_match(value, '{DOI}'))
        """,  # noqa: S608
        "value",
    ),
    Rule(
        "an arXiv id leads to one paper",
        "error",
        """
        select value, list_sort(list(paper_id))[:10] as paper_ids from main.paper_identifiers
        where scheme = 'arxiv' group by value having min(paper_id) <> max(paper_id)
        """,
        "value",
    ),
    Rule(
        "the arXiv id and the DOI of every paper are listed",
        "error",
        """
        with expected as (
            select 'arxiv' as scheme, arxiv_id as value, paper_id from main.papers
            where arxiv_id is not null
            union all
            select 'doi' as scheme, doi as value, paper_id from main.papers
            where doi is not null
        )
        select scheme, value, paper_id from expected
        anti join main.paper_identifiers as identifiers
            on expected.paper_id = identifiers.paper_id
            and expected.scheme = identifiers.scheme
            and expected.value = identifiers.value
        """,
        "scheme, value",
    ),
    Rule(
        "an OpenAlex or Semantic Scholar id leads to one paper",
        "warning",
        """
        select scheme, value, list_sort(list(paper_id))[:10] as paper_ids
        from main.paper_identifiers
        where scheme in ('openalex', 's2')
        group by scheme, value having min(paper_id) <> max(paper_id)
        """,
        "scheme, value",
    ),
)
