-- The release before does not tell which repositories it linked.
create or replace temp view digest_new_links as
select host, owner, repository, url, paper_id
from main.code_links
where false;
