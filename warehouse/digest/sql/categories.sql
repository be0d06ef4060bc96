-- The commonest main categories of the new papers.
select left(primary_category, 60) as category, count(*) as paper_count
from digest_dated_papers
where primary_category is not null
group by left(primary_category, 60)
order by paper_count desc, category
limit 8;
