-- Papers with a newer version than the release before knew.
with
    -- Of most papers both releases know the same versions.
    added as (
        select paper_versions.paper_id, paper_versions.version, paper_versions.submitted_on
        from main.paper_versions
        anti join (
            select paper_id, version
            from release_before.main.paper_versions
            where version > 1
        ) as versions_before using (paper_id, version)
        where paper_versions.version > 1
    ),

    known_ids as (
        select distinct paper_id, paper_id as before_id
        from added
        union all
        select paper_id, before_id
        from digest_former_ids
        semi join added using (paper_id)
    ),

    -- What was not known before was not revised since.
    known as (
        select known_ids.paper_id, max(versions_before.version) as version
        from known_ids
        join release_before.main.paper_versions as versions_before
            on versions_before.paper_id = known_ids.before_id
        group by known_ids.paper_id
    ),

    since as (
        select
            added.paper_id,
            max(added.version) as version,
            max(added.submitted_on) as submitted_on
        from added
        join known using (paper_id)
        where added.version > known.version
        group by added.paper_id
    )

select
    left(papers.title, 300) as title,
    papers.arxiv_id,
    papers.doi,
    since.version,
    since.submitted_on,
    count(*) over () as total
from since
join main.papers using (paper_id)
order by since.submitted_on desc nulls last, since.paper_id
limit $limit;
