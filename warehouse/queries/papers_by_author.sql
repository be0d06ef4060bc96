-- Which papers has an author, by a name or a part of it?
-- author: words of the name, in any case and order (required)
with
    words as (select regexp_extract_all(lower($author), '[^\s,-]+') as words),

    names as (
        select distinct author_name
        from main.paper_authors
    ),

    found as (
        select names.author_name
        from names
        cross join words
        where
            len(words.words) > 0
            and len(list_filter(
                words.words,
                -- From the start of a word, also behind a hyphen.
                lambda word: not contains(
                    ' ' || replace(lower(names.author_name), '-', ' '), ' ' || word
                )
            )) = 0
    )

select
    paper_authors.author_name,
    dated_papers.counted_on,
    papers.title,
    paper_authors.position,
    papers.code_status,
    papers.arxiv_id,
    papers.paper_id
from main.paper_authors
join found using (author_name)
join main.papers using (paper_id)
join mart.dated_papers using (paper_id)
order by
    dated_papers.counted_on desc nulls last, papers.title, papers.paper_id, paper_authors.position
limit 200;
