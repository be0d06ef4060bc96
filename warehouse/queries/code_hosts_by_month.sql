-- Which part of each month's papers links a host?
-- host: a host (default: github.com)
select month, host, kind, paper_count, month_paper_count, round(100 * share, 1) as percent
from mart.hosts_by_month
where host = lower(coalesce($host, 'github.com'))
order by month nulls last, kind;
