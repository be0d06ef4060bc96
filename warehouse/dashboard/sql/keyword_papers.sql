-- The papers of the keywords that the page follows.
create or replace temp table dashboard_keyword_papers as
select distinct
    dashboard_keywords.keyword_number,
    dashboard_papers.paper_id,
    dashboard_papers.month_number,
    dashboard_papers.counted_on,
    dashboard_papers.code_status
from main.paper_keywords
join dashboard_keywords using (keyword_id)
join dashboard_papers using (paper_id);
