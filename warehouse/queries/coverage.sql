-- What does each dump add: papers first seen there, and papers nowhere else?
select
    file_name,
    format,
    listed_on,
    record_count,
    reject_count,
    paper_count,
    first_seen_count,
    only_here_count,
    first_published_on,
    last_published_on
from mart.dump_coverage
order by listed_on nulls last, file_name, dump_id;
