-- Which repositories does a source call the official code of a paper, the newest first?
-- rows: how many at most (default: 1000)
select
    paper_overview.counted_on,
    paper_overview.title,
    code_links.url,
    code_links.framework,
    paper_overview.paper_id
from mart.paper_overview
join main.code_links using (paper_id)
where code_links.is_official
order by paper_overview.paper_number, code_links.url
limit greatest(coalesce($rows::bigint, 1000), 0);
