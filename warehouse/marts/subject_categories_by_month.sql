create or replace table mart.subject_categories_by_month as
with
    counts as (
        select
            month,
            scheme,
            category,
            count(*) as paper_count,
            count(*) filter (where is_primary) as primary_count,
            count(*) filter (where code_status = 'linked') as linked_count
        from temp.categories_of_papers
        group by month, scheme, category
    )

select
    counts.month,
    counts.scheme,
    counts.category,
    counts.paper_count,
    counts.linked_count,
    counts.linked_count / counts.paper_count as linked_share,
    papers_by_month.paper_count as month_paper_count,
    counts.paper_count / papers_by_month.paper_count as share,
    counts.primary_count
from counts
join mart.papers_by_month on papers_by_month.month is not distinct from counts.month
order by counts.scheme, counts.category, counts.month nulls last;

comment on table mart.subject_categories_by_month is 'One row per month and subject category with a paper; papers without a date are rows without a month.';
comment on column mart.subject_categories_by_month.month is 'The first day of the month; missing for papers without a date.';
comment on column mart.subject_categories_by_month.scheme is 'Whose category it is.';
comment on column mart.subject_categories_by_month.category is 'The category, such as cs.CL.';
comment on column mart.subject_categories_by_month.paper_count is 'Papers of the month and the category.';
comment on column mart.subject_categories_by_month.linked_count is 'Those of them with a code or project link.';
comment on column mart.subject_categories_by_month.linked_share is 'The part of them with a link, 0 to 1.';
comment on column mart.subject_categories_by_month.month_paper_count is 'All papers of the month.';
comment on column mart.subject_categories_by_month.share is 'The part of the month''s papers that are of the category, 0 to 1.';
comment on column mart.subject_categories_by_month.primary_count is 'Papers of the month of which it is the main category.';
