-- Which keywords hold a text in one of their spellings?
-- text: some letters, in any case (required)
with
    found as (
        select keyword_id, string_agg(alias, '; ' order by alias) as spellings
        from main.keyword_aliases
        where contains(alias, lower($text))
        group by keyword_id
    )

select keywords.keyword, count(distinct paper_keywords.paper_id) as paper_count, found.spellings
from found
join main.keywords using (keyword_id)
join main.paper_keywords using (keyword_id)
group by keywords.keyword_id, keywords.keyword, found.spellings
order by paper_count desc, keywords.keyword
limit 50;
