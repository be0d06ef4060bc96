-- The newest papers: 50 of all, 8 of each category and 4 of each keyword.
with
    -- The day from which on there are enough papers: what is older need not be sorted.
    day as (
        select list_min(max(counted_on, 50)) as since
        from dashboard_papers
    ),

    day_of_category as (
        select category, list_min(max(counted_on, 8)) as since
        from dashboard_papers
        group by category
    ),

    day_of_keyword as (
        select keyword_number, list_min(max(counted_on, 4)) as since
        from dashboard_keyword_papers
        group by keyword_number
    ),

    newest as (
        select dashboard_papers.paper_id
        from dashboard_papers
        join day on dashboard_papers.counted_on >= day.since
        qualify row_number() over (
            order by dashboard_papers.counted_on desc, dashboard_papers.paper_id
        ) <= 50
    ),

    newest_of_category as (
        select dashboard_papers.paper_id
        from dashboard_papers
        join day_of_category
            on dashboard_papers.category = day_of_category.category
            and dashboard_papers.counted_on >= day_of_category.since
        qualify row_number() over (
            partition by dashboard_papers.category
            order by dashboard_papers.counted_on desc, dashboard_papers.paper_id
        ) <= 8
    ),

    newest_of_keyword as (
        select dashboard_keyword_papers.paper_id
        from dashboard_keyword_papers
        join day_of_keyword
            on dashboard_keyword_papers.keyword_number = day_of_keyword.keyword_number
            and dashboard_keyword_papers.counted_on >= day_of_keyword.since
        qualify row_number() over (
            partition by dashboard_keyword_papers.keyword_number
            order by dashboard_keyword_papers.counted_on desc, dashboard_keyword_papers.paper_id
        ) <= 4
    ),

    chosen as (
        select paper_id from newest
        union
        select paper_id from newest_of_category
        union
        select paper_id from newest_of_keyword
    ),

    keyword as (
        select paper_id, list(keyword_number order by keyword_number) as keyword_numbers
        from dashboard_keyword_papers
        where paper_id in (select paper_id from chosen)
        group by paper_id
    ),

    link as (
        select paper_id, first(url order by is_official desc nulls last, url) as code_url
        from main.code_links
        where kind = 'repository' and paper_id in (select paper_id from chosen)
        group by paper_id
    )

select
    strftime(dashboard_papers.counted_on, '%Y-%m-%d') as counted_on,
    dashboard_papers.month_number,
    left(papers.title, 300) as title,
    papers.arxiv_id,
    papers.doi,
    dashboard_papers.category,
    dashboard_papers.code_status,
    link.code_url,
    coalesce(keyword.keyword_numbers, []) as keyword_numbers
from chosen
join dashboard_papers using (paper_id)
join main.papers using (paper_id)
left join keyword using (paper_id)
left join link using (paper_id)
order by dashboard_papers.counted_on desc, chosen.paper_id;
