"""What the schema cannot say about `main.keywords`."""

from __future__ import annotations

from expectations.rules import Rule, one_line

RULES = (
    one_line("main.keywords", "keyword", "keyword_id"),
    Rule(
        "every keyword is used by a paper",
        "error",
        """
        select keyword_id, keyword from main.keywords as keywords
        anti join main.paper_keywords as paper_keywords
            on keywords.keyword_id = paper_keywords.keyword_id
        """,
        "keyword_id",
    ),
    Rule(
        "no two keywords are written alike",
        "warning",
        """
        select keyword, list_sort(list(keyword_id))[:10] as keyword_ids from main.keywords
        group by keyword having count(*) > 1
        """,
        "keyword",
    ),
)
