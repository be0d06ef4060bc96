create or replace table mart.listed_papers as
with
    days as (
        select
            paper_id,
            min(listed_on) as first_listed_on,
            max(listed_on) as last_listed_on,
            count(*) as listing_days,
            min(position) as best_position,
            arg_min(upvotes, listed_on) as first_upvotes,
            max(upvotes) as upvotes
        from mart.listing_days
        group by paper_id
    )

select
    days.paper_id,
    papers.title,
    days.first_listed_on,
    days.last_listed_on,
    days.listing_days,
    days.best_position,
    days.first_upvotes,
    days.upvotes,
    papers.code_status
from days
join main.papers using (paper_id)
order by days.last_listed_on desc, days.paper_id;

comment on table mart.listed_papers is 'One row per paper that was listed on a known day.';
comment on column mart.listed_papers.paper_id is 'The paper.';
comment on column mart.listed_papers.title is 'The title, in one line.';
comment on column mart.listed_papers.first_listed_on is 'The first day on which it was listed.';
comment on column mart.listed_papers.last_listed_on is 'The last day on which it was listed.';
comment on column mart.listed_papers.listing_days is 'On how many days it was listed.';
comment on column mart.listed_papers.best_position is 'Its best place in a listing, from 1.';
comment on column mart.listed_papers.first_upvotes is 'Upvotes on the first day on which a listing shows them.';
comment on column mart.listed_papers.upvotes is 'The most upvotes that any listing shows.';
comment on column mart.listed_papers.code_status is 'linked, promised, mentioned or none.';
