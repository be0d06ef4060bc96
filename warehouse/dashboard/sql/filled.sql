-- In how many papers each thing is known.
select part, paper_count
from (
    select
        (select count(abstract) from main.papers) as abstract,
        count(*) filter (where author_count > 0) as authors,
        count(keywords) as "keywords of the text",
        count(*) filter (where arxiv_id is not null or doi is not null) as "arXiv id or DOI",
        count(primary_category) as category,
        count(counted_on) as date
    from mart.paper_overview
)
unpivot (
    paper_count for part in (
        abstract, authors, "keywords of the text", "arXiv id or DOI", category, date
    )
)
order by paper_count desc, part;
