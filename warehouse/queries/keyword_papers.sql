-- Which papers have a keyword?
-- keyword: a keyword by any spelling, acronym or id (required)
select keyword, title, counted_on, sources, rank, surface, occurrence_count, in_title, paper_id
from keyword_papers($keyword);
