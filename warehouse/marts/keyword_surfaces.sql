create or replace view mart.keyword_surfaces as
with
    counts as (
        select
            keywords.keyword_id,
            keywords.keyword,
            paper_keywords.surface,
            count(distinct paper_keywords.paper_id) as paper_count
        from main.keywords
        join main.paper_keywords using (keyword_id)
        group by keywords.keyword_id, keywords.keyword, paper_keywords.surface
    )

select
    keyword_id,
    keyword,
    surface,
    paper_count,
    paper_count / sum(paper_count) over (partition by keyword_id, keyword) as share
from counts;

comment on view mart.keyword_surfaces is 'One row per keyword and way to write it.';
comment on column mart.keyword_surfaces.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_surfaces.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_surfaces.surface is 'The keyword as papers or sources write it, case kept.';
comment on column mart.keyword_surfaces.paper_count is 'Papers that write it so, or to which a source gives it so.';
comment on column mart.keyword_surfaces.share is 'The part of all its writings, 0 to 1.';
