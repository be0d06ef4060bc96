"""What the schema cannot say about `main.paper_categories`."""

from __future__ import annotations

from expectations.rules import Rule, one_line

ARXIV_CATEGORY = r"[a-z]+(-[a-z]+)?(\.[A-Za-z]+(-[A-Za-z]+)?)?"

RULES = (
    Rule(
        "a paper with categories has one primary category",
        "error",
        """
        select paper_id, count(*) filter (where is_primary) as primary_count,
            list_sort(list(category))[:10] as categories
        from main.paper_categories
        group by paper_id having count(*) filter (where is_primary) <> 1
        """,
        "is_primary",
    ),
    Rule(
        "a primary category is one of arXiv where the paper has such",
        "error",
        """
        select paper_id, scheme, category from main.paper_categories
        where is_primary and scheme <> 'arxiv' and paper_id in (
            select paper_id from main.paper_categories where scheme = 'arxiv'
        )
        """,
        "is_primary",
    ),
    Rule(
        "a category of arXiv looks like one",
        "warning",
        f"""
        select paper_id, category from main.paper_categories
        where scheme = 'arxiv' and not regexp_full_match(category, '{ARXIV_CATEGORY}')
        """,  # noqa: S608
        "category",
    ),
    one_line("main.paper_categories", "category", "paper_id, scheme"),
)
