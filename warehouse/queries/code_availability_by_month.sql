-- For which part of each month's papers is code linked, promised, mentioned or absent?
select
    month,
    paper_count,
    linked_count,
    promised_count,
    mentioned_count,
    none_count,
    round(100 * linked_share, 1) as linked_percent,
    round(100 * promised_share, 1) as promised_percent,
    round(100 * mentioned_share, 1) as mentioned_percent,
    round(100 * none_share, 1) as none_percent
from mart.papers_by_month
order by month nulls last;
