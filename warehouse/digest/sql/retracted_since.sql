-- Papers known before that are said to be retracted or withdrawn since.
with
    retracted as (
        select paper_id
        from main.papers
        where is_retracted
    ),

    known_ids as (
        select paper_id, paper_id as before_id
        from retracted
        union all
        select paper_id, before_id
        from digest_former_ids
        semi join retracted using (paper_id)
    ),

    since as (
        select known_ids.paper_id
        from known_ids
        join release_before.main.papers as papers_before
            on papers_before.paper_id = known_ids.before_id
        group by known_ids.paper_id
        having not coalesce(bool_or(papers_before.is_retracted), false)
    )

select
    left(papers.title, 300) as title,
    papers.arxiv_id,
    papers.doi,
    papers.published_on,
    count(*) over () as total
from since
join main.papers using (paper_id)
order by papers.published_on desc nulls last, since.paper_id
limit $limit;
