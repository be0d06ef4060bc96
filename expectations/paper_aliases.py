"""What the schema cannot say about `main.paper_aliases`."""

from __future__ import annotations

from expectations.rules import Rule

RULES = (
    Rule(
        "alias_id is not the paper_id of a paper",
        "error",
        """
        select alias_id, aliases.paper_id, title from main.paper_aliases as aliases
        join main.papers as papers on aliases.alias_id = papers.paper_id
        """,
        "alias_id",
    ),
)
