-- Which keywords tell the papers of a subject category from all others?
-- category: a category, such as cs.CL (required)
select
    keyword,
    paper_count,
    other_paper_count,
    round(100 * share, 2) as percent,
    round(100 * other_share, 2) as other_percent,
    round(z_score, 1) as z_score
from mart.category_keywords
where lower(category) = lower(trim($category))
order by round(z_score, 1) desc nulls last, paper_count desc, keyword
limit 25;
