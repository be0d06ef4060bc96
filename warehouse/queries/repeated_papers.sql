-- Which papers were listed more than once?
select title, listing_count, upvotes
from mart.paper_overview
where listing_count > 1
order by listing_count desc, title;
