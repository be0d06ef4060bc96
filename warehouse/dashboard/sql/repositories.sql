-- The 100 repositories that the most papers link.
select
    left(owner, 80) as owner,
    left(repository, 80) as repository,
    left(host, 60) as host,
    url,
    paper_count,
    official_paper_count as official_count,
    strftime(last_month, '%Y-%m') as last_month
from mart.repositories
order by paper_count desc, mart.repositories.last_month desc nulls last, url
limit 100;
