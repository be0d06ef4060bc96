-- The 30 dumps with the most rejects, then the most records.
select
    left(file_name, 120) as file_name,
    left(format, 60) as format,
    strftime(listed_on, '%Y-%m-%d') as listed_on,
    record_count,
    reject_count,
    is_cut_short
from raw.dumps
order by reject_count desc, record_count desc, file_name, dump_id
limit 30;
