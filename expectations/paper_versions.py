"""What the schema cannot say about `main.paper_versions`."""

from __future__ import annotations

from expectations.rules import Rule, numbered

RULES = (
    numbered("main.paper_versions", "version", "paper_id", "warning"),
    Rule(
        "a version is not submitted before the one it follows",
        "warning",
        """
        select paper_id, version, submitted_on, submitted_before from (
            select paper_id, version, submitted_on, lag(submitted_on) over (
                partition by paper_id order by version
            ) as submitted_before
            from main.paper_versions
        )
        where submitted_on < submitted_before
        """,
        "submitted_on",
    ),
)
