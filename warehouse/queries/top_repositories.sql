-- Which repositories do the most papers link?
-- rows: how many at most (default: 25)
select host, owner, repository, paper_count, official_paper_count, first_month, last_month, url
from mart.repositories
order by paper_count desc, official_paper_count desc, last_month desc nulls last, url
limit greatest(coalesce($rows::bigint, 25), 0);
