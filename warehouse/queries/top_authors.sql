-- Which author names stand on the most papers, and how many of these link code?
-- rows: how many at most (default: 25)
select
    author_name,
    paper_count,
    linked_count,
    round(100 * linked_count / paper_count, 1) as linked_percent,
    first_month,
    last_month
from mart.authors
order by paper_count desc, linked_count desc, author_name
limit greatest(coalesce($rows::bigint, 25), 0);
