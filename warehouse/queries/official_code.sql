-- Which repositories does a source call the official code of a paper?
select papers.title, code_links.url, code_links.framework
from main.papers
join main.code_links using (paper_id)
where code_links.is_official
order by papers.title, code_links.url;
