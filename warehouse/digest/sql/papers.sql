-- The newest of the new papers, within a day those with the most upvotes first.
with
    chosen as (
        select paper_id, day, upvotes, code_status, row_number() over () as place
        from (
            select paper_id, day, upvotes, code_status
            from digest_dated_papers
            order by
                day desc nulls last, upvotes desc nulls last, code_status = 'linked' desc,
                arxiv_id desc nulls last, title nulls last, paper_id
            limit $limit
        )
    ),

    author as (
        select
            paper_id,
            count(*) as author_count,
            list(left(author_name, 80) order by position) filter (where position <= 3) as authors
        from main.paper_authors
        semi join chosen using (paper_id)
        group by paper_id
    ),

    -- What a paper's authors say of it stands behind what its text says.
    ranked as (
        select
            paper_id,
            keyword_id,
            min((source <> 'extracted', rank, source)) as place
        from main.paper_keywords
        semi join chosen using (paper_id)
        group by paper_id, keyword_id
        qualify row_number() over (partition by paper_id order by place, keyword_id) <= 5
    ),

    keyword as (
        select
            ranked.paper_id,
            list(left(keywords.keyword, 80) order by ranked.place, ranked.keyword_id) as keywords
        from ranked
        join main.keywords using (keyword_id)
        group by ranked.paper_id
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
    strftime(chosen.day, '%A, %-d %B %Y') as day,
    left(papers.title, 300) as title,
    left(papers.abstract, 1500) as abstract,
    papers.arxiv_id,
    papers.doi,
    left(papers.primary_category, 60) as category,
    chosen.upvotes,
    chosen.code_status,
    link.code.url as code_url,
    link.code.kind as code_kind,
    coalesce(author.authors, []) as authors,
    coalesce(author.author_count, 0) as author_count,
    coalesce(keyword.keywords, []) as keywords
from chosen
join main.papers using (paper_id)
left join author using (paper_id)
left join keyword using (paper_id)
left join link using (paper_id)
order by chosen.place;
