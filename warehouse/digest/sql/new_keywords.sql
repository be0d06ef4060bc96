-- Keywords of at least two papers that the release before did not have in any spelling.
with
    added as (
        select keyword_id, keyword, paper_count, title_count
        from mart.keyword_counts
        anti join release_before.main.keywords as keywords_before using (keyword_id)
        where paper_count >= 2
    ),

    -- A keyword's id may have changed.
    unseen as (
        select keyword_id, keyword, paper_count, title_count
        from added
        anti join release_before.main.keyword_aliases as aliases_before
            on aliases_before.alias = lower(added.keyword)
    )

select left(keyword, 80) as keyword, paper_count, count(*) over () as total
from unseen
order by paper_count desc, title_count desc, keyword, keyword_id
limit $limit;
