-- The keywords that the page follows: the 200 commonest, and 100 that rise most in the 3 months to $last_month.
with
    common as (
        select keyword_id, keyword, paper_count
        from mart.keyword_counts
        order by paper_count desc, keyword_id
        limit 200
    ),

    months as (
        select
            month,
            month > $last_month::date - interval 3 month as is_recent,
            count(*) as paper_count
        from mart.paper_overview
        where month > $last_month::date - interval 6 month and month <= $last_month::date
        group by month
    ),

    totals as (
        select
            sum(paper_count) filter (where is_recent) as recent,
            sum(paper_count) filter (where not is_recent) as earlier
        from months
    ),

    late as (
        select
            keyword_trends.keyword_id,
            keyword_trends.keyword,
            sum(keyword_trends.paper_count) filter (where months.is_recent) as recent,
            coalesce(sum(keyword_trends.paper_count) filter (where not months.is_recent), 0)
                as earlier
        from mart.keyword_trends
        join months using (month)
        group by keyword_trends.keyword_id, keyword_trends.keyword
        having recent >= 5
    ),

    rising as (
        select
            late.keyword_id,
            late.keyword,
            late.recent,
            mart.z_score(late.recent, totals.recent, late.earlier, totals.earlier) as z_score
        from late
        cross join totals
        where z_score > 0
        order by round(z_score, 1) desc, late.recent desc, late.keyword, late.keyword_id
        limit 100
    ),

    followed as (
        select keyword_id, keyword, paper_count, 1 as list
        from common
        union all
        select keyword_id, keyword, recent as paper_count, 2 as list
        from rising
        where keyword_id not in (select keyword_id from common)
    )

select keyword_id, left(keyword, 120) as keyword
from followed
order by list, paper_count desc, keyword_id;
