-- In how many papers does a keyword stand, month by month?
-- keyword: a keyword by any spelling, acronym or id (required)
select
    keyword,
    month,
    paper_count,
    month_paper_count,
    round(100 * share, 2) as percent,
    round(100 * growth, 1) as growth_percent
from keyword_trend($keyword);
