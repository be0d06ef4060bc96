"""What the schema cannot say about `main.listings`."""

from __future__ import annotations

from expectations.rules import Rule

RULES = (
    Rule(
        "every listing has its record",
        "error",
        """
        select dump_id, record_number, paper_id from main.listings as listings
        anti join raw.records as records
            on listings.dump_id = records.dump_id
            and listings.record_number = records.record_number
        """,
        "dump_id, record_number",
    ),
    Rule(
        "listing and record name the same paper",
        "error",
        """
        select dump_id, record_number, listings.paper_id as listed_paper_id,
            records.paper_id as record_paper_id, title
        from main.listings as listings
        join raw.records as records using (dump_id, record_number)
        where listings.paper_id is distinct from records.paper_id
        """,
        "paper_id",
    ),
)
