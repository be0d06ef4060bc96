-- The paper_ids that only one of the two releases has: `paper_id` this one, `before_id` the other.
create or replace temp table digest_unmatched_ids as
select papers.paper_id, papers_before.paper_id as before_id
from main.papers
full join release_before.main.papers as papers_before using (paper_id)
where papers.paper_id is null or papers_before.paper_id is null;
