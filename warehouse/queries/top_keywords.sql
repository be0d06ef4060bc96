-- Which keywords stand in the most papers?
-- rows: how many at most (default: 25)
select keyword, paper_count, title_count, linked_paper_count, first_month, last_month
from mart.keyword_counts
order by paper_count desc, keyword, keyword_id
limit greatest(coalesce($rows::bigint, 25), 0);
