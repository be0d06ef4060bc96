-- The checks that did not pass, errors first.
select
    severity,
    left(table_name, 60) as table_name,
    left(expectation, 200) as expectation,
    left(observed, 200) as observed,
    unexpected_count
from quality.check_results
where not success
order by severity, table_name, expectation, column_name
limit 30;
