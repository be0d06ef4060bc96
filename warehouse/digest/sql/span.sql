-- How many papers the release holds, and up to when.
select
    count(*) as papers,
    strftime(max(last_listed_on), '%-d %B %Y') as listed_until,
    strftime(max(month), '%B %Y') as newest_month,
    strftime(max(month) - interval 2 month, '%B %Y') as rising_since
from mart.paper_overview;
