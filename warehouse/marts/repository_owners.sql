create or replace table mart.repository_owners as
select
    code_links.host,
    min(code_links.owner) as owner,
    count(distinct lower(code_links.repository)) as repository_count,
    count(distinct numbered_papers.paper_number) as paper_count,
    min(numbered_papers.month) as first_month,
    max(numbered_papers.month) as last_month
from main.code_links
join temp.numbered_papers using (paper_id)
where code_links.kind = 'repository'
group by code_links.host, lower(code_links.owner)
order by repository_count desc, paper_count desc, code_links.host, lower(owner);

comment on table mart.repository_owners is 'One row per owner of repositories that papers link; upper and lower case are one.';
comment on column mart.repository_owners.host is 'The host.';
comment on column mart.repository_owners.owner is 'The owner, as one of the links writes it.';
comment on column mart.repository_owners.repository_count is 'The owner''s repositories that papers link.';
comment on column mart.repository_owners.paper_count is 'Papers that link one of them.';
comment on column mart.repository_owners.first_month is 'The first month of such a paper; missing where none has a date.';
comment on column mart.repository_owners.last_month is 'The last month of such a paper; missing where none has a date.';
