create view mart.keyword_trends as
with
    months as (
        select month, count(*) as month_paper_count
        from mart.dated_papers
        where month is not null
        group by month
    ),

    -- The keyword is a key here too, so that a filter on it reaches the tables.
    counts as (
        select
            keywords.keyword_id,
            keywords.keyword,
            dated_papers.month,
            count(distinct paper_keywords.paper_id) as paper_count
        from main.keywords
        join main.paper_keywords using (keyword_id)
        join mart.dated_papers using (paper_id)
        group by keywords.keyword_id, keywords.keyword, dated_papers.month
    )

select
    counts.keyword_id,
    counts.keyword,
    counts.month,
    counts.paper_count,
    months.month_paper_count,
    counts.paper_count / months.month_paper_count as share,
    case
        when lag(counts.month) over by_month = counts.month - interval 1 month
            then share / lag(counts.paper_count / months.month_paper_count) over by_month - 1
    end as growth
from counts
left join months using (month)
window by_month as (partition by counts.keyword_id, counts.keyword order by counts.month);

comment on view mart.keyword_trends is 'One row per keyword and month in which a paper has it; its papers without a date are one more row, without a month.';
comment on column mart.keyword_trends.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_trends.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_trends.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.keyword_trends.paper_count is 'Papers of the month that have it.';
comment on column mart.keyword_trends.month_paper_count is 'All papers of the month.';
comment on column mart.keyword_trends.share is 'The part of the month''s papers that have it, 0 to 1.';
comment on column mart.keyword_trends.growth is 'How much larger the share is than in the month before: 1 is twice as large, -0.5 half; missing where no paper of that month has it.';
