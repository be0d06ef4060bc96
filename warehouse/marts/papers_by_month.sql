create or replace table mart.papers_by_month as
with
    counts as (
        select
            month,
            count(*) as paper_count,
            count(*) filter (where code_status = 'linked') as linked_count,
            count(*) filter (where code_status = 'promised') as promised_count,
            count(*) filter (where code_status = 'mentioned') as mentioned_count,
            count(*) filter (where code_status = 'none') as none_count
        from temp.numbered_papers
        group by month
    )

select
    month,
    paper_count,
    linked_count,
    promised_count,
    mentioned_count,
    none_count,
    linked_count / paper_count as linked_share,
    promised_count / paper_count as promised_share,
    mentioned_count / paper_count as mentioned_share,
    none_count / paper_count as none_share
from counts
order by month nulls last;

comment on table mart.papers_by_month is 'One row per month with a paper: for how many of its papers code is linked, promised, mentioned or absent; papers without a date are one more row, without a month.';
comment on column mart.papers_by_month.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.papers_by_month.paper_count is 'Papers of the month.';
comment on column mart.papers_by_month.linked_count is 'Papers with a code or project link.';
comment on column mart.papers_by_month.promised_count is 'Papers whose code is to be released.';
comment on column mart.papers_by_month.mentioned_count is 'Papers whose code is said to be available, without a link.';
comment on column mart.papers_by_month.none_count is 'Papers that say nothing of code.';
comment on column mart.papers_by_month.linked_share is 'The part of the month''s papers with a link, 0 to 1.';
comment on column mart.papers_by_month.promised_share is 'The part whose code is to be released, 0 to 1.';
comment on column mart.papers_by_month.mentioned_share is 'The part whose code is only said to be available, 0 to 1.';
comment on column mart.papers_by_month.none_share is 'The part that says nothing of code, 0 to 1.';
