-- How many papers are new, and how many of them with code.
select count(*) as papers, count(*) filter (where code_status = 'linked') as papers_with_code
from digest_dated_papers;
