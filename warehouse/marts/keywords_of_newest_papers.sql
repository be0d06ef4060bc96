-- A table: among all papers of all keywords, the few newest are not found while one waits.
create or replace table mart.keywords_of_newest_papers as
with
    newest as materialized (
        select paper_id, counted_on
        from mart.paper_overview
        where counted_on is not null
        order by counted_on desc, paper_id
        limit 20000
    ),

    carried as (
        select distinct newest.paper_id, newest.counted_on, paper_keywords.keyword_id
        from main.paper_keywords
        join newest using (paper_id)
    )

select
    carried.keyword_id,
    keywords.keyword,
    carried.paper_id,
    carried.counted_on
from carried
join main.keywords using (keyword_id)
order by carried.keyword_id, carried.counted_on desc, carried.paper_id;

comment on table mart.keywords_of_newest_papers is 'One row per keyword of each of the 20,000 newest papers.';
comment on column mart.keywords_of_newest_papers.keyword_id is 'The keyword''s id.';
comment on column mart.keywords_of_newest_papers.keyword is 'The keyword.';
comment on column mart.keywords_of_newest_papers.paper_id is 'The paper that has it.';
comment on column mart.keywords_of_newest_papers.counted_on is 'The day under which the paper counts.';
