"""What the schema cannot say about `quality.paper_matches`."""

from __future__ import annotations

from expectations.rules import Rule

_PAIR = "rule, left_dump_id, left_record_number, right_dump_id, right_record_number"

RULES = (
    Rule(
        "records that were joined are of one paper",
        "error",
        f"""
        select {_PAIR}, left_paper_id, right_paper_id, evidence from quality.paper_matches
        where decision = 'joined' and left_paper_id is distinct from right_paper_id
        """,  # noqa: S608
        "decision",
    ),
    Rule(
        "a pair has a reason exactly where it was not joined",
        "error",
        f"""
        select {_PAIR}, decision, reason from quality.paper_matches
        where (decision = 'joined') = (reason is not null)
        """,  # noqa: S608
        "reason",
    ),
    Rule(
        "a pair and its records name the same papers",
        "error",
        f"""
        select {_PAIR}, left_paper_id, left_records.paper_id as left_record_paper_id,
            right_paper_id, right_records.paper_id as right_record_paper_id
        from quality.paper_matches
        join raw.records as left_records
            on left_dump_id = left_records.dump_id
            and left_record_number = left_records.record_number
        join raw.records as right_records
            on right_dump_id = right_records.dump_id
            and right_record_number = right_records.record_number
        where left_paper_id is distinct from left_records.paper_id
            or right_paper_id is distinct from right_records.paper_id
        """,  # noqa: S608
        "left_paper_id, right_paper_id",
    ),
    Rule(
        "every paper of several records says why they are one",
        "error",
        """
        with joins as (
            select left_paper_id as paper_id, count(*) as joined from quality.paper_matches
            where decision = 'joined' group by left_paper_id
        )
        select paper_id, count(*) as records, any_value(joined) as joined
        from raw.records left join joins using (paper_id)
        where paper_id is not null
        group by paper_id
        having count(*) - 1 > coalesce(any_value(joined), 0)
        """,
        "decision",
    ),
)
