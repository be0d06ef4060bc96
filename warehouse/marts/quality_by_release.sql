create or replace view mart.quality_by_release as
with
    counts as (
        select
            release,
            any_value(released_on) as released_on,
            sum(row_count) filter (where table_name = 'main.papers') as paper_count,
            sum(row_count) filter (where table_name = 'main.code_links') as code_link_count,
            sum(row_count) filter (where table_name = 'main.keywords') as keyword_count,
            sum(row_count) filter (where table_name = 'raw.dumps') as dump_count,
            sum(row_count) filter (where table_name = 'raw.records') as record_count,
            sum(row_count) filter (where table_name = 'raw.rejects') as reject_count,
            sum(check_count) as check_count,
            sum(passed_count) as passed_count,
            sum(warned_count) as warned_count,
            sum(unexpected_row_count) as unexpected_row_count
        from quality.releases
        group by release
    )

select
    release,
    released_on,
    paper_count::bigint as paper_count,
    (paper_count - lag(paper_count) over (order by release))::bigint as paper_change,
    code_link_count::bigint as code_link_count,
    keyword_count::bigint as keyword_count,
    dump_count::bigint as dump_count,
    record_count::bigint as record_count,
    reject_count::bigint as reject_count,
    reject_count / nullif(record_count + reject_count, 0) as reject_share,
    check_count::bigint as check_count,
    passed_count::bigint as passed_count,
    warned_count::bigint as warned_count,
    passed_count / nullif(check_count, 0) as passed_share,
    unexpected_row_count::bigint as unexpected_row_count
from counts;

comment on view mart.quality_by_release is 'One row per release, this one and those before it: what it held and how its checks ended.';
comment on column mart.quality_by_release.release is 'The release''s number.';
comment on column mart.quality_by_release.released_on is 'The day of the build, in UTC.';
comment on column mart.quality_by_release.paper_count is 'Papers.';
comment on column mart.quality_by_release.paper_change is 'Papers more than in the release before it; missing for the first.';
comment on column mart.quality_by_release.code_link_count is 'Code links.';
comment on column mart.quality_by_release.keyword_count is 'Keywords.';
comment on column mart.quality_by_release.dump_count is 'Dumps.';
comment on column mart.quality_by_release.record_count is 'Records parsed.';
comment on column mart.quality_by_release.reject_count is 'Pieces of dumps that were refused.';
comment on column mart.quality_by_release.reject_share is 'The part of all pieces that was refused, 0 to 1.';
comment on column mart.quality_by_release.check_count is 'Expectations checked.';
comment on column mart.quality_by_release.passed_count is 'Those that were met.';
comment on column mart.quality_by_release.warned_count is 'Those that were missed, with a warning.';
comment on column mart.quality_by_release.passed_share is 'The part that was met, 0 to 1.';
comment on column mart.quality_by_release.unexpected_row_count is 'Rows that break a rule; one that breaks two counts twice.';
