-- Which author names stand on the most papers, and how many of these link code?
with
    -- A name stands twice on a paper of two namesakes only, so this chooses well and is fast.
    top as (
        select author_name
        from main.paper_authors
        group by author_name
        order by count(*) desc, author_name
        limit 25
    )

select
    paper_authors.author_name,
    count(distinct paper_authors.paper_id) as paper_count,
    count(distinct paper_authors.paper_id) filter (where papers.code_status = 'linked')
        as linked_count
from main.paper_authors
join main.papers using (paper_id)
where paper_authors.author_name in (from top)
group by paper_authors.author_name
order by paper_count desc, linked_count desc, paper_authors.author_name;
