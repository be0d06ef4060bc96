create or replace table mart.subject_categories as
select
    scheme,
    category,
    sum(paper_count)::bigint as paper_count,
    sum(primary_count)::bigint as primary_count,
    sum(linked_count)::bigint as linked_count,
    sum(linked_count) / sum(paper_count) as linked_share,
    min(month) as first_month,
    max(month) as last_month
from mart.subject_categories_by_month
group by scheme, category
order by sum(paper_count) desc, scheme, category;

comment on table mart.subject_categories is 'One row per subject category.';
comment on column mart.subject_categories.scheme is 'Whose category it is.';
comment on column mart.subject_categories.category is 'The category, such as cs.CL.';
comment on column mart.subject_categories.paper_count is 'Papers of the category.';
comment on column mart.subject_categories.primary_count is 'Papers of which it is the main category.';
comment on column mart.subject_categories.linked_count is 'Papers of the category with a code or project link.';
comment on column mart.subject_categories.linked_share is 'The part of its papers with a link, 0 to 1.';
comment on column mart.subject_categories.first_month is 'The first month of one of its papers; missing where none has a date.';
comment on column mart.subject_categories.last_month is 'The last month of one of its papers; missing where none has a date.';
