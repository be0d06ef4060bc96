-- Which papers share the keywords of a paper, rare keywords first?
-- paper: a paper by any id, identifier, address or its title (required)
-- rows: how many at most (default: 25)
with
    called as (from quality.papers_called($paper)),

    total as (select count(*) as paper_count from main.papers),

    -- A keyword of every paper tells nothing: it weighs nothing.
    weighed as (
        select
            keyword_counts.keyword_id,
            keyword_counts.keyword,
            ln((total.paper_count + 1) / keyword_counts.paper_count) as weight
        from mart.keyword_counts
        cross join total
        where
            keyword_counts.paper_count > 1
            and keyword_counts.keyword_id in (
                select keyword_id
                from main.paper_keywords
                where paper_id in (from called)
            )
    ),

    shared as (
        select distinct paper_keywords.paper_id, weighed.keyword, weighed.weight
        from main.paper_keywords
        join weighed using (keyword_id)
        where paper_keywords.paper_id not in (from called)
    ),

    closest as (
        select
            paper_id,
            sum(weight order by keyword) as weight,
            count(*) as shared_count,
            string_agg(keyword, '; ' order by weight desc, keyword) as shared_keywords
        from shared
        group by paper_id
        order by weight desc, paper_id
        limit greatest(coalesce($rows::bigint, 25), 0)
    )

select
    papers.title,
    round(closest.weight / (select sum(weight) from weighed), 3) as similarity,
    closest.shared_count,
    closest.shared_keywords,
    dated_papers.counted_on,
    papers.code_status,
    papers.paper_id
from closest
join main.papers using (paper_id)
join mart.dated_papers using (paper_id)
order by closest.weight desc, papers.paper_id;
