create or replace table mart.hosts_by_month as
with
    counts as (
        select
            numbered_papers.month,
            code_links.host,
            code_links.kind,
            count(*) as link_count,
            count(distinct numbered_papers.paper_number) as paper_count
        from main.code_links
        join temp.numbered_papers using (paper_id)
        group by numbered_papers.month, code_links.host, code_links.kind
    )

select
    counts.month,
    counts.host,
    counts.kind,
    counts.link_count,
    counts.paper_count,
    papers_by_month.paper_count as month_paper_count,
    counts.paper_count / papers_by_month.paper_count as share
from counts
join mart.papers_by_month on papers_by_month.month is not distinct from counts.month
order by counts.host, counts.kind, counts.month nulls last;

comment on table mart.hosts_by_month is 'One row per month, host and kind of link; links of papers without a date are rows without a month.';
comment on column mart.hosts_by_month.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.hosts_by_month.host is 'The host.';
comment on column mart.hosts_by_month.kind is 'What the links lead to.';
comment on column mart.hosts_by_month.link_count is 'Links of the month''s papers, one per paper and URL.';
comment on column mart.hosts_by_month.paper_count is 'Papers of the month with such a link.';
comment on column mart.hosts_by_month.month_paper_count is 'All papers of the month.';
comment on column mart.hosts_by_month.share is 'The part of the month''s papers with such a link, 0 to 1.';
