-- What do the dumps of each format add, and which days do they cover?
select
    format,
    dump_count,
    record_count,
    reject_count,
    paper_count,
    only_here_count,
    first_published_on,
    last_published_on,
    first_listed_on,
    last_listed_on,
    listed_day_count,
    missing_day_count
from mart.source_coverage
order by paper_count desc, format;
