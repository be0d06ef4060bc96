-- The papers as the page counts them: 300 months at most, the 40 largest categories by name.
create or replace temp table dashboard_papers as
with
    span as (
        select
            greatest(min(month), max(month) - interval 299 month)::date as first_month
        from mart.dated_papers
    ),

    named as (
        select primary_category
        from main.papers
        where primary_category is not null
        group by primary_category
        order by count(*) desc, primary_category
        limit 40
    )

select
    papers.paper_id,
    dated_papers.counted_on,
    case
        when dated_papers.month >= span.first_month
            then datediff('month', span.first_month, dated_papers.month)
        -- Without a date, or older than the page reaches.
        else -1
    end as month_number,
    case
        when papers.primary_category is null then 'no category'
        when named.primary_category is null then 'other categories'
        else left(papers.primary_category, 60)
    end as category,
    coalesce(papers.code_status, 'none') as code_status
from main.papers
join mart.dated_papers using (paper_id)
left join named using (primary_category)
cross join span;
