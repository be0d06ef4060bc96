create or replace table mart.keyword_counts as
with
    counts as (
        select
            keyword_number,
            count(*) as paper_count,
            count(*) filter (where in_title) as title_count,
            count(*) filter (where is_given) as given_count,
            count(*) filter (where code_status = 'linked') as linked_paper_count,
            min(month) as first_month,
            max(month) as last_month
        from mart.keywords_of_papers
        group by keyword_number
    )

select
    keyword_numbers.keyword_id,
    keyword_numbers.keyword,
    counts.paper_count,
    counts.title_count,
    counts.given_count,
    counts.linked_paper_count,
    counts.first_month,
    counts.last_month,
    counts.keyword_number
from counts
join temp.keyword_numbers using (keyword_number)
order by counts.paper_count desc, counts.keyword_number;

comment on table mart.keyword_counts is 'One row per keyword: how many papers have it, and when.';
comment on column mart.keyword_counts.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_counts.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_counts.paper_count is 'Papers that have it.';
comment on column mart.keyword_counts.title_count is 'Papers that have it in the title.';
comment on column mart.keyword_counts.given_count is 'Papers to which an author, a listing or an index gives it.';
comment on column mart.keyword_counts.linked_paper_count is 'Papers that have it and link code.';
comment on column mart.keyword_counts.first_month is 'The first month of a paper that has it; missing where none has a date.';
comment on column mart.keyword_counts.last_month is 'The last month of a paper that has it; missing where none has a date.';
comment on column mart.keyword_counts.keyword_number is 'Its place in the order of ids: a short key for this release, another in the next.';
