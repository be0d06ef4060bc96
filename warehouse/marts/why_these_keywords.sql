create or replace macro main.why_keywords(paper) as table
with
    carried as (
        select *
        from main.paper_keywords
        where paper_id in (from quality.papers_called(paper))
    ),

    spellings as (
        select
            carried.paper_id,
            carried.keyword_id,
            carried.source,
            string_agg(keyword_aliases.alias, '; ' order by keyword_aliases.alias)
                as other_spellings
        from carried
        join main.keyword_aliases using (keyword_id)
        where keyword_aliases.alias <> lower(carried.surface)
        group by carried.paper_id, carried.keyword_id, carried.source
    )

select
    carried.paper_id,
    carried.source,
    carried.rank,
    keyword_counts.keyword,
    carried.surface,
    carried.score,
    carried.in_title,
    carried.occurrence_count,
    carried.first_position,
    keyword_counts.paper_count,
    spellings.other_spellings
from carried
join mart.keyword_counts using (keyword_id)
left join spellings using (paper_id, keyword_id, source)
order by carried.paper_id, carried.source, carried.rank, keyword_counts.keyword;

comment on macro table main.why_keywords is
'Why a paper, named as why_one_paper takes it, has its keywords in this order: score, places in the text, how many papers of the warehouse have each, and its other spellings.';
