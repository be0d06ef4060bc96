"""What the schema cannot say about `main.paper_keywords`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

# With ranks 1 to n, the sum of rank times score is least where scores fall (the rearrangement
# inequality), so it is compared with that least sum: half the cost of ordering scores by rank.
RULES = (
    numbered("main.paper_keywords", "rank", "paper_id, source"),
    Rule(
        "score does not rise with rank",
        "error",
        """
        select paper_id, source, list(score order by rank)[:20] as scores
        from main.paper_keywords group by paper_id, source
        having sum(rank * score) > 1e-9 + list_inner_product(
            list_reverse_sort(list(score)), range(1, count(*) + 1)::double[]
        )
        """,
        "score",
    ),
)
