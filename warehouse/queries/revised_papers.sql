-- Which papers have the most versions?
-- rows: how many at most (default: 100)
with
    revised as (
        select
            paper_id,
            max(version) as newest_version,
            min(submitted_on) as first_submitted_on,
            max(submitted_on) as last_submitted_on
        from main.paper_versions
        where paper_id in (select paper_id from main.paper_versions where version > 1)
        group by paper_id
    )

select
    papers.title,
    revised.newest_version,
    revised.first_submitted_on,
    revised.last_submitted_on,
    papers.paper_id
from revised
join main.papers using (paper_id)
order by revised.newest_version desc, papers.title, papers.paper_id
limit greatest(coalesce($rows::bigint, 100), 0);
