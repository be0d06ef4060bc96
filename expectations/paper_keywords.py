"""What the schema cannot say about `main.paper_keywords`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

RULES = (
    numbered("main.paper_keywords", "rank", "paper_id, source"),
    Rule(
        "score does not rise with rank",
        "error",
        """
        select paper_id, source, rank, score, score_before from (
            select paper_id, source, rank, score, lag(score) over (
                partition by paper_id, source order by rank
            ) as score_before
            from main.paper_keywords
        )
        where score > score_before
        """,
        "score",
    ),
)
