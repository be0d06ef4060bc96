-- The 100 repositories that the most papers link.
with
    linked as (
        select
            host,
            lower(owner) as owner_key,
            lower(repository) as repository_key,
            paper_id,
            min(url) as url,
            arg_min(owner, url) as owner,
            arg_min(repository, url) as repository,
            coalesce(bool_or(is_official), false) as is_official
        from main.code_links
        where kind = 'repository'
        group by host, owner_key, repository_key, paper_id
    )

select
    left(arg_min(linked.owner, linked.url), 80) as owner,
    left(arg_min(linked.repository, linked.url), 80) as repository,
    linked.host,
    min(linked.url) as url,
    count(*) as paper_count,
    count(*) filter (where linked.is_official) as official_count,
    strftime(max(dashboard_papers.counted_on), '%Y-%m') as last_month
from linked
join dashboard_papers using (paper_id)
group by linked.host, linked.owner_key, linked.repository_key
order by
    paper_count desc, last_month desc nulls last, linked.host, linked.owner_key,
    linked.repository_key
limit 100;
