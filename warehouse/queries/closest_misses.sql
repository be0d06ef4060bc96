-- Which records are nearly one paper, and what kept them apart?
-- Of one paper: paperhouse query "from nearly_one_paper('2603.91153')".
with
    closest as (
        select *
        from quality.paper_matches
        where decision <> 'joined' and left_paper_id is distinct from right_paper_id
        order by
            title_similarity desc nulls last, author_overlap desc nulls last, year_gap nulls last,
            rule, evidence, left_dump_id, left_record_number, right_dump_id, right_record_number
        limit 100
    )

select
    left_records.title,
    right_records.title as other_title,
    closest.rule,
    closest.decision,
    closest.reason,
    round(closest.title_similarity, 2) as title_similarity,
    round(closest.author_overlap, 2) as author_overlap,
    closest.year_gap,
    left_dumps.file_name || ', ' || left_dumps.counted_in || ' ' || left_records.line_start as place,
    right_dumps.file_name || ', ' || right_dumps.counted_in || ' ' || right_records.line_start
        as other_place
from closest
join raw.records as left_records
    on left_records.dump_id = left_dump_id and left_records.record_number = left_record_number
join raw.records as right_records
    on right_records.dump_id = right_dump_id and right_records.record_number = right_record_number
join raw.dumps as left_dumps on left_dumps.dump_id = left_dump_id
join raw.dumps as right_dumps on right_dumps.dump_id = right_dump_id
order by
    closest.title_similarity desc nulls last, closest.author_overlap desc nulls last,
    closest.year_gap nulls last, closest.rule, left_records.title, right_records.title, place,
    other_place;
