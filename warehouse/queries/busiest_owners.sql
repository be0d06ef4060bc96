-- Which owners have the most repositories linked from papers?
select host, owner, count(distinct repository) as repository_count, count(distinct paper_id) as paper_count
from main.code_links
where kind = 'repository'
group by host, owner
order by repository_count desc, paper_count desc, host, owner
limit 25;
