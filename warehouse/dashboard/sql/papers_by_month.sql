-- Papers by month, category and availability of code; the 40 largest categories by name.
with
    counts as (
        select
            month,
            primary_category,
            count(*) as paper_count,
            count(*) filter (where code_status = 'linked') as linked,
            count(*) filter (where code_status = 'promised') as promised,
            count(*) filter (where code_status = 'mentioned') as mentioned
        from mart.paper_overview
        group by month, primary_category
    ),

    named as (
        select primary_category
        from counts
        where primary_category is not null
        group by primary_category
        order by sum(paper_count) desc, primary_category
        limit 40
    )

select
    counts.month,
    case
        when counts.primary_category is null then 'no category'
        when named.primary_category is null then 'other categories'
        else left(counts.primary_category, 60)
    end as category,
    sum(counts.linked)::bigint as linked,
    sum(counts.promised)::bigint as promised,
    sum(counts.mentioned)::bigint as mentioned,
    sum(counts.paper_count - counts.linked - counts.promised - counts.mentioned)::bigint as none
from counts
left join named using (primary_category)
group by counts.month, category
order by counts.month nulls first, category;
