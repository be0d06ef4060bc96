"""What the schema cannot say about `raw.records`."""

from __future__ import annotations

from expectations.rules import Rule, one_line

RULES = (
    one_line("raw.records", "title", "dump_id, record_number"),
    Rule(
        "every record of a paper has its listing",
        "error",
        """
        select dump_id, record_number, paper_id, title from raw.records as records
        anti join main.listings as listings
            on records.dump_id = listings.dump_id
            and records.record_number = listings.record_number
        where paper_id is not null
        """,
        "dump_id, record_number",
    ),
    Rule(
        "record_number counts from 1 without gaps in each dump",
        "error",
        """
        select dump_id, count(*) as records, max(record_number) as highest_number
        from raw.records group by dump_id having max(record_number) <> count(*)
        """,
        "record_number",
    ),
    Rule(
        "a record's last line is not before its first",
        "error",
        """
        select dump_id, record_number, line_start, line_end, title from raw.records
        where line_end < line_start
        """,
        "line_start, line_end",
    ),
    Rule(
        "a record lies within its dump",
        "error",
        """
        select dump_id, record_number, line_end, line_count, title
        from raw.records join raw.dumps using (dump_id)
        where line_end > line_count
        """,
        "line_end",
    ),
    Rule(
        "records stand in the order of the dump",
        "error",
        """
        select dump_id, record_number, line_start,
            lag(line_start) over (partition by dump_id order by record_number) as line_start_before
        from raw.records
        qualify line_start < line_start_before
        """,
        "line_start",
    ),
)
