"""What the schema cannot say about `main.paper_authors`."""

from __future__ import annotations

from expectations.rules import numbered

RULES = (numbered("main.paper_authors", "position", "paper_id"),)
