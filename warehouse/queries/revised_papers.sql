-- Which papers have the most versions?
select
    papers.title,
    max(paper_versions.version) as newest_version,
    min(paper_versions.submitted_on) as first_submitted_on,
    max(paper_versions.submitted_on) as last_submitted_on
from main.papers
join main.paper_versions using (paper_id)
group by papers.paper_id, papers.title
having max(paper_versions.version) > 1
order by newest_version desc, papers.title;
