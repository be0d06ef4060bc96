-- Links to repositories that no paper of the release before linked, however it wrote their case.
create or replace temp view digest_new_links as
with
    linked_before as (
        select host, lower(owner) as owner_key, lower(repository) as repository_key
        from release_before.main.code_links
        where kind = 'repository'
    )

select
    code_links.host,
    code_links.owner,
    code_links.repository,
    code_links.url,
    code_links.paper_id
from main.code_links
anti join linked_before
    on linked_before.host = code_links.host
    and linked_before.owner_key = lower(code_links.owner)
    and linked_before.repository_key = lower(code_links.repository)
where code_links.kind = 'repository';
