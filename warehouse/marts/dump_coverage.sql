create or replace table mart.dump_coverage as
with
    seen as (
        select paper_number, min(dump_number) as first_dump_number, count(*) as dump_count
        from temp.papers_of_dumps
        group by paper_number
    ),

    counts as (
        select
            papers_of_dumps.dump_id,
            count(*) as paper_count,
            count(*) filter (where seen.first_dump_number = papers_of_dumps.dump_number)
                as first_seen_count,
            count(*) filter (where seen.dump_count = 1) as only_here_count,
            min(papers_of_dumps.published_on) as first_published_on,
            max(papers_of_dumps.published_on) as last_published_on
        from temp.papers_of_dumps
        join seen using (paper_number)
        group by papers_of_dumps.dump_id
    )

select
    dumps.dump_id,
    dumps.file_name,
    dumps.format,
    dumps.listed_on,
    dumps.record_count,
    dumps.reject_count,
    coalesce(counts.paper_count, 0) as paper_count,
    coalesce(counts.first_seen_count, 0) as first_seen_count,
    coalesce(counts.only_here_count, 0) as only_here_count,
    counts.first_published_on,
    counts.last_published_on
from raw.dumps
left join counts using (dump_id)
order by dumps.listed_on nulls last, dumps.file_name, dumps.dump_id;

comment on table mart.dump_coverage is 'One row per dump file: what it adds to the warehouse.';
comment on column mart.dump_coverage.dump_id is 'The dump.';
comment on column mart.dump_coverage.file_name is 'The file''s name, without its folder.';
comment on column mart.dump_coverage.format is 'The format that recognised it.';
comment on column mart.dump_coverage.listed_on is 'The day on which it was listed; of several days, the last one.';
comment on column mart.dump_coverage.record_count is 'Records parsed.';
comment on column mart.dump_coverage.reject_count is 'Pieces refused.';
comment on column mart.dump_coverage.paper_count is 'Distinct papers among its records.';
comment on column mart.dump_coverage.first_seen_count is 'Papers that no dump of an earlier day has; dumps without a day come last, and of equals the first file name counts.';
comment on column mart.dump_coverage.only_here_count is 'Papers that no other dump has.';
comment on column mart.dump_coverage.first_published_on is 'The earliest day of a first version among its papers.';
comment on column mart.dump_coverage.last_published_on is 'The latest day of a first version among its papers.';
