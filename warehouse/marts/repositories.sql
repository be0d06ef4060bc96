create or replace table mart.repositories as
select
    code_links.host,
    arg_min(code_links.owner, code_links.url) as owner,
    arg_min(code_links.repository, code_links.url) as repository,
    min(code_links.url) as url,
    count(distinct numbered_papers.paper_number) as paper_count,
    count(distinct numbered_papers.paper_number) filter (where code_links.is_official)
        as official_paper_count,
    min(numbered_papers.month) as first_month,
    max(numbered_papers.month) as last_month
from main.code_links
join temp.numbered_papers using (paper_id)
where code_links.kind = 'repository'
group by code_links.host, lower(code_links.owner), lower(code_links.repository)
order by paper_count desc, code_links.host, lower(owner), lower(repository);

comment on table mart.repositories is 'One row per repository that a paper links; upper and lower case are one.';
comment on column mart.repositories.host is 'The host.';
comment on column mart.repositories.owner is 'The owner, as the URL writes it.';
comment on column mart.repositories.repository is 'The name, as the URL writes it.';
comment on column mart.repositories.url is 'The first of the canonical URLs that lead there, by letters.';
comment on column mart.repositories.paper_count is 'Papers that link it.';
comment on column mart.repositories.official_paper_count is 'Papers whose official code a source calls it.';
comment on column mart.repositories.first_month is 'The first month of a paper that links it; missing where none has a date.';
comment on column mart.repositories.last_month is 'The last month of a paper that links it; missing where none has a date.';
