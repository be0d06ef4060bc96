attach 'release-before.duckdb' as before (read_only);

with
    ids_before as (
        select paper_id from before.papers
        union all
        select alias_id from before.paper_aliases
    ),

    known as (
        select paper_id from ids_before
        union all
        select paper_aliases.paper_id
        from paper_aliases
        join ids_before on ids_before.paper_id = paper_aliases.alias_id
    )

select counted_on, title, arxiv_id, upvotes, code_status, repository_url
from mart.paper_overview
where paper_id not in (from known)
order by counted_on desc nulls last, paper_id;
