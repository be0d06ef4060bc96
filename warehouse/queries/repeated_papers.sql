-- Which papers were listed more than once?
with
    counts as (
        select paper_id, count(*) as listing_count, max(upvotes) as upvotes
        from main.listings
        group by paper_id
        having count(*) > 1
    )

select papers.title, counts.listing_count, counts.upvotes
from counts
join main.papers using (paper_id)
order by counts.listing_count desc, papers.title;
