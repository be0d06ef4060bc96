create or replace table mart.authors as
with
    -- Two namesakes on a paper are one; to count distinct papers in each count is slower.
    papers as (
        select distinct
            paper_authors.author_name,
            numbered_papers.paper_number,
            numbered_papers.month,
            numbered_papers.code_status
        from main.paper_authors
        join temp.numbered_papers using (paper_id)
    )

select
    author_name,
    count(*) as paper_count,
    count(*) filter (where code_status = 'linked') as linked_count,
    min(month) as first_month,
    max(month) as last_month
from papers
group by author_name
order by paper_count desc, author_name;

comment on table mart.authors is 'One row per author name; namesakes are one, and two ways to write a name are two.';
comment on column mart.authors.author_name is 'The name as dumps give it.';
comment on column mart.authors.paper_count is 'Papers with an author of the name.';
comment on column mart.authors.linked_count is 'Those of them with a code or project link.';
comment on column mart.authors.first_month is 'The first month of one of the papers; missing where none has a date.';
comment on column mart.authors.last_month is 'The last month of one of the papers; missing where none has a date.';
