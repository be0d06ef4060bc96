-- How many checks did each table pass when this release was built?
select table_name, check_count, passed_count, warned_count, failed_count, unexpected_row_count
from mart.quality_by_table
order by failed_count desc, warned_count desc, table_name;
