-- The newest papers: 50 of all, 8 of each category, 4 of each of the keywords $keyword_ids.
with
    newest as (
        select paper_id
        from mart.paper_overview
        where counted_on is not null
        order by counted_on desc, paper_id
        limit 50
    ),

    category_of as materialized (
        select
            case
                when primary_category is null then 'no category'
                when list_contains($categories, left(primary_category, 60))
                    then left(primary_category, 60)
                else 'other categories'
            end as category,
            primary_category,
            -- The day from which on there are enough: what is older need not be sorted.
            list_min(max(counted_on, 8)) as since
        from mart.paper_overview
        group by primary_category
    ),

    newest_of_category as (
        select paper_overview.paper_id
        from mart.paper_overview
        join category_of
            on paper_overview.primary_category is not distinct from category_of.primary_category
            and paper_overview.counted_on >= category_of.since
        qualify row_number() over (
            partition by category_of.category
            order by paper_overview.counted_on desc, paper_overview.paper_id
        ) <= 8
    ),

    carried as (
        select keyword_id, paper_id, counted_on
        from mart.keywords_of_newest_papers
        where keyword_id in (select unnest($keyword_ids))
    ),

    newest_of_keyword as (
        select paper_id
        from carried
        qualify row_number() over (
            partition by keyword_id
            order by counted_on desc, paper_id
        ) <= 4
    ),

    chosen as materialized (
        select paper_id from newest
        union
        select paper_id from newest_of_category
        union
        select paper_id from newest_of_keyword
    ),

    keyword as (
        select paper_id, list(keyword_id order by keyword_id) as keyword_ids
        from carried
        where paper_id in (select paper_id from chosen)
        group by paper_id
    )

select
    paper_overview.counted_on,
    case
        when length(paper_overview.title) > 240 then left(paper_overview.title, 239) || '…'
        else paper_overview.title
    end as title,
    paper_overview.arxiv_id,
    paper_overview.doi,
    category_of.category,
    left(paper_overview.code_status, 20) as code_status,
    paper_overview.repository_url as code_url,
    coalesce(keyword.keyword_ids, []) as keyword_ids
from chosen
join mart.paper_overview using (paper_id)
join category_of
    on paper_overview.primary_category is not distinct from category_of.primary_category
left join keyword using (paper_id)
order by paper_overview.counted_on desc, chosen.paper_id;
