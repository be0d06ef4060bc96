"""What the schema cannot say about `main.paper_keywords`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

SCORES_FALL = Rule(
    "the score of extracted keywords does not rise with rank",
    "error",
    """
    with steps as (
        select paper_id, rank, score, lag(paper_id) over () as paper_before,
            lag(rank) over () as rank_before, lag(score) over () as score_before
        from main.paper_keywords where source = 'extracted'
    ),
    suspects as (
        select paper_id from steps
        where (
            paper_id = paper_before and rank > rank_before
            and (score > score_before) is not true
        ) is not true
        group by paper_id having count(*) > 1
    )
    select paper_id, source, rank, score, score_before from (
        select paper_id, source, rank, score, lag(score) over (
            partition by paper_id order by rank
        ) as score_before
        from main.paper_keywords
        where source = 'extracted' and hash(paper_id) in (select hash(paper_id) from suspects)
    )
    where score > score_before
    """,
    "score",
)
"""Sorting all rows takes seconds, and all but a few stand sorted.

In whatever order the rows come: where all rows of a paper but one follow on from the row before, by
a higher rank and no higher score, they are right. Only the papers of which more do not are sorted.
"""

RULES = (
    numbered("main.paper_keywords", "rank", "paper_id, source"),
    SCORES_FALL,
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
