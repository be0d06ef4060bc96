-- Which keywords have a larger share of the last months' papers than of as many months before?
-- month: the last month counted, such as 2026-03 (default: the newest of a paper)
-- months: how many months are compared with as many before (default: 3)
-- papers: in how many papers of the last months a keyword stands at least (default: 5)
with
    chosen as (
        select
            coalesce((left($month, 7) || '-01')::date, max(month)) as last_month,
            to_months(coalesce($months::integer, 3)) as length
        from mart.papers_by_month
    ),

    span as (
        select
            last_month,
            (last_month - length)::date as middle,
            (last_month - 2 * length)::date as before
        from chosen
    ),

    totals as (
        select
            coalesce(sum(paper_count) filter (where month > middle), 0)::bigint as recent,
            coalesce(sum(paper_count) filter (where month <= middle), 0)::bigint as earlier
        from mart.papers_by_month
        cross join span
        where month <= last_month and month > before
    ),

    counts as (
        select
            keyword_number,
            count(*) filter (where month > (select middle from span)) as recent,
            count(*) filter (where month <= (select middle from span)) as earlier
        from mart.keywords_of_papers
        where
            month <= (select last_month from span)
            and month > (select before from span)
        group by keyword_number
        having recent >= greatest(coalesce($papers::bigint, 5), 1)
    )

select
    keyword_counts.keyword,
    counts.recent as paper_count,
    counts.earlier as earlier_paper_count,
    round(100 * counts.recent / totals.recent, 2) as percent,
    round(100 * counts.earlier / totals.earlier, 2) as earlier_percent,
    round((counts.recent / totals.recent) / nullif(counts.earlier / totals.earlier, 0), 2) as times,
    round(mart.z_score(counts.recent, totals.recent, counts.earlier, totals.earlier), 1) as z_score
from counts
join mart.keyword_counts using (keyword_number)
cross join totals
where
    totals.earlier > 0
    and counts.recent / totals.recent > counts.earlier / totals.earlier
order by z_score desc, counts.recent desc, keyword_counts.keyword, counts.keyword_number
limit 25;
