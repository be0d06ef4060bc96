-- On which days is a listing missing?
-- weekends: yes, also gaps that are a weekend only (default: no)
select
    format,
    last_before + 1 as first_missing,
    first_after - 1 as last_missing,
    day_count,
    weekday_count
from mart.listing_gaps
where weekday_count > 0 or lower($weekends) = 'yes'
order by first_missing desc, format;
