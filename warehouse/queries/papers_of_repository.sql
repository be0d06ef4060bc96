-- Which papers link a repository, or any of an owner?
-- repository: owner/name, an owner, or a URL (required)
with
    asked as (
        select lower(
            regexp_replace(trim($repository), '^(?i:https?://)?(?i:www\.)?|(?i:\.git)?/*$', '', 'g')
        ) as text
    )

select
    dated_papers.counted_on,
    papers.title,
    code_links.url,
    code_links.source_field,
    code_links.is_official,
    papers.paper_id
from main.code_links
cross join asked
join main.papers using (paper_id)
join mart.dated_papers using (paper_id)
where
    code_links.kind = 'repository'
    and asked.text in (
        lower(code_links.owner),
        lower(code_links.owner || '/' || code_links.repository),
        lower(code_links.host || '/' || code_links.owner),
        lower(code_links.host || '/' || code_links.owner || '/' || code_links.repository)
    )
order by dated_papers.counted_on desc nulls last, papers.title, code_links.url, papers.paper_id;
