"""What the schema cannot say about `main.paper_categories`."""

from __future__ import annotations

from expectations.rules import Rule

RULES = (
    Rule(
        "a paper has at most one primary category",
        "error",
        """
        select paper_id, list_sort(list(category))[:10] as primary_categories
        from main.paper_categories where is_primary
        group by paper_id having count(*) > 1
        """,
        "is_primary",
    ),
)
