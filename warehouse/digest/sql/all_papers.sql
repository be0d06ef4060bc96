-- In the first release every paper is new.
create or replace temp table digest_new_papers as
select paper_id
from main.papers;
