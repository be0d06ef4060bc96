create view mart.dated_papers as
with
    listing as (
        select paper_id, min(listed_on) as listed_on
        from main.listings
        where paper_id in (select paper_id from main.papers where published_on is null)
        group by paper_id
    )

select
    papers.paper_id,
    case
        when papers.published_on is not null then papers.published_on
        -- An old paper is not of the day on which a list of references was read.
        when papers.year is null or papers.year = year(listing.listed_on) then listing.listed_on
    end as counted_on,
    date_trunc('month', counted_on)::date as month
from main.papers
left join listing using (paper_id);

comment on view mart.dated_papers is 'One row per paper: the day and the month under which it counts.';
comment on column mart.dated_papers.paper_id is 'The paper.';
comment on column mart.dated_papers.counted_on is 'The day of the first version, or else of the first listing if that is in the year of publication or no year is known; missing where neither is known.';
comment on column mart.dated_papers.month is 'The first day of that month.';
