-- Papers with a link to each of the 12 commonest hosts, by month and category.
with
    linked as (
        select distinct host, paper_id
        from main.code_links
        where host is not null
    ),

    common as (
        select host
        from linked
        group by host
        order by count(*) desc, host
        limit 12
    )

select
    left(linked.host, 60) as host,
    dashboard_papers.month_number,
    dashboard_papers.category,
    count(*) as paper_count
from linked
join common using (host)
join dashboard_papers using (paper_id)
group by linked.host, dashboard_papers.month_number, dashboard_papers.category
order by linked.host, dashboard_papers.month_number, dashboard_papers.category;
