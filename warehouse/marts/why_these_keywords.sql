create or replace macro main.why_keywords(paper) as table
with
    called as materialized (
        select paper_id, paper_number
        from mart.paper_overview
        where paper_id in (from quality.papers_called(paper))
    ),

    -- Each table is asked for a few keys: to join them first would read all of it.
    counts as materialized (
        select keyword_id, keyword, paper_count
        from mart.keyword_counts
        where keyword_number in (
            select keyword_number
            from mart.keywords_of_papers
            where paper_number in (select paper_number from called)
        )
    ),

    asked as (
        select called.paper_id, counts.keyword_id
        from called
        cross join counts
    ),

    carried as materialized (
        select paper_keywords.*
        from main.paper_keywords
        join asked using (keyword_id, paper_id)
    ),

    aliases as materialized (
        select keyword_id, alias
        from main.keyword_aliases
        where keyword_id in (select keyword_id from counts)
    ),

    spellings as (
        select
            carried.paper_id,
            carried.keyword_id,
            carried.source,
            string_agg(aliases.alias, '; ' order by aliases.alias) as other_spellings
        from carried
        join aliases using (keyword_id)
        where aliases.alias <> lower(carried.surface)
        group by carried.paper_id, carried.keyword_id, carried.source
    )

select
    carried.paper_id,
    carried.source,
    carried.rank,
    counts.keyword,
    carried.surface,
    carried.score,
    carried.in_title,
    carried.occurrence_count,
    carried.first_position,
    counts.paper_count,
    spellings.other_spellings
from carried
join counts using (keyword_id)
left join spellings using (paper_id, keyword_id, source)
order by carried.paper_id, carried.source, carried.rank, counts.keyword;

comment on macro table main.why_keywords is
'Why a paper, named as why_one_paper takes it, has its keywords in this order: score, places in the text, how many papers of the warehouse have each, and its other spellings.';
