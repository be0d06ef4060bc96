-- What came of each dump?
select file_name, format, listed_on, record_count, reject_count, line_count
from raw.dumps
order by file_name;
