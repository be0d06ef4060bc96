-- Which papers were retracted or withdrawn, the newest first?
-- rows: how many at most (default: 1000)
select title, year, venue, arxiv_id, doi, paper_id
from mart.paper_overview
where is_retracted
order by year desc nulls last, title, paper_id
limit greatest(coalesce($rows::bigint, 1000), 0);
