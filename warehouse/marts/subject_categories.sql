create or replace view mart.subject_categories as
select
    paper_categories.scheme,
    paper_categories.category,
    count(*) as paper_count,
    count(*) filter (where paper_categories.is_primary) as primary_count,
    count(*) filter (where papers.code_status = 'linked') as linked_count,
    linked_count / paper_count as linked_share,
    min(dated_papers.month) as first_month,
    max(dated_papers.month) as last_month
from main.paper_categories
join main.papers using (paper_id)
join mart.dated_papers using (paper_id)
group by paper_categories.scheme, paper_categories.category;

comment on view mart.subject_categories is 'One row per subject category.';
comment on column mart.subject_categories.scheme is 'Whose category it is.';
comment on column mart.subject_categories.category is 'The category, such as cs.CL.';
comment on column mart.subject_categories.paper_count is 'Papers of the category.';
comment on column mart.subject_categories.primary_count is 'Papers of which it is the main category.';
comment on column mart.subject_categories.linked_count is 'Papers of the category with a code or project link.';
comment on column mart.subject_categories.linked_share is 'The part of its papers with a link, 0 to 1.';
comment on column mart.subject_categories.first_month is 'The first month of one of its papers; missing where none has a date.';
comment on column mart.subject_categories.last_month is 'The last month of one of its papers; missing where none has a date.';
