-- Which papers has an author, by a name or a part of it?
-- author: words of the name, in any case and order (required)
with
    words as (select regexp_extract_all(lower($author), '[^\s,-]+') as words),

    -- One word is quick to look for, and few names hold it.
    likely as materialized (
        select author_name, ' ' || replace(lower(author_name), '-', ' ') as folded
        from mart.authors
        where contains(lower(author_name), (select words[1] from words))
    ),

    found as materialized (
        select likely.author_name
        from likely
        cross join words
        -- From the start of a word, also behind a hyphen.
        where len(list_filter(words.words, lambda word: not contains(folded, ' ' || word))) = 0
    ),

    -- Each table is asked for a few keys: to join them first would read all of it.
    places as materialized (
        select paper_id, author_name, position
        from main.paper_authors
        where author_name in (from found)
    ),

    papers as materialized (
        select paper_id, counted_on, title, code_status, arxiv_id
        from mart.paper_overview
        where paper_id in (select paper_id from places)
    )

select
    places.author_name,
    papers.counted_on,
    papers.title,
    places.position,
    papers.code_status,
    papers.arxiv_id,
    papers.paper_id
from places
join papers using (paper_id)
order by papers.counted_on desc nulls last, papers.title, papers.paper_id, places.position
limit 200;
