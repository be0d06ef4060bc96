-- Which papers have a keyword, the best rank and the newest first?
-- keyword: a keyword by any spelling, acronym or id (required)
-- rows: how many at most (default: 100)
with
    called as (
        select keyword_id, keyword_number, keyword, paper_count
        from mart.keyword_counts
        where keyword_id in (from quality.keywords_called($keyword))
    ),

    chosen as (
        select
            called.keyword_id,
            called.keyword,
            called.paper_count,
            keywords_of_papers.paper_number,
            keywords_of_papers.rank,
            keywords_of_papers.in_title
        from mart.keywords_of_papers
        join called using (keyword_number)
        order by
            called.paper_count desc, called.keyword, keywords_of_papers.rank,
            keywords_of_papers.paper_number
        limit greatest(coalesce($rows::bigint, 100), 0)
    ),

    titled as (
        select
            chosen.*,
            paper_overview.paper_id,
            paper_overview.title,
            paper_overview.counted_on,
            paper_overview.code_status
        from chosen
        join mart.paper_overview using (paper_number)
    ),

    written as (
        select
            keyword_id,
            paper_id,
            string_agg(source, ', ' order by source) as sources,
            arg_min(surface, (rank, source)) as surface,
            max(occurrence_count) as occurrence_count
        from main.paper_keywords
        where
            keyword_id in (select keyword_id from called)
            and (keyword_id, paper_id) in (select (keyword_id, paper_id) from titled)
        group by keyword_id, paper_id
    )

select
    titled.keyword,
    titled.title,
    titled.counted_on,
    written.sources,
    titled.rank,
    written.surface,
    written.occurrence_count,
    titled.in_title,
    titled.code_status,
    titled.paper_id
from titled
join written using (keyword_id, paper_id)
order by titled.paper_count desc, titled.keyword, titled.rank, titled.paper_number;
