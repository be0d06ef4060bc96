-- Which papers link a repository, or any of an owner?
-- repository: owner/name, an owner, or a URL (required)
with
    asked as (
        select lower(
            regexp_replace(trim($repository), '^(?i:https?://)?(?i:www\.)?|(?i:\.git)?/*$', '', 'g')
        ) as text
    ),

    linked as (
        select code_links.paper_id, code_links.url, code_links.source_field, code_links.is_official
        from main.code_links
        cross join asked
        where
            code_links.kind = 'repository'
            and asked.text in (
                lower(code_links.owner),
                lower(code_links.owner || '/' || code_links.repository),
                lower(code_links.host || '/' || code_links.owner),
                lower(code_links.host || '/' || code_links.owner || '/' || code_links.repository)
            )
    )

select
    paper_overview.counted_on,
    paper_overview.title,
    linked.url,
    linked.source_field,
    linked.is_official,
    paper_overview.paper_id
from linked
join mart.paper_overview using (paper_id)
order by
    paper_overview.counted_on desc nulls last, paper_overview.title, linked.url,
    paper_overview.paper_id;
