-- Which papers link a repository, and which one?
select papers.title, code_links.url, code_links.source_field
from main.papers
join main.code_links using (paper_id)
where code_links.kind = 'repository'
order by papers.title, code_links.url;
