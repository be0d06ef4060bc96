"""What the schema cannot say about `raw.dumps`."""

from __future__ import annotations

from expectations.rules import Rule

STALE_AFTER_DAYS = 45

MOSTLY_RECORDS = Rule(
    "at most half of a dump's pieces are refused",
    "error",
    """
    select dump_id, file_name, format, record_count, reject_count from raw.dumps
    where reject_count > record_count
    """,
    "reject_count",
)
"""A dump that its format hardly reads is not what its user thinks, unless the user says so."""

RULES = (
    Rule(
        "every line is part of a record, of the page's furniture or of a reject",
        "error",
        """
        select dump_id, file_name, line_count, record_line_count, chrome_line_count,
            reject_line_count
        from raw.dumps
        where line_count <> record_line_count + chrome_line_count + reject_line_count
        """,
        "line_count",
    ),
    Rule(
        "record_count is the number of records",
        "error",
        """
        with found as (select dump_id, count(*) as records from raw.records group by dump_id)
        select dump_id, file_name, record_count, coalesce(records, 0) as records
        from raw.dumps left join found using (dump_id)
        where record_count <> coalesce(records, 0)
        """,
        "record_count",
    ),
    Rule(
        "reject_count is the number of rejects",
        "error",
        """
        with found as (select dump_id, count(*) as rejects from raw.rejects group by dump_id)
        select dump_id, file_name, reject_count, coalesce(rejects, 0) as rejects
        from raw.dumps left join found using (dump_id)
        where reject_count <> coalesce(rejects, 0)
        """,
        "reject_count",
    ),
    Rule(
        "every dump has records",
        "warning",
        "select dump_id, file_name, format, line_count from raw.dumps where record_count = 0",
        "record_count",
    ),
    MOSTLY_RECORDS,
    Rule(
        "no dump is cut short",
        "warning",
        "select dump_id, file_name, format, record_count from raw.dumps where is_cut_short",
        "is_cut_short",
    ),
    Rule(
        f"the newest listing is at most {STALE_AFTER_DAYS} days old",
        "warning",
        f"""
        select max(listed_on) as newest_listing, cast($today as date) as today from raw.dumps
        having date_diff('day', max(listed_on), cast($today as date)) > {STALE_AFTER_DAYS}
        """,  # noqa: S608
        "listed_on",
        observed="""
        select case
            when max(listed_on) is null then 'no dump has a known date'
            when $today is null then 'newest listing ' || max(listed_on) || '; today is not known'
            else 'newest listing ' || max(listed_on) || ', '
                || date_diff('day', max(listed_on), cast($today as date)) || ' days ago'
        end from raw.dumps
        """,
    ),
)
