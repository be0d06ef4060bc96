-- Which subject categories have the most papers, and which part of them links code?
-- rows: how many at most (default: 50)
select
    scheme,
    category,
    paper_count,
    primary_count,
    linked_count,
    round(100 * linked_share, 1) as linked_percent,
    first_month,
    last_month
from mart.subject_categories
order by paper_count desc, scheme, category
limit greatest(coalesce($rows::bigint, 50), 0);
