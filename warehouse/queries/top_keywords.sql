-- Which keywords stand in the most papers?
select keyword, paper_count, title_count, linked_paper_count
from mart.keyword_counts
order by paper_count desc, keyword
limit 25;
