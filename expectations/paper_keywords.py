"""What the schema cannot say about `main.paper_keywords`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

RULES = (
    numbered("main.paper_keywords", "rank", "paper_id, source"),
    Rule(
        "score does not rise with rank",
        "error",
        """
        with ranked as (
            select paper_id, source, list(score order by rank) as scores
            from main.paper_keywords group by paper_id, source
        )
        select paper_id, source, scores[:20] as scores from ranked
        where scores <> list_reverse_sort(scores)
        """,
        "score",
    ),
)
