create or replace view mart.hosts_by_month as
with
    months as (
        select month, count(*) as month_paper_count
        from mart.dated_papers
        group by month
    ),

    counts as (
        select
            dated_papers.month,
            code_links.host,
            code_links.kind,
            count(*) as link_count,
            count(distinct code_links.paper_id) as paper_count
        from main.code_links
        join mart.dated_papers using (paper_id)
        group by dated_papers.month, code_links.host, code_links.kind
    )

select
    counts.month,
    counts.host,
    counts.kind,
    counts.link_count,
    counts.paper_count,
    months.month_paper_count,
    counts.paper_count / months.month_paper_count as share
from counts
join months on months.month is not distinct from counts.month;

comment on view mart.hosts_by_month is 'One row per month, host and kind of link; links of papers without a date are rows without a month.';
comment on column mart.hosts_by_month.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.hosts_by_month.host is 'The host.';
comment on column mart.hosts_by_month.kind is 'What the links lead to.';
comment on column mart.hosts_by_month.link_count is 'Links of the month''s papers, one per paper and URL.';
comment on column mart.hosts_by_month.paper_count is 'Papers of the month with such a link.';
comment on column mart.hosts_by_month.month_paper_count is 'All papers of the month.';
comment on column mart.hosts_by_month.share is 'The part of the month''s papers with such a link, 0 to 1.';
