-- Which papers were retracted or withdrawn?
select title, year, venue, arxiv_id, doi
from main.papers
where is_retracted
order by year desc, title;
