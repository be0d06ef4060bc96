-- Which keywords stand in a paper of the newest month for the first time?
-- month: another month, such as 2026-03 (default: the newest of a paper)
with
    chosen as (
        select coalesce((left($month, 7) || '-01')::date, max(month)) as month
        from mart.dated_papers
    ),

    counts as (
        select
            paper_keywords.keyword_id,
            count(distinct paper_keywords.paper_id) as paper_count,
            count(distinct paper_keywords.paper_id) filter (where paper_keywords.in_title)
                as title_count,
            max(paper_keywords.score) as best_score
        from main.paper_keywords
        join mart.dated_papers using (paper_id)
        join chosen using (month)
        where
            paper_keywords.keyword_id in (
                select keyword_id
                from mart.keyword_counts
                where first_month = (select month from chosen)
            )
        group by paper_keywords.keyword_id
    )

select keywords.keyword, counts.paper_count, counts.title_count, counts.best_score
from counts
join main.keywords using (keyword_id)
order by
    counts.paper_count desc, counts.title_count desc, counts.best_score desc nulls last,
    keywords.keyword
limit 50;
