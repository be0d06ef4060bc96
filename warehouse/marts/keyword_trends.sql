create or replace table mart.keyword_trends as
with
    counts as (
        select
            keywords_of_papers.keyword_number,
            keywords_of_papers.month,
            count(*) as paper_count,
            count(*) filter (where keywords_of_papers.code_status = 'linked') as linked_count,
            count(*) filter (where keywords_of_papers.code_status = 'promised') as promised_count,
            count(*) filter (where keywords_of_papers.code_status = 'mentioned') as mentioned_count
        from mart.keywords_of_papers
        join mart.keyword_counts using (keyword_number)
        -- Most keywords are of one or two papers, which make no trend.
        where keyword_counts.paper_count >= 3
        group by keywords_of_papers.keyword_number, keywords_of_papers.month
    )

select
    keyword_counts.keyword_id,
    keyword_counts.keyword,
    counts.month,
    counts.paper_count,
    papers_by_month.paper_count as month_paper_count,
    counts.paper_count / papers_by_month.paper_count as share,
    case
        when lag(counts.month) over by_month = counts.month - interval 1 month
            then share / lag(counts.paper_count / papers_by_month.paper_count) over by_month - 1
    end as growth,
    counts.month = keyword_counts.first_month as is_first,
    counts.linked_count,
    counts.promised_count,
    counts.mentioned_count
from counts
join mart.keyword_counts using (keyword_number)
left join mart.papers_by_month using (month)
window by_month as (partition by counts.keyword_number order by counts.month)
order by counts.keyword_number, counts.month;

comment on table mart.keyword_trends is 'One row per keyword of at least three papers and month in which a paper has it; its papers without a date are one more row, without a month.';
comment on column mart.keyword_trends.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_trends.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_trends.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.keyword_trends.paper_count is 'Papers of the month that have it.';
comment on column mart.keyword_trends.month_paper_count is 'All papers of the month.';
comment on column mart.keyword_trends.share is 'The part of the month''s papers that have it, 0 to 1.';
comment on column mart.keyword_trends.growth is 'How much larger the share is than in the month before: 1 is twice as large, -0.5 half; missing where no paper of that month has it.';
comment on column mart.keyword_trends.is_first is 'Whether it is the first month of a paper that has it; missing for papers without a date.';
comment on column mart.keyword_trends.linked_count is 'Those papers that link code.';
comment on column mart.keyword_trends.promised_count is 'Those papers that promise code.';
comment on column mart.keyword_trends.mentioned_count is 'Those papers that mention code without a link or a promise.';
