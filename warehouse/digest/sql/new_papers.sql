-- The papers that the release before had under none of their ids.
create or replace temp table digest_new_papers as
select digest_unmatched_ids.paper_id
from digest_unmatched_ids
anti join digest_former_ids using (paper_id)
where digest_unmatched_ids.paper_id is not null;
