-- How did the upvotes of the most upvoted papers grow from day to day?
-- papers: how many papers (default: 25)
with
    top as (
        select paper_id, upvotes as most_upvotes
        from mart.listed_papers
        where upvotes is not null
        order by upvotes desc, title, paper_id
        limit greatest(coalesce($papers::bigint, 25), 0)
    )

select
    listing_days.title,
    listing_days.listed_on,
    listing_days.day_number,
    listing_days.upvotes,
    listing_days.upvotes_gained,
    listing_days.paper_id
from mart.listing_days
join top using (paper_id)
where listing_days.upvotes is not null
order by top.most_upvotes desc, listing_days.title, listing_days.paper_id, listing_days.listed_on;
