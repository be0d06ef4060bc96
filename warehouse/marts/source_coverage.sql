create or replace table mart.source_coverage as
with
    files as (
        select
            format,
            count(*) as dump_count,
            sum(record_count)::bigint as record_count,
            sum(reject_count)::bigint as reject_count
        from raw.dumps
        group by format
    ),

    carried as (
        select distinct format, paper_number, published_on
        from temp.papers_of_dumps
    ),

    seen as (
        select paper_number, count(*) as format_count
        from carried
        group by paper_number
    ),

    counts as (
        select
            carried.format,
            count(*) as paper_count,
            count(*) filter (where seen.format_count = 1) as only_here_count,
            min(carried.published_on) as first_published_on,
            max(carried.published_on) as last_published_on
        from carried
        join seen using (paper_number)
        group by carried.format
    ),

    days as (
        select
            dumps.format,
            min(listings.listed_on) as first_listed_on,
            max(listings.listed_on) as last_listed_on,
            count(distinct listings.listed_on) as listed_day_count
        from main.listings
        join raw.dumps using (dump_id)
        where listings.listed_on is not null
        group by dumps.format
    )

select
    files.format,
    files.dump_count,
    files.record_count,
    files.reject_count,
    coalesce(counts.paper_count, 0) as paper_count,
    coalesce(counts.only_here_count, 0) as only_here_count,
    counts.first_published_on,
    counts.last_published_on,
    days.first_listed_on,
    days.last_listed_on,
    coalesce(days.listed_day_count, 0) as listed_day_count,
    coalesce(days.last_listed_on - days.first_listed_on + 1 - days.listed_day_count, 0)
        as missing_day_count
from files
left join counts using (format)
left join days using (format)
order by files.format;

comment on table mart.source_coverage is 'One row per format of dumps: what the sources of that kind add to the warehouse.';
comment on column mart.source_coverage.format is 'The format.';
comment on column mart.source_coverage.dump_count is 'Dump files.';
comment on column mart.source_coverage.record_count is 'Records parsed.';
comment on column mart.source_coverage.reject_count is 'Pieces refused.';
comment on column mart.source_coverage.paper_count is 'Distinct papers among the records.';
comment on column mart.source_coverage.only_here_count is 'Papers that no dump of another format has.';
comment on column mart.source_coverage.first_published_on is 'The earliest day of a first version among the papers.';
comment on column mart.source_coverage.last_published_on is 'The latest day of a first version among the papers.';
comment on column mart.source_coverage.first_listed_on is 'The first listed day.';
comment on column mart.source_coverage.last_listed_on is 'The last listed day.';
comment on column mart.source_coverage.listed_day_count is 'Listed days.';
comment on column mart.source_coverage.missing_day_count is 'Days without a listing between the first and the last, weekends among them.';
