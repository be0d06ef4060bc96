-- Papers known before that have a link to code since.
with
    -- Of nearly all papers with code both releases know it.
    linked as (
        select papers.paper_id
        from main.papers
        anti join (
            select paper_id
            from release_before.main.papers
            where code_status = 'linked'
        ) as linked_before using (paper_id)
        where papers.code_status = 'linked'
    ),

    known_ids as (
        select paper_id, paper_id as before_id
        from linked
        union all
        select paper_id, before_id
        from digest_former_ids
        semi join linked using (paper_id)
    ),

    since as (
        select
            known_ids.paper_id,
            bool_or(papers_before.code_status = 'promised') as was_promised
        from known_ids
        join release_before.main.papers as papers_before
            on papers_before.paper_id = known_ids.before_id
        group by known_ids.paper_id
        having not bool_or(papers_before.code_status = 'linked')
    ),

    chosen as (
        select
            since.paper_id,
            since.was_promised,
            paper_overview.title,
            paper_overview.arxiv_id,
            paper_overview.doi,
            count(*) over () as total,
            row_number() over (
                order by
                    paper_overview.upvotes desc nulls last,
                    paper_overview.counted_on desc nulls last,
                    since.paper_id
            ) as place
        from since
        join mart.paper_overview using (paper_id)
        qualify place <= $limit
    ),

    link as (
        select
            paper_id,
            first(
                struct_pack(url, kind)
                order by kind = 'repository' desc, is_official desc nulls last, url
            ) as code
        from main.code_links
        semi join chosen using (paper_id)
        group by paper_id
    )

select
    left(chosen.title, 300) as title,
    chosen.arxiv_id,
    chosen.doi,
    chosen.was_promised,
    link.code.url as code_url,
    link.code.kind as code_kind,
    chosen.total
from chosen
left join link using (paper_id)
order by chosen.place;
