-- For the marts alone, by number of paper: which papers a dump has. The dump of the earliest day is
-- the first; of an undated dump nobody knows what it was the first to say.
create or replace temp table temp.papers_of_dumps as
with
    ordered as (
        select
            dump_id,
            format,
            row_number() over (order by listed_on nulls last, file_name, dump_id) as dump_number
        from raw.dumps
    )

select distinct
    ordered.dump_number,
    ordered.dump_id,
    ordered.format,
    numbered_papers.paper_number,
    numbered_papers.published_on
from raw.records
join ordered using (dump_id)
join temp.numbered_papers using (paper_id);
