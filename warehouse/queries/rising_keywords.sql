-- Which keywords have a larger share of the last months' papers than of as many months before?
-- month: the last month counted, such as 2026-03 (default: the newest of a paper)
-- months: how many months are compared with as many before (default: 3)
-- papers: in how many papers of the last months a keyword stands at least (default: 5)
with
    chosen as (
        select
            coalesce((left($month, 7) || '-01')::date, max(month)) as last_month,
            to_months(coalesce($months::integer, 3)) as length
        from mart.dated_papers
    ),

    dated as (
        select
            dated_papers.paper_id,
            dated_papers.month > chosen.last_month - chosen.length as is_recent
        from mart.dated_papers
        cross join chosen
        where
            dated_papers.month <= chosen.last_month
            and dated_papers.month > chosen.last_month - 2 * chosen.length
    ),

    totals as (
        select
            count(*) filter (where is_recent) as recent,
            count(*) filter (where not is_recent) as earlier
        from dated
    ),

    counts as (
        select
            paper_keywords.keyword_id,
            count(distinct paper_keywords.paper_id) filter (where dated.is_recent) as recent,
            count(distinct paper_keywords.paper_id) filter (where not dated.is_recent) as earlier
        from main.paper_keywords
        join dated using (paper_id)
        where
            paper_keywords.keyword_id in (
                select keyword_id
                from mart.keyword_counts
                where paper_count >= greatest(coalesce($papers::bigint, 5), 1)
            )
        group by paper_keywords.keyword_id
        having recent >= greatest(coalesce($papers::bigint, 5), 1)
    )

select
    keywords.keyword,
    counts.recent as paper_count,
    counts.earlier as earlier_paper_count,
    round(100 * counts.recent / totals.recent, 2) as percent,
    round(100 * counts.earlier / totals.earlier, 2) as earlier_percent,
    round((counts.recent / totals.recent) / nullif(counts.earlier / totals.earlier, 0), 2) as times,
    round(mart.z_score(counts.recent, totals.recent, counts.earlier, totals.earlier), 1) as z_score
from counts
join main.keywords using (keyword_id)
cross join totals
where
    totals.earlier > 0
    and counts.recent / totals.recent > counts.earlier / totals.earlier
order by z_score desc, paper_count desc, keywords.keyword
limit 25;
