create or replace table mart.listing_days as
with
    days as (
        select
            paper_id,
            listed_on,
            min(position) as position,
            max(upvotes) as upvotes
        from main.listings
        where listed_on is not null
        group by paper_id, listed_on
    )

select
    days.paper_id,
    papers.title,
    days.listed_on,
    row_number() over by_day as day_number,
    days.position,
    days.upvotes,
    days.upvotes - lag(days.upvotes) over by_day as upvotes_gained
from days
join main.papers using (paper_id)
window by_day as (partition by days.paper_id order by days.listed_on)
order by days.listed_on desc, days.paper_id;

comment on table mart.listing_days is 'One row per paper and day on which it was listed.';
comment on column mart.listing_days.paper_id is 'The paper.';
comment on column mart.listing_days.title is 'The title, in one line.';
comment on column mart.listing_days.listed_on is 'The day.';
comment on column mart.listing_days.day_number is 'Which of the paper''s days it is, from 1.';
comment on column mart.listing_days.position is 'The paper''s best place in a listing of that day, from 1.';
comment on column mart.listing_days.upvotes is 'The most upvotes that a listing of that day shows.';
comment on column mart.listing_days.upvotes_gained is 'Upvotes more than on its listed day before; missing on the first, or where one shows none.';
