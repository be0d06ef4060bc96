"""What the schema cannot say about `raw.rejects`."""

from __future__ import annotations

from expectations.rules import Rule

RULES = (
    Rule(
        "a reject's last line is not before its first",
        "error",
        """
        select dump_id, line_number, line_end, reason, excerpt from raw.rejects
        where line_end < line_number
        """,
        "line_number, line_end",
    ),
    Rule(
        "a reject lies within its dump",
        "error",
        """
        select dump_id, line_number, rejects.line_end, line_count, reason
        from raw.rejects as rejects join raw.dumps using (dump_id)
        where rejects.line_end > line_count
        """,
        "line_end",
    ),
    Rule(
        "excerpt has at most 200 characters",
        "warning",
        """
        select dump_id, line_number, length(excerpt) as characters, excerpt from raw.rejects
        where length(excerpt) > 200
        """,
        "excerpt",
    ),
)
