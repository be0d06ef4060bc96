-- Which keywords stand in a paper of the newest month for the first time?
-- month: another month, such as 2026-03 (default: the newest of a paper)
with
    chosen as (
        select coalesce((left($month, 7) || '-01')::date, max(month)) as month
        from mart.papers_by_month
    ),

    counts as (
        select
            keyword_number,
            count(*) as paper_count,
            count(*) filter (where in_title) as title_count,
            min(rank) as best_rank
        from mart.keywords_of_papers
        where month = (from chosen)
        group by keyword_number
    )

select keyword_counts.keyword, counts.paper_count, counts.title_count, counts.best_rank
from counts
join mart.keyword_counts using (keyword_number)
where keyword_counts.first_month = (from chosen)
order by
    counts.paper_count desc, counts.title_count desc, counts.best_rank, keyword_counts.keyword,
    counts.keyword_number
limit 50;
