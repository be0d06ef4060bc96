"""What the schema cannot say about `main.paper_keywords`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

RULES = (
    numbered("main.paper_keywords", "rank", "paper_id, source"),
    Rule(
        "the score of extracted keywords does not rise with rank",
        "error",
        """
        select paper_id, source, rank, score, score_before from (
            select paper_id, source, rank, score, lag(score) over (
                partition by paper_id order by rank
            ) as score_before
            from main.paper_keywords where source = 'extracted'
        )
        where score > score_before
        """,
        "score",
    ),
    Rule(
        "an extracted keyword has a score",
        "error",
        """
        select paper_id, keyword_id, rank from main.paper_keywords
        where source = 'extracted' and score is null
        """,
        "score",
    ),
)
