-- The keywords that the page follows, in the order of their numbers.
select keyword
from dashboard_keywords
order by keyword_number;
