-- How many papers has a subject category, month by month, and which part of them links code?
-- category: a category, such as cs.CL (required)
select
    month,
    scheme,
    category,
    paper_count,
    month_paper_count,
    round(100 * share, 1) as percent,
    round(100 * linked_share, 1) as linked_percent
from mart.subject_categories_by_month
where lower(category) = lower(trim($category))
order by scheme, category, month nulls last;
