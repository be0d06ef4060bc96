-- In how many papers each thing is known.
select part, paper_count
from (
    select
        count(abstract) as abstract,
        (select count(distinct paper_id) from main.paper_authors) as authors,
        (select count(distinct paper_id) from main.paper_keywords) as keywords,
        count(*) filter (where arxiv_id is not null or doi is not null) as "arXiv id or DOI",
        count(*) filter (where primary_category is not null) as category,
        (select count(*) from dashboard_papers where counted_on is not null) as date
    from main.papers
)
unpivot (paper_count for part in (abstract, authors, keywords, "arXiv id or DOI", category, date))
order by paper_count desc, part;
