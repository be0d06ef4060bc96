-- Why are the records of each of the ten most repeated papers one paper?
-- Of one paper: paperhouse query "from why_one_paper('2603.91153')", by any id, identifier or title.
from quality.records_of_papers((
    select list(paper_id)
    from (
        select paper_id
        from raw.records
        where paper_id is not null
        group by paper_id
        having count(*) > 1
        order by count(*) desc, paper_id
        limit 10
    )
));
