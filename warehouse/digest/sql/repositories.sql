-- The new repositories that the most papers link, and the newest paper of each.
with
    counts as (
        select
            digest_new_links.host,
            lower(digest_new_links.owner) as owner_key,
            lower(digest_new_links.repository) as repository_key,
            arg_min(digest_new_links.owner, digest_new_links.url) as owner,
            arg_min(digest_new_links.repository, digest_new_links.url) as repository,
            min(digest_new_links.url) as url,
            count(distinct digest_new_links.paper_id) as paper_count,
            max((coalesce(paper_overview.counted_on, '0001-01-01'), digest_new_links.paper_id))
                as newest
        from digest_new_links
        join mart.paper_overview using (paper_id)
        group by digest_new_links.host, owner_key, repository_key
    ),

    chosen as (
        select
            host,
            owner,
            repository,
            url,
            paper_count,
            newest[2] as paper_id,
            count(*) over () as total,
            row_number() over (
                order by paper_count desc, newest desc, host, owner_key, repository_key
            ) as place
        from counts
        qualify place <= $limit
    )

select
    left(chosen.owner, 80) as owner,
    left(chosen.repository, 80) as repository,
    left(chosen.host, 60) as host,
    chosen.url,
    chosen.paper_count,
    chosen.total,
    left(papers.title, 300) as title,
    papers.arxiv_id,
    papers.doi
from chosen
join main.papers using (paper_id)
order by chosen.place;
