-- Under which other ids papers stood in the release before.
create or replace temp table digest_former_ids as
with
    names as (
        select paper_id as name, paper_id
        from digest_unmatched_ids
        where paper_id is not null
        union all
        select paper_aliases.alias_id as name, paper_aliases.paper_id
        from main.paper_aliases
        semi join digest_unmatched_ids using (paper_id)
    )

select paper_aliases.paper_id, digest_unmatched_ids.before_id
from digest_unmatched_ids
join main.paper_aliases on paper_aliases.alias_id = digest_unmatched_ids.before_id
union
select names.paper_id, aliases_before.paper_id as before_id
from names
join release_before.main.paper_aliases as aliases_before on aliases_before.alias_id = names.name;
