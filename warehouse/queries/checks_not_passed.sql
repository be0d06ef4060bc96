-- Which checks did not pass when this release was built?
select severity, table_name, column_name, expectation, observed, unexpected_count
from quality.check_results
where not success
order by severity, table_name, expectation;
