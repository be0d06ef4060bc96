-- Which keywords tell the papers of a subject category from all others?
-- category: a category, such as cs.CL (required)
with
    inside as (
        select distinct paper_id
        from main.paper_categories
        where lower(category) = lower($category)
    ),

    totals as (
        select count(inside.paper_id) as inside, count(*) - count(inside.paper_id) as outside
        from main.papers
        left join inside using (paper_id)
    ),

    here as (
        select keyword_id, count(distinct paper_id) as inside
        from main.paper_keywords
        where
            paper_id in (from inside)
            -- A keyword that is nowhere twice needs no counting.
            and keyword_id in (select keyword_id from mart.keyword_counts where paper_count > 1)
        group by keyword_id
        having inside >= greatest(2, (select inside / 1000 from totals))
    ),

    counts as (
        select
            keyword_counts.keyword,
            here.inside,
            keyword_counts.paper_count - here.inside as outside
        from here
        join mart.keyword_counts using (keyword_id)
    )

select
    counts.keyword,
    counts.inside as paper_count,
    counts.outside as other_paper_count,
    round(100 * counts.inside / totals.inside, 2) as percent,
    round(100 * counts.outside / nullif(totals.outside, 0), 2) as other_percent,
    round(mart.z_score(counts.inside, totals.inside, counts.outside, totals.outside), 1)
        as z_score
from counts
cross join totals
order by z_score desc nulls last, paper_count desc, counts.keyword
limit 25;
