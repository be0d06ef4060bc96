-- The keywords that the page follows: the 200 commonest, and 100 that rise most in the last 3 months.
create or replace temp table dashboard_keywords as
with
    rows_of as (
        select keyword_id, count(*) as row_count
        from main.paper_keywords
        group by keyword_id
    ),

    -- Each source may give a paper the same keyword, so rows alone do not rank them. To count the
    -- papers of all keywords takes many times as long as of those that can be among the 200.
    perhaps_common as (
        select keyword_id
        from rows_of
        where row_count >= (
            select min(row_count)
            from (select row_count from rows_of order by row_count desc limit 200)
        ) / (select count(distinct source) from main.paper_keywords)
    ),

    newest as (
        select max(month_number) as month_number
        from dashboard_papers
        where month_number >= 0
    ),

    dated as (
        select
            dashboard_papers.paper_id,
            dashboard_papers.month_number > newest.month_number - 3 as is_recent
        from dashboard_papers
        cross join newest
        where
            dashboard_papers.month_number >= 0
            and dashboard_papers.month_number > newest.month_number - 6
    ),

    totals as (
        select
            count(*) filter (where is_recent) as recent,
            count(*) filter (where not is_recent) as earlier
        from dated
    ),

    late as (
        select distinct paper_keywords.keyword_id, paper_keywords.paper_id, dated.is_recent
        from main.paper_keywords
        join dated using (paper_id)
    ),

    late_counts as (
        select
            keyword_id,
            count(*) filter (where is_recent) as recent,
            count(*) filter (where not is_recent) as earlier
        from late
        group by keyword_id
        having recent >= 5
    ),

    rising as (
        select
            late_counts.keyword_id,
            mart.z_score(
                late_counts.recent, totals.recent, late_counts.earlier, totals.earlier
            ) as z_score
        from late_counts
        join main.keywords using (keyword_id)
        cross join totals
        where z_score > 0
        order by z_score desc, late_counts.recent desc, keywords.keyword, late_counts.keyword_id
        limit 100
    ),

    papers_of as (
        select keyword_id, count(distinct paper_id) as paper_count
        from main.paper_keywords
        where
            keyword_id in (select keyword_id from perhaps_common union select keyword_id from rising)
        group by keyword_id
    ),

    ranked as (
        select
            keywords.keyword_id,
            left(keywords.keyword, 120) as keyword,
            row_number() over (
                order by papers_of.paper_count desc, keywords.keyword, keywords.keyword_id
            ) as place
        from papers_of
        join main.keywords using (keyword_id)
    )

select keyword_id, keyword, row_number() over (order by place) - 1 as keyword_number
from ranked
where place <= 200 or keyword_id in (select keyword_id from rising);
