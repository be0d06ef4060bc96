-- Which papers were listed most often?
-- rows: how many at most (default: 100)
select title, listing_count, listing_days, first_listed_on, last_listed_on, upvotes, paper_id
from mart.paper_overview
where listing_count > 1
order by listing_count desc, listing_days desc, title, paper_id
limit greatest(coalesce($rows::bigint, 100), 0);
