-- A table: to look up every link's paper takes too long while one waits.
create or replace table mart.hosts_by_month_and_category as
with
    linked as (
        select distinct host, paper_id
        from main.code_links
        where host is not null
    )

select
    paper_overview.month,
    paper_overview.primary_category,
    linked.host,
    count(*) as paper_count
from linked
join mart.paper_overview using (paper_id)
group by paper_overview.month, paper_overview.primary_category, linked.host
order by linked.host, paper_overview.month, paper_overview.primary_category;

comment on table mart.hosts_by_month_and_category is 'One row per month, primary category and host that a paper links; papers without a date are rows without a month, those without a category rows without one.';
comment on column mart.hosts_by_month_and_category.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.hosts_by_month_and_category.primary_category is 'The category that the papers name first; missing where none is known.';
comment on column mart.hosts_by_month_and_category.host is 'The host, such as github.com.';
comment on column mart.hosts_by_month_and_category.paper_count is 'Papers of the month and the category with a link of any kind to the host.';
