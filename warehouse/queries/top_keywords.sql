-- Which keywords stand in the most papers?
with
    -- Chosen by one count: mart.keyword_counts takes all its counts of all keywords.
    top as (
        select keyword_id, count(distinct paper_id) as paper_count
        from main.paper_keywords
        group by keyword_id
        order by paper_count desc, keyword_id
        limit 25
    ),

    carried as (
        select keyword_id, paper_id, bool_or(in_title) as in_title
        from main.paper_keywords
        where keyword_id in (select keyword_id from top)
        group by keyword_id, paper_id
    )

select
    keywords.keyword,
    count(*) as paper_count,
    count(*) filter (where carried.in_title) as title_count,
    count(linked.paper_id) as linked_paper_count
from carried
join main.keywords using (keyword_id)
left join (select distinct paper_id from main.code_links) as linked using (paper_id)
group by keywords.keyword_id, keywords.keyword
order by paper_count desc, keywords.keyword;
