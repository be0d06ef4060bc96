-- How many papers of the release before are gone, and how many are now one with another.
with
    found as (
        select
            digest_unmatched_ids.before_id,
            min(digest_former_ids.paper_id) as paper_id
        from digest_unmatched_ids
        left join digest_former_ids using (before_id)
        where digest_unmatched_ids.before_id is not null
        group by digest_unmatched_ids.before_id
    )

select
    count(*) filter (where paper_id is null) as gone,
    -- Each paper whose id is new may have had one other before.
    count(paper_id)
    - count(distinct paper_id)
        filter (where paper_id in (select paper_id from digest_unmatched_ids))
        as merged
from found;
