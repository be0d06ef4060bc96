"""What the schema cannot say about `main.paper_authors`."""

from __future__ import annotations

from expectations.rules import numbered, one_line

RULES = (
    numbered("main.paper_authors", "position", "paper_id"),
    one_line("main.paper_authors", "author_name", "paper_id, position"),
)
