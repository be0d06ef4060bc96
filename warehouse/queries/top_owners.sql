-- Which owners have the most repositories that papers link?
-- rows: how many at most (default: 25)
select host, owner, repository_count, paper_count, first_month, last_month
from mart.repository_owners
order by repository_count desc, paper_count desc, host, owner
limit greatest(coalesce($rows::bigint, 25), 0);
