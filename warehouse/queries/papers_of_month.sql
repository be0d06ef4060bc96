-- Which papers are of a month, the newest first?
-- month: a month, such as 2026-03 (default: the newest of a paper)
-- category: only papers of this subject category, such as cs.CL (default: all)
-- rows: how many at most (default: 100)
with
    chosen as (
        select coalesce((left($month, 7) || '-01')::date, max(month)) as month
        from mart.papers_by_month
    )

select
    counted_on,
    title,
    authors,
    primary_category,
    code_status,
    repository_url,
    arxiv_id,
    doi,
    paper_id
from mart.paper_overview
where
    month = (from chosen)
    and (
        $category is null
        or paper_id in (
            select paper_id
            from main.paper_categories
            where lower(category) = lower(trim($category))
        )
    )
order by counted_on desc, title, paper_id
limit greatest(coalesce($rows::bigint, 100), 0);
