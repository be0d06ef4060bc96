create or replace view mart.dated_papers as
select paper_id, counted_on, month
from mart.paper_overview;

comment on view mart.dated_papers is 'One row per paper: the day and the month under which it counts.';
comment on column mart.dated_papers.paper_id is 'The paper.';
comment on column mart.dated_papers.counted_on is 'The day of the first version, or else of the first listing if that is in the year of publication or no year is known; missing where neither is known.';
comment on column mart.dated_papers.month is 'The first day of that month.';
