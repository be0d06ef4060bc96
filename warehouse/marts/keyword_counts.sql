-- A table: counted while the warehouse is built, as every paper of every keyword must be looked at.
create or replace table mart.keyword_counts as
with
    papers as (
        select
            dated_papers.paper_id,
            dated_papers.month,
            linked.paper_id is not null as is_linked
        from mart.dated_papers
        left join (select distinct paper_id from main.code_links) as linked using (paper_id)
    ),

    extracted as (
        select keyword_id, paper_id, in_title
        from main.paper_keywords
        where source = 'extracted'
    ),

    given as (
        select keyword_id, paper_id, bool_or(in_title) as in_title
        from main.paper_keywords
        where source <> 'extracted'
        group by keyword_id, paper_id
    ),

    -- Much faster than to group all rows by paper: what is extracted stands once per paper.
    carried as (
        select
            keyword_id,
            paper_id,
            coalesce(extracted.in_title, false) or coalesce(given.in_title, false) as in_title,
            given.paper_id is not null as is_given
        from extracted
        full join given using (keyword_id, paper_id)
    ),

    counts as (
        select
            carried.keyword_id,
            count(*) as paper_count,
            count(*) filter (where carried.in_title) as title_count,
            count(*) filter (where carried.is_given) as given_count,
            count(*) filter (where papers.is_linked) as linked_paper_count,
            min(papers.month) as first_month,
            max(papers.month) as last_month
        from carried
        left join papers using (paper_id)
        group by carried.keyword_id
    )

select
    counts.keyword_id,
    keywords.keyword,
    counts.paper_count,
    counts.title_count,
    counts.given_count,
    counts.linked_paper_count,
    counts.first_month,
    counts.last_month
from counts
join main.keywords using (keyword_id)
order by counts.paper_count desc, counts.keyword_id;

comment on table mart.keyword_counts is 'One row per keyword: how many papers have it, and when.';
comment on column mart.keyword_counts.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_counts.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_counts.paper_count is 'Papers that have it.';
comment on column mart.keyword_counts.title_count is 'Papers that have it in the title.';
comment on column mart.keyword_counts.given_count is 'Papers to which an author, a listing or an index gives it.';
comment on column mart.keyword_counts.linked_paper_count is 'Papers that have it and link code.';
comment on column mart.keyword_counts.first_month is 'The first month of a paper that has it; missing where none has a date.';
comment on column mart.keyword_counts.last_month is 'The last month of a paper that has it; missing where none has a date.';
