create or replace table mart.keyword_surfaces as
with
    -- A surface of two sources counts once; what is extracted stands once per paper.
    written as (
        select keyword_id, paper_id, surface
        from main.paper_keywords
        where source = 'extracted'
        union all
        select distinct given.keyword_id, given.paper_id, given.surface
        from main.paper_keywords as given
        where given.source <> 'extracted' and not exists (
            select 1
            from main.paper_keywords as extracted
            where
                extracted.source = 'extracted'
                and extracted.keyword_id = given.keyword_id
                and extracted.paper_id = given.paper_id
                and extracted.surface = given.surface
        )
    ),

    counts as (
        select keyword_id, surface, count(*) as paper_count
        from written
        where keyword_id in (select keyword_id from mart.keyword_counts where paper_count >= 3)
        group by keyword_id, surface
    )

select
    keyword_counts.keyword_id,
    keyword_counts.keyword,
    counts.surface,
    counts.paper_count,
    counts.paper_count / sum(counts.paper_count) over (partition by counts.keyword_id) as share
from counts
join mart.keyword_counts using (keyword_id)
order by keyword_counts.keyword_number, counts.paper_count desc, counts.surface;

comment on table mart.keyword_surfaces is 'One row per keyword of at least three papers and way to write it.';
comment on column mart.keyword_surfaces.keyword_id is 'The keyword''s id.';
comment on column mart.keyword_surfaces.keyword is 'The keyword as it is most often written.';
comment on column mart.keyword_surfaces.surface is 'The keyword as papers or sources write it, case kept.';
comment on column mart.keyword_surfaces.paper_count is 'Papers that write it so, or to which a source gives it so.';
comment on column mart.keyword_surfaces.share is 'The part of all its writings, 0 to 1.';
