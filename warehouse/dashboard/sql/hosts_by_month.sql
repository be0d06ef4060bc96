-- Papers with a link to each of the 12 commonest hosts, by month and category.
with
    common as (
        select host
        from mart.hosts_by_month_and_category
        group by host
        order by sum(paper_count) desc, host
        limit 12
    )

select
    left(hosts.host, 60) as host,
    hosts.month,
    case
        when hosts.primary_category is null then 'no category'
        when list_contains($categories, left(hosts.primary_category, 60))
            then left(hosts.primary_category, 60)
        else 'other categories'
    end as category,
    sum(hosts.paper_count)::bigint as paper_count
from mart.hosts_by_month_and_category as hosts
join common using (host)
group by left(hosts.host, 60), hosts.month, category
order by left(hosts.host, 60), hosts.month nulls first, category;
