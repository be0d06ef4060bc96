-- What was refused, where, and why?
-- rows: how many at most (default: 1000)
select dumps.file_name, rejects.line_number, rejects.reason, rejects.excerpt
from raw.rejects
join raw.dumps using (dump_id)
order by dumps.file_name, rejects.line_number
limit greatest(coalesce($rows::bigint, 1000), 0);
