-- For the marts alone: to join by whole numbers is several times faster than by ids. In the order
-- of the ids, so that what is sorted by number is sorted by id.
create or replace temp table temp.keyword_numbers as
select
    keyword_id,
    keyword,
    row_number() over (order by keyword_id) as keyword_number
from main.keywords;
