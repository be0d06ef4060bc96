-- Papers of each of the keywords $keyword_ids by month and availability of code.
select
    keyword_id,
    month,
    linked_count as linked,
    promised_count as promised,
    mentioned_count as mentioned,
    paper_count - linked_count - promised_count - mentioned_count as none
from mart.keyword_trends
where keyword_id in (select unnest($keyword_ids))
order by keyword_id, month nulls first;
