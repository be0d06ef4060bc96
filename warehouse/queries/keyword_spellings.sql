-- How do papers write a keyword?
-- keyword: a keyword by any spelling, acronym or id (required)
select keyword, surface, paper_count, round(100 * share, 1) as percent
from keyword_spellings($keyword);
