-- Which papers are of a month, the newest first?
-- month: a month, such as 2026-03 (default: the newest of a paper)
-- category: only papers of this subject category, such as cs.CL (default: all)
-- rows: how many at most (default: 100)
with
    chosen as (
        select coalesce((left($month, 7) || '-01')::date, max(month)) as month
        from mart.dated_papers
    )

select
    dated_papers.counted_on,
    papers.title,
    papers.primary_category,
    papers.code_status,
    papers.arxiv_id,
    papers.doi,
    papers.paper_id
from mart.dated_papers
join chosen using (month)
join main.papers using (paper_id)
where
    $category is null
    or papers.paper_id in (
        select paper_id
        from main.paper_categories
        where lower(category) = lower($category)
    )
order by dated_papers.counted_on desc, papers.title, papers.paper_id
limit greatest(coalesce($rows::bigint, 100), 0);
