-- In the first release every linked repository is new.
create or replace temp view digest_new_links as
select host, owner, repository, url, paper_id
from main.code_links
where kind = 'repository';
