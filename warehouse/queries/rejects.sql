-- What was refused, where, and why?
select dumps.file_name, rejects.line_number, rejects.reason, rejects.excerpt
from raw.rejects
join raw.dumps using (dump_id)
order by dumps.file_name, rejects.line_number;
