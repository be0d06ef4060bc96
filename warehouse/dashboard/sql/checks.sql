-- How many checks passed when the release was built, by how grave a failure is.
select
    count(*) as checks,
    count(*) filter (where success) as passed,
    count(*) filter (where not success and severity = 'error') as errors,
    count(*) filter (where not success and severity <> 'error') as warnings
from quality.check_results;
