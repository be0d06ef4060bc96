create or replace view mart.quality_by_table as
select
    table_name,
    count(*) as check_count,
    count(*) filter (where success) as passed_count,
    count(*) filter (where not success and severity = 'warning') as warned_count,
    count(*) filter (where not success and severity = 'error') as failed_count,
    coalesce(sum(unexpected_count) filter (where not success), 0)::bigint as unexpected_row_count
from quality.check_results
group by table_name;

comment on view mart.quality_by_table is 'One row per table that was checked when this release was built.';
comment on column mart.quality_by_table.table_name is 'The table checked, with its schema.';
comment on column mart.quality_by_table.check_count is 'Expectations checked.';
comment on column mart.quality_by_table.passed_count is 'Expectations that the data obeys.';
comment on column mart.quality_by_table.warned_count is 'Expectations not obeyed that are only shown.';
comment on column mart.quality_by_table.failed_count is 'Expectations not obeyed that stop a publication.';
comment on column mart.quality_by_table.unexpected_row_count is 'Rows that break an expectation, counted once per expectation.';
