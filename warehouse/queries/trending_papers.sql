-- Which papers gained the most upvotes while they were listed in the last days?
-- day: the last day counted, such as 2026-03-17 (default: the newest of a listing)
-- days: how many days are counted (default: 7)
with
    chosen as (
        select
            coalesce($day::date, max(listed_on)) as last_day,
            coalesce($days::integer, 7) as length
        from mart.listing_days
    ),

    days as (
        select listing_days.paper_id, listing_days.listed_on, listing_days.upvotes
        from mart.listing_days
        cross join chosen
        where listing_days.listed_on <= chosen.last_day
    ),

    -- A paper that was new has all its upvotes from these days.
    trending as (
        select
            days.paper_id,
            count(*) filter (where days.listed_on > chosen.last_day - chosen.length)
                as listing_days,
            min(days.listed_on) as first_listed_on,
            max(days.listed_on) as last_listed_on,
            max(days.upvotes) as upvotes,
            max(days.upvotes)
            - coalesce(
                max(days.upvotes) filter (where days.listed_on <= chosen.last_day - chosen.length),
                0
            ) as upvotes_gained
        from days
        cross join chosen
        group by days.paper_id
        having listing_days > 0
    )

select
    papers.title,
    trending.upvotes_gained,
    trending.upvotes,
    trending.listing_days,
    trending.first_listed_on,
    trending.last_listed_on,
    papers.code_status,
    papers.paper_id
from trending
join main.papers using (paper_id)
order by
    trending.upvotes_gained desc nulls last, trending.listing_days desc, papers.title,
    papers.paper_id
limit 25;
