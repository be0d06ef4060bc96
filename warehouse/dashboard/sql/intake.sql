-- How much was read and refused in all.
select
    coalesce(sum(record_count), 0)::bigint as records,
    coalesce(sum(reject_count), 0)::bigint as rejects,
    count(*) filter (where is_cut_short) as cut_short
from raw.dumps;
