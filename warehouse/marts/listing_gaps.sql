create or replace table mart.listing_gaps as
with
    days as (
        select distinct dumps.format, listings.listed_on
        from main.listings
        join raw.dumps using (dump_id)
        where listings.listed_on is not null
    ),

    steps as (
        select
            format,
            listed_on as last_before,
            lead(listed_on) over (partition by format order by listed_on) as first_after
        from days
    )

select
    format,
    last_before,
    first_after,
    first_after - last_before - 1 as day_count,
    len(list_filter(
        generate_series(last_before + 1, first_after - 1, interval 1 day),
        lambda day: isodow(day) < 6
    ))::bigint as weekday_count
from steps
where first_after - last_before > 1
order by format, last_before;

comment on table mart.listing_gaps is 'One row per run of days without a listing, between two listed days of a format.';
comment on column mart.listing_gaps.format is 'The format of the dumps.';
comment on column mart.listing_gaps.last_before is 'The last listed day before the gap.';
comment on column mart.listing_gaps.first_after is 'The first listed day after it.';
comment on column mart.listing_gaps.day_count is 'Days between them.';
comment on column mart.listing_gaps.weekday_count is 'Those of them from Monday to Friday.';
