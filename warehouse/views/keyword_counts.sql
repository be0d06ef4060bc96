create view mart.keyword_counts as
with
    linked as (
        select distinct paper_id
        from main.code_links
    ),

    -- The keyword is a key here too, so that a filter on it reaches the tables.
    carried as (
        select
            keywords.keyword_id,
            keywords.keyword,
            paper_keywords.paper_id,
            bool_or(paper_keywords.in_title) as in_title,
            bool_or(paper_keywords.source <> 'extracted') as is_given
        from main.keywords
        join main.paper_keywords using (keyword_id)
        group by keywords.keyword_id, keywords.keyword, paper_keywords.paper_id
    )

select
    carried.keyword_id,
    carried.keyword,
    count(*) as paper_count,
    count(*) filter (where carried.in_title) as title_count,
    count(*) filter (where carried.is_given) as given_count,
    count(linked.paper_id) as linked_paper_count,
    min(dated_papers.month) as first_month,
    max(dated_papers.month) as last_month
from carried
left join mart.dated_papers using (paper_id)
left join linked using (paper_id)
group by carried.keyword_id, carried.keyword;

comment on view mart.keyword_counts is 'One row per keyword: how many papers have it, and when.';
comment on column mart.keyword_counts.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_counts.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_counts.paper_count is 'Papers that have it.';
comment on column mart.keyword_counts.title_count is 'Papers that have it in the title.';
comment on column mart.keyword_counts.given_count is 'Papers to which an author, a listing or an index gives it.';
comment on column mart.keyword_counts.linked_paper_count is 'Papers that have it and link code.';
comment on column mart.keyword_counts.first_month is 'The first month of a paper that has it; missing where none has a date.';
comment on column mart.keyword_counts.last_month is 'The last month of a paper that has it; missing where none has a date.';
