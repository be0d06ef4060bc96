-- Which papers share the keywords of a paper, rare keywords first?
-- paper: a paper by any id, identifier, address or its title (required)
-- rows: how many at most (default: 25)
with
    called as (
        select paper_number
        from mart.paper_overview
        where paper_id in (from quality.papers_called($paper))
    ),

    total as (select count(*) as paper_count from main.papers),

    -- A keyword of every paper tells nothing: it weighs nothing.
    weighed as (
        select
            keyword_counts.keyword_number,
            keyword_counts.keyword,
            ln((total.paper_count + 1) / keyword_counts.paper_count) as weight
        from mart.keyword_counts
        cross join total
        where
            keyword_counts.paper_count > 1
            and keyword_counts.keyword_number in (
                select keyword_number
                from mart.keywords_of_papers
                where paper_number in (from called)
            )
    ),

    closest as (
        select keywords_of_papers.paper_number, sum(weighed.weight) as weight
        from mart.keywords_of_papers
        join weighed using (keyword_number)
        where keywords_of_papers.paper_number not in (from called)
        group by keywords_of_papers.paper_number
        order by round(sum(weighed.weight), 9) desc, keywords_of_papers.paper_number
        limit greatest(coalesce($rows::bigint, 25), 0)
    ),

    shared as (
        select
            closest.paper_number,
            count(*) as shared_count,
            string_agg(weighed.keyword, '; ' order by weighed.weight desc, weighed.keyword)
                as shared_keywords
        from mart.keywords_of_papers
        join closest using (paper_number)
        join weighed using (keyword_number)
        group by closest.paper_number
    )

select
    paper_overview.title,
    round(closest.weight / (select sum(weight) from weighed), 3) as similarity,
    shared.shared_count,
    shared.shared_keywords,
    paper_overview.counted_on,
    paper_overview.code_status,
    paper_overview.paper_id
from closest
join shared using (paper_number)
join mart.paper_overview using (paper_number)
order by round(closest.weight, 9) desc, paper_number;
