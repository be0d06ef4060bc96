-- Which keywords hold a text in one of their spellings?
-- text: some letters, in any case (required)
with
    found as (
        select keyword_id, string_agg(alias, '; ' order by alias) as spellings
        from main.keyword_aliases
        where contains(alias, lower($text))
        group by keyword_id
    )

select keyword_counts.keyword, keyword_counts.paper_count, found.spellings
from found
join mart.keyword_counts using (keyword_id)
order by keyword_counts.paper_count desc, keyword_counts.keyword, found.keyword_id
limit 50;
