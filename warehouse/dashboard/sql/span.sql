-- Which months the page covers, and how many papers stand outside them.
select
    strftime(
        min(date_trunc('month', counted_on) - to_months(month_number::integer))
            filter (where month_number >= 0),
        '%Y-%m'
    ) as first_month,
    coalesce(max(month_number) filter (where month_number >= 0) + 1, 0) as month_count,
    count(*) filter (where counted_on is null) as undated_papers,
    count(*) filter (where month_number = -1 and counted_on is not null) as older_papers
from dashboard_papers;
