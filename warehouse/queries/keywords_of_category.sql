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
        where paper_id in (from inside)
        group by keyword_id
        having inside >= greatest(2, (select inside / 1000 from totals))
    ),

    counts as (
        select
            paper_keywords.keyword_id,
            here.inside,
            count(distinct paper_keywords.paper_id) - here.inside as outside
        from main.paper_keywords
        join here using (keyword_id)
        group by paper_keywords.keyword_id, here.inside
    )

select
    keywords.keyword,
    counts.inside as paper_count,
    counts.outside as other_paper_count,
    round(100 * counts.inside / totals.inside, 2) as percent,
    round(100 * counts.outside / nullif(totals.outside, 0), 2) as other_percent,
    round(mart.z_score(counts.inside, totals.inside, counts.outside, totals.outside), 1)
        as z_score
from counts
join main.keywords using (keyword_id)
cross join totals
order by z_score desc nulls last, paper_count desc, keywords.keyword
limit 25;
