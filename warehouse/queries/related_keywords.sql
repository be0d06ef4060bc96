-- Which other keywords have the papers of a keyword, strongest first?
-- keyword: a keyword by any spelling, acronym or id (required)
select
    keyword,
    related_keyword,
    paper_count,
    related_paper_count,
    round(100 * share, 1) as percent,
    round(npmi, 3) as npmi
from related_keywords($keyword)
where not is_nested;
